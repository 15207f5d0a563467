// Mails with a machine's signs that answer a case: persons wrote them, whatever list or web form they came through. A case
// that was answered proves nothing: what answers an answer is an absent person's program as often as he himself.
import { isClosed } from '../../cases/reopening.ts'
import type { Tx } from '../../platform/database.ts'
import type { RecordParts } from '../ingest-parts.ts'
import { speaksOfAbsence } from '../reading/kinds/absence-notice.ts'
import { speaksAsCustomer } from '../reading/kinds/customer-words.ts'
import { type Judged, tellKind, withProof } from '../reading/mail-kind.ts'
import type { AssessedMail, ReadMail } from './assess-mail.ts'
import { findCandidates } from './find-candidates.ts'
import type { Candidate } from './find-case.ts'

/** The batch in its order, with such mails judged anew. */
export async function findPersons(
  tx: Tx,
  { cases, office }: Pick<RecordParts, 'cases' | 'office'>,
  batch: readonly AssessedMail[],
): Promise<AssessedMail[]> {
  const doubtful = batch.filter((mail): mail is ReadMail => mail.state === 'read' && pointsSomewhere(mail) && bearsSigns(mail))
  if (doubtful.length === 0) return [...batch]
  const candidates = await findCandidates(
    tx,
    cases,
    doubtful.map((mail) => mail.pointers),
  )
  const arriving = new Set(
    batch.flatMap((mail) => (mail.state === 'read' && mail.judged.kind === 'person' ? (mail.reading.messageId ?? []) : [])),
  )
  const anew = new Map<AssessedMail, Judged>(
    doubtful.map((mail, index) => {
      const told = tellKind(mail.reading, office)
      const answersArriving = mail.pointers.messageIds.some((id) => arriving.has(id))
      return [mail, answersArriving ? withProof(mail.judged, 'points-to-a-case') : judgeBy(candidates[index] ?? [], mail, told)]
    }),
  )
  return batch.map((mail) => (mail.state === 'read' && anew.has(mail) ? { ...mail, judged: anew.get(mail) as Judged } : mail))
}

/** `told`: by its signs alone. */
function judgeBy(candidates: readonly Candidate[], { judged, reading }: ReadMail, told: Judged): Judged {
  if (candidates.some(({ record }) => !isClosed(record))) return withProof(judged, 'points-to-a-case')
  if (candidates.length === 0 || judged.kind !== 'person') return judged
  // His domain vouches for his mail program, too: with such words, and none of a customer's, it is that which answered.
  if (!speaksOfAbsence(reading.newText) || speaksAsCustomer(reading)) return judged
  return told.kind === 'person' ? { kind: 'auto-reply', reasons: [...told.reasons, 'what it answers had been answered'] } : told
}

function pointsSomewhere({ pointers }: ReadMail): boolean {
  return pointers.messageIds.length + pointers.tokens.length > 0
}

/** Taken for a machine's, or for a person's on somebody's word. */
function bearsSigns({ judged }: ReadMail): boolean {
  return judged.personWhen?.includes('points-to-a-case') === true || judged.silent === true
}
