// Rows of the ledger as pages list them, each with its case by name.
import { caseName } from '../../cases/case.ts'
import type { LedgerEntry } from '../../mailroom/mailroom.ts'
import { dispositionWords, sentence } from './ledger-words.ts'
import { senderWords } from './mail-words.ts'
import type { ConsoleOffice } from './office-faces.ts'

export async function ledgerRows({ cases, db }: Pick<ConsoleOffice, 'cases' | 'db'>, entries: readonly LedgerEntry[]) {
  const ids = [...new Set(entries.flatMap(({ caseId }) => caseId ?? []))]
  const names = new Map((await cases.byMany(db.client, ids)).map((record) => [record.id, caseName(record)]))
  return entries.map((entry) => ({
    id: entry.id,
    ...senderWords(entry),
    subject: entry.subject || '(no subject)',
    kind: entry.kind,
    kindWords: dispositionWords[entry.kind],
    reason: sentence(entry.reason),
    receivedAt: entry.receivedAt,
    mailbox: entry.mailbox,
    folder: entry.folder,
    uid: String(entry.uid),
    case: (entry.caseId && names.get(entry.caseId)) ?? null,
    settled: entry.settled !== null,
    kept: entry.rawSha256 !== null,
    /** Nobody has decided about it. */
    open: entry.settled === null && mayChange(entry) && entry.caseId === null,
    rereadable: mayChange(entry) && (entry.settled === null || entry.caseId !== null),
  }))
}

/** A copy goes where its original goes. */
function mayChange({ kind, rawSha256 }: LedgerEntry): boolean {
  return kind !== 'duplicate' && rawSha256 !== null
}
