// Mails with a machine's signs that answer a case: persons wrote them, whatever list or web form they came through.
import type { Tx } from '../../platform/database.ts'
import type { CasesAsked } from '../ingest-parts.ts'
import { withProof } from '../reading/mail-kind.ts'
import type { AssessedMail, ReadMail } from './assess-mail.ts'
import { findCandidates } from './find-candidates.ts'

/** The batch in its order, with such mails judged anew. */
export async function findPersons(tx: Tx, cases: CasesAsked, batch: readonly AssessedMail[]): Promise<AssessedMail[]> {
  const doubtful = batch.filter((mail): mail is ReadMail => mail.state === 'read' && pointsSomewhere(mail))
  if (doubtful.length === 0) return [...batch]
  const candidates = await findCandidates(
    tx,
    cases,
    doubtful.map((mail) => mail.pointers),
  )
  const arriving = new Set(
    batch.flatMap((mail) => (mail.state === 'read' && mail.judged.kind === 'person' ? (mail.reading.messageId ?? []) : [])),
  )
  const proven = new Set<AssessedMail>(
    doubtful.filter((mail, index) => candidates[index]?.length || mail.pointers.messageIds.some((id) => arriving.has(id))),
  )
  return batch.map((mail) =>
    mail.state === 'read' && proven.has(mail) ? { ...mail, judged: withProof(mail.judged, 'points-to-a-case') } : mail,
  )
}

function pointsSomewhere({ judged, pointers }: ReadMail): boolean {
  return judged.personWhen?.includes('points-to-a-case') === true && pointers.messageIds.length + pointers.tokens.length > 0
}
