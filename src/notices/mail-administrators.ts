// Tells the administrators by mail that an alarm stands: fixed words and a link. What an alarm says is read after sign-in, for
// servers' answers stand in it. Of one key there is one mail an hour at the most, however often it comes and goes.
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import { type AlarmRecord, lockUnmailed, markMailed } from './alarm-store.ts'

type Parts = {
  db: Database
  clock: Clock
  staff: { list(): Promise<StaffMember[]> }
  mailroom: {
    enqueueStaffMail(tx: Tx, mail: { key: string; to: string; subject: string; text: string; caseId: null }): Promise<void>
  }
  config: { office: { name: string } }
  consoleUrl: string
}

const pauseMilliseconds = 3_600_000

/** Looks at all alarms that stand, and may run as often as anybody likes. A mail about the way out itself waits in the queue. */
export async function mailAdministrators({ db, clock, staff, mailroom, ...words }: Parts): Promise<void> {
  const administrators = (await staff.list()).filter(({ active, role }) => active && role === 'administrator')
  if (administrators.length === 0) return
  await db.inTransaction(async (tx) => {
    const now = clock.now()
    const alarms = await lockUnmailed(tx, new Date(now.getTime() - pauseMilliseconds))
    for (const alarm of alarms) {
      for (const { id, email } of administrators) {
        const key = `alarm.${alarm.id}.${id}`
        await mailroom.enqueueStaffMail(tx, {
          key,
          to: email,
          subject: 'An alarm at the desk',
          text: alarmMail(alarm, words),
          caseId: null,
        })
      }
    }
    await markMailed(
      tx,
      alarms.map(({ id }) => id),
      now,
    )
  })
}

/** The moment in UTC, since a mail that waited may arrive long after it. */
function alarmMail({ raisedAt }: Pick<AlarmRecord, 'raisedAt'>, { config, consoleUrl }: Pick<Parts, 'config' | 'consoleUrl'>): string {
  return [
    `Something at the desk needs a person since ${raisedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    '',
    `What it is, what to do, and whether it still stands: ${consoleUrl.replace(/\/+$/, '')}/alarms`,
    '',
    'The link asks you to sign in. On the machine itself, this says the same: npm run -s waterdesk -- doctor',
    '',
    config.office.name,
    '',
  ].join('\n')
}
