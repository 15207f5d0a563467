// The only code that touches the office's alarms.
import { randomUUID } from 'node:crypto'
import type { Database, Tx } from '../platform/database.ts'

export type Alarm = { key: string; text: string; remedy: string }

export type AlarmRecord = Alarm & {
  id: string
  raisedAt: Date
  /** When whoever raised it last found it so. */
  lastSeenAt: Date
  /** null while it stands. */
  clearedAt: Date | null
  /** The staff member who closed it by hand; null where it cleared by itself. */
  clearedBy: string | null
}

type Reading = Database['client'] | Tx

const columns = {
  id: true,
  key: true,
  text: true,
  remedy: true,
  raisedAt: true,
  lastSeenAt: true,
  clearedAt: true,
  clearedBy: true,
} as const

/** The id of the alarm that this opened; undefined where one stands already, which then has the newest words. */
export async function openOrRefresh(tx: Tx, { key, text, remedy }: Alarm, at: Date): Promise<string | undefined> {
  const id = randomUUID()
  const [standing] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO alarm (id, key, text, remedy, raised_at, last_seen_at) VALUES (${id}::uuid, ${key}, ${text}, ${remedy}, ${at}, ${at})
    ON CONFLICT (key) WHERE cleared_at IS NULL
    DO UPDATE SET text = EXCLUDED.text, remedy = EXCLUDED.remedy, last_seen_at = EXCLUDED.last_seen_at
    RETURNING id`
  return standing?.id === id ? id : undefined
}

/** The alarms that stood until now: one at the most. */
export async function clearOpen(
  tx: Tx,
  which: { key: string } | { id: string },
  cleared: { clearedAt: Date; clearedBy: string | null },
): Promise<{ id: string; key: string }[]> {
  return tx.alarm.updateManyAndReturn({ where: { ...which, clearedAt: null }, data: cleared, select: { id: true, key: true } })
}

export async function findAlarm(db: Reading, id: string): Promise<AlarmRecord | undefined> {
  return (await db.alarm.findUnique({ where: { id }, select: columns })) ?? undefined
}

/** The oldest first. */
export async function findOpen(db: Reading): Promise<AlarmRecord[]> {
  return db.alarm.findMany({ where: { clearedAt: null }, orderBy: [{ raisedAt: 'asc' }, { key: 'asc' }], select: columns })
}

/** The newest first. */
export async function findClosed(db: Reading, limit: number): Promise<AlarmRecord[]> {
  return db.alarm.findMany({ where: { clearedAt: { not: null } }, orderBy: { clearedAt: 'desc' }, take: limit, select: columns })
}

/** Open alarms that no mail told of, none of a key of which one did after `since`. Locked until the transaction ends. */
export async function lockUnmailed(tx: Tx, since: Date): Promise<AlarmRecord[]> {
  return tx.$queryRaw<AlarmRecord[]>`
    SELECT id, key, text, remedy, raised_at AS "raisedAt", last_seen_at AS "lastSeenAt", cleared_at AS "clearedAt", cleared_by AS "clearedBy"
    FROM alarm a
    WHERE cleared_at IS NULL AND mailed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM alarm other WHERE other.key = a.key AND other.mailed_at > ${since})
    ORDER BY raised_at FOR UPDATE`
}

export async function markMailed(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await tx.alarm.updateMany({ where: { id: { in: [...ids] } }, data: { mailedAt: at } })
}
