// The ledger is only ever added to: a row that says something else than its newest version here arrives as the reversal of that
// version, on its own day, and as a next version. A row that has not changed adds nothing, however often it comes.
import type pg from 'pg'
import { inPieces, isEmpty, type Merged } from './merge-staged.ts'
import { stagingTable } from './staging.ts'

const content = ['account_number', 'entered_on', 'kind', 'amount_cents', 'bill_id', 'memo']
const columns = content.join(', ')

export async function mergeLedger(client: pg.Client): Promise<Merged> {
  const { changed: written } = await inPieces(client, 'ledger', reverseAndRenew)
  const known = (await isEmpty(client, 'ledger_entry')) ? '' : 'ON CONFLICT (id) DO NOTHING'
  const { added } = await inPieces(client, 'ledger', (piece) => addNew(piece, known))
  return { added, changed: written / 2 } // a reversal and a new version each
}

function addNew(piece: string, known: string): string {
  return `INSERT INTO ledger_entry (id, source_id, ${columns}) SELECT s.id, s.id, ${content.map((name) => `s.${name}`).join(', ')}
    FROM ${stagingTable('ledger')} s WHERE ${piece} ${known} RETURNING true AS added`
}

/** Ids: `L-7` is followed by `L-7~2`, and taken back by `L-7~1r`. */
function reverseAndRenew(piece: string): string {
  const stood = content.map((name) => `COALESCE(c.${name}, e.${name})`)
  // A bill's absence is a value too, so that COALESCE would read the first version's where the newest has none.
  stood[content.indexOf('bill_id')] = 'CASE WHEN c.id IS NULL THEN e.bill_id ELSE c.bill_id END'
  return `INSERT INTO ledger_entry (id, source_id, version, reverses_id, ${columns})
    SELECT made.* FROM (
      SELECT s.*, COALESCE(c.version, 1) AS version, COALESCE(c.id, e.id) AS stands, ${stood.map((value, index) => `${value} AS was_${content[index]}`).join(', ')}
      FROM ${stagingTable('ledger')} s JOIN ledger_entry e ON e.id = s.id
      LEFT JOIN LATERAL (
        SELECT * FROM ledger_entry n WHERE n.source_id = s.id AND n.version > 1 ORDER BY n.version DESC LIMIT 1) c ON true
      WHERE ${piece}
    ) d CROSS JOIN LATERAL (VALUES
      (d.id || '~' || d.version || 'r', NULL, 1, d.stands, d.was_account_number, d.was_entered_on, d.was_kind, -d.was_amount_cents, d.was_bill_id, 'Reversed by a correction of the billing system'),
      (d.id || '~' || (d.version + 1), d.id, d.version + 1, NULL, ${content.map((name) => `d.${name}`).join(', ')})
    ) made
    WHERE (${content.map((name) => `d.${name}`).join(', ')}) IS DISTINCT FROM (${content.map((name) => `d.was_${name}`).join(', ')})
    RETURNING false AS added`
}
