// Persons' mails that the office's own filter took for spam. One that its case would let in goes there as any other; the
// others wait in quarantine, and what a person moves from Junk to the inbox is the inbox's from then on.
import type { Tx } from '../../platform/database.ts'
import type { FolderRole } from '../folder-store.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { letOutOfQuarantine } from '../store.ts'
import type { AssessedMail, ReadMail } from './assess-mail.ts'
import { findCandidates } from './find-candidates.ts'
import { chooseCase } from './find-case.ts'
import type { Original } from './find-duplicates.ts'
import { spamVerdict } from './spam-verdict.ts'

/** Those that stay in quarantine, each with the filter's word. */
export async function findJunk(
  tx: Tx,
  cases: CasesAsked,
  role: FolderRole,
  mails: readonly AssessedMail[],
): Promise<Map<AssessedMail, string>> {
  const suspected = mails.flatMap((mail): [ReadMail, string][] => {
    if (mail.state !== 'read' || mail.judged.kind !== 'person') return []
    const verdict = spamVerdict(mail, role)
    return verdict === null ? [] : [[mail, verdict]]
  })
  if (suspected.length === 0) return new Map()
  const candidates = await findCandidates(
    tx,
    cases,
    suspected.map(([mail]) => mail.pointers),
  )
  return new Map(
    suspected.filter(([{ reading, authentication }], index) => {
      const sender = { address: reading.from.address, verdict: authentication.verdict }
      const found = chooseCase(candidates[index] ?? [], sender, cases.takesMail)
      return found.kind === 'none' || (found.kind === 'linked' && found.because === 'not-its-customer')
    }),
  )
}

/** The mail has its case now; where it stood in quarantine it is a duplicate. */
export async function releaseJunk(tx: Tx, { mailId, caseId }: Original): Promise<void> {
  if (caseId === null) throw new Error(`mail ${mailId} was let out of quarantine into no case`)
  await letOutOfQuarantine(tx, { mailId, caseId, reason: 'the same mail came into the inbox, where a person may have moved it' })
}
