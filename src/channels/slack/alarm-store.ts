// The only code that touches slack_alarm: which message tells of which alarm.
import type { Tx } from '../../platform/database.ts'

export type AlarmMessage = { alarmId: string; key: string; channel: string; ts: string; postedAt: Date; over: boolean }

/** Alarms are few: one lock for the messages of all of them, until the transaction ends. */
export async function lockAlarmMessages(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('slack alarms', 0))`
}

export async function messageOf(tx: Tx, alarmId: string): Promise<AlarmMessage | undefined> {
  return (await tx.slackAlarm.findUnique({ where: { alarmId } })) ?? undefined
}

/** The newest message about this key that was posted after `since`. */
export async function recentMessage(tx: Tx, key: string, since: Date): Promise<AlarmMessage | undefined> {
  return (await tx.slackAlarm.findFirst({ where: { key, postedAt: { gt: since } }, orderBy: { postedAt: 'desc' } })) ?? undefined
}

export async function rememberMessage(tx: Tx, message: AlarmMessage): Promise<void> {
  await tx.slackAlarm.create({ data: message })
}

export async function markOver(tx: Tx, alarmIds: readonly string[]): Promise<void> {
  await tx.slackAlarm.updateMany({ where: { alarmId: { in: [...alarmIds] } }, data: { over: true } })
}

/** The alarms of which a message still says that they stand. */
export async function toldStanding(tx: Tx): Promise<string[]> {
  return (await tx.slackAlarm.findMany({ where: { over: false }, select: { alarmId: true } })).map(({ alarmId }) => alarmId)
}
