// The office's alarms: what only a person can mend. Whoever finds it raises it, again and again if he likes, and clears it
// when it is over; people are told once. What has cleared is kept.
import { type Day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Jobs } from '../platform/jobs.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'
import { alarmCleared, alarmRaised } from './alarm-jobs.ts'
import { type Alarm, type AlarmRecord, clearOpen, findAlarm, findClosed, findOpen, openOrRefresh } from './alarm-store.ts'

export type CloseRefusal = { kind: 'not-authorised' } | { kind: 'not-open' }

export type Alarms = {
  /** The same key again only refreshes text, remedy and when it was last seen. */
  raiseAlarm(alarm: Alarm, tx?: Tx): Promise<void>
  clearAlarm(key: string, tx?: Tx): Promise<void>
  /**
   * By hand, for an alarm that nobody is left to clear, such as a mailbox's that is watched no more. What still holds is
   * raised anew by whoever finds it.
   */
  closeAlarm(act: { id: string; by: StaffMember }): Promise<Result<void, CloseRefusal>>
  alarm(id: string): Promise<AlarmRecord | undefined>
  /** The oldest first. */
  openAlarms(): Promise<AlarmRecord[]>
  /** The newest 50. */
  closedAlarms(): Promise<AlarmRecord[]>
}

export type AlarmParts = {
  db: Database
  clock: Clock
  jobs: Pick<Jobs, 'send'>
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  office: { timeZone: string }
}

const closedLimit = 50
const textLimitCharacters = 1000 // servers' answers stand in it; Slack takes 3,000 and a banner should be read

export function createAlarms({ db, clock, jobs, rulebook, office }: AlarmParts): Alarms {
  const inTx = <T>(tx: Tx | undefined, work: (tx: Tx) => Promise<T>) => (tx ? work(tx) : db.inTransaction(work))

  async function clear(tx: Tx, which: { key: string } | { id: string }, clearedBy: string | null): Promise<{ key: string } | undefined> {
    const [cleared] = await clearOpen(tx, which, { clearedAt: clock.now(), clearedBy })
    if (cleared) await jobs.send(tx, alarmCleared, { alarmId: cleared.id })
    return cleared
  }

  return {
    raiseAlarm: ({ key, text, remedy }, given) =>
      inTx(given, async (tx) => {
        const opened = await openOrRefresh(tx, { key, text: storable(text), remedy: storable(remedy) }, clock.now())
        if (opened !== undefined) await jobs.send(tx, alarmRaised, { alarmId: opened })
      }),

    clearAlarm: (key, given) =>
      inTx(given, async (tx) => {
        await clear(tx, { key }, null)
      }),

    closeAlarm: ({ id, by }) =>
      db.inTransaction(async (tx) => {
        const at = clock.now()
        if (!may(by, 'close_alarm', rulebook.inForce('authority', dayOf(at, office.timeZone)).value))
          return refused({ kind: 'not-authorised' })
        const closed = await clear(tx, { id }, by.id)
        if (!closed) return refused({ kind: 'not-open' })
        await audit(tx, { at, actor: actorOf(by), act: 'alarm closed by hand', subject: closed.key })
        return ok(undefined)
      }),

    alarm: (id) => findAlarm(db.client, id),
    openAlarms: () => findOpen(db.client),
    closedAlarms: () => findClosed(db.client, closedLimit),
  }
}

/** PostgreSQL takes neither NUL nor half a surrogate pair, and a server's answer may hold both. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, textLimitCharacters).toWellFormed()
}
