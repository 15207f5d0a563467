// Rows of the billing system's ledger that carry a reference of ours: our own entries come back. They are noted beside the
// ledger and never entered again; who posted the entry hears of it.
import { z } from 'zod'
import { formatDay, fromDateColumn, parseDay } from '../../kernel/days.ts'
import type { Database } from '../../platform/database.ts'
import type { JobKind, Jobs } from '../../platform/jobs.ts'
import { stagingTable } from './staging.ts'

export type LedgerEchoed = z.infer<typeof echoPayload>

const echoPayload = z.object({
  reference: z.string(),
  sourceId: z.string(),
  accountNumber: z.string(),
  /** `2026-06-01` */
  enteredOn: z.string().refine((text) => parseDay(text) !== undefined),
  amountCents: z.number().int(),
  /** Why the billing system did not take it; null: it did. */
  refusal: z.string().nullable(),
})

/** Announced for each echo that is new, or that says something else than before. */
export const ledgerEchoed: JobKind<LedgerEchoed> = { name: 'ledger-echoed', payload: echoPayload }

type EchoRow = { reference: string; sourceId: string; accountNumber: string; enteredOn: Date; amountCents: number; refusal: string | null }

export type EchoParts = { db: Database; jobs: Jobs; now: Date }

/**
 * Takes the echoes out of the staged ledger. Returns how many were new. A row that was entered before it carried our reference stays
 * there with no amount: as a row that has changed it is reversed.
 */
export async function takeEchoes({ db, jobs, now }: EchoParts): Promise<number> {
  const echoes = await db.inTransaction(async (tx) => {
    const rows = await tx.$queryRawUnsafe<EchoRow[]>(
      `INSERT INTO ledger_echo AS t (source_id, reference, account_number, entered_on, amount_cents, refusal, seen_at)
       SELECT s.id, s.reference, s.account_number, s.entered_on, s.amount_cents, s.refusal, $1::timestamptz
       FROM ${stagingTable('ledger')} s WHERE ${isEcho}
       ON CONFLICT (source_id) DO UPDATE SET reference = EXCLUDED.reference, account_number = EXCLUDED.account_number,
         entered_on = EXCLUDED.entered_on, amount_cents = EXCLUDED.amount_cents, refusal = EXCLUDED.refusal, seen_at = EXCLUDED.seen_at
       WHERE (t.reference, t.account_number, t.entered_on, t.amount_cents, t.refusal)
         IS DISTINCT FROM (EXCLUDED.reference, EXCLUDED.account_number, EXCLUDED.entered_on, EXCLUDED.amount_cents, EXCLUDED.refusal)
       RETURNING reference, source_id AS "sourceId", account_number AS "accountNumber", entered_on AS "enteredOn",
         amount_cents AS "amountCents", refusal`,
      now,
    )
    await jobs.sendMany(
      tx,
      ledgerEchoed,
      rows.map((row) => ({ ...row, enteredOn: formatDay(fromDateColumn(row.enteredOn)) })),
    )
    return rows
  })
  await db.client.$executeRawUnsafe(`DELETE FROM ${stagingTable('ledger')} s WHERE ${isEcho} AND NOT ${isEntered}`)
  await db.client.$executeRawUnsafe(
    `UPDATE ${stagingTable('ledger')} s SET amount_cents = 0, memo = 'Is ' || s.reference || ', which was entered here' WHERE ${isEcho}`,
  )
  return echoes.length
}

const isEcho = 's.reference IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entry e WHERE e.reference = s.reference)'
const isEntered = 'EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = s.id)'
