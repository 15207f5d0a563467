// Locks for changes about people, always in this order: the person, then all who manage people.
import type { Tx } from '../platform/database.ts'

export async function lockPerson(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM staff WHERE id = ${id}::uuid FOR UPDATE`
}

/** Until the transaction ends nobody else counts who is left. */
export async function lockManagers(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended('who manages people', 0))) AS taken`
}
