// A draft that must not go on: what it was asked or granted ends, and whoever looks at it is shown what changed.
import { languageOfReply } from '../cases/case.ts'
import { day, dayOf, longDay } from '../kernel/days.ts'
import type { Tx } from '../platform/database.ts'
import { approvalDecided } from './approval-jobs.ts'
import { changedFacts, changedWords } from './compare-facts.ts'
import type { Draft, DraftHold } from './draft.ts'
import { changedEnclosures } from './enclosures/make-enclosures.ts'
import { gatherFacts } from './gather-facts.ts'
import { dueFacts } from './promise-facts.ts'
import type { RepliesParts } from './replies-parts.ts'
import { changedRecipients } from './reply-recipients.ts'
import { updateDraft } from './store.ts'
import { writeReply } from './write-draft.ts'

/** Why a draft must not go on, from the records as they are now; null while everything it states holds. */
export async function reasonToHold(tx: Tx, draft: Draft, parts: RepliesParts): Promise<DraftHold | null> {
  const record = await parts.cases.byId(draft.caseId, tx)
  if (!record) throw new Error(`draft ${draft.id} has no case`)
  if ((await parts.cases.newestMailSeq(draft.caseId, tx)) > draft.heardSeq) return { why: 'new-mail', changes: [] }
  const gathered = await gatherFacts(tx, record, parts.clock.now(), parts, draft.facts)
  const elsewhere = record.customerAddress && changedRecipients(draft, gathered.recipients, record.customerAddress)
  const changes = [
    ...changedFacts(draft.claims, draft.facts, [...gathered.facts, ...dueFacts(draft.promises)]),
    ...(elsewhere ? [elsewhere] : []),
  ]
  for (const { name } of changedEnclosures(draft.enclosures, gathered.enclosed))
    changes.push({ label: 'Enclosed', was: name, is: 'would read otherwise now' })
  const today = dayOf(parts.clock.now(), parts.office.timeZone)
  for (const { text, dueOn } of draft.promises)
    if (day(dueOn) < today) changes.push({ label: 'Promised until', was: `${text} (${longDay(day(dueOn))})`, is: 'that day has passed' })
  if (changes.length > 0) return { why: 'facts-changed', changes }
  // What a section of the template says without a figure ("no payment since") is a statement, too.
  const words = changedWords(draft.rendered, writeReply(gathered, parts.templates, languageOfReply(record)).text)
  return words ? { why: 'facts-changed', changes: [words] } : null
}

/** False when its mail has begun to leave: then nothing is held any more. */
export async function holdDraft(tx: Tx, draft: Draft, hold: DraftHold, parts: RepliesParts): Promise<boolean> {
  if (!(await withdrawDraft(tx, draft, hold.why, parts))) return false
  await updateDraft(tx, draft.id, { status: 'held', hold })
  const content = { draftId: draft.id, version: draft.version, why: hold.why, changes: hold.changes }
  await parts.cases.record(tx, draft.caseId, { kind: 'draft-held', actor: 'desk', content })
  await parts.cases.setStatus(tx, draft.caseId, 'open')
  return true
}

/** Ends whatever was asked or granted for a draft, and calls its mail back. False when that has begun to leave. */
export async function withdrawDraft(tx: Tx, draft: Draft, reason: string, { mailroom, approvals, jobs }: RepliesParts): Promise<boolean> {
  if (draft.status === 'dispatched') return false
  if (draft.status === 'approved' && !(await mailroom.recallReply(tx, draft.id))) return false
  const asked = await approvals.newestFor(draft.id, tx)
  await approvals.void(tx, draft.id, reason)
  if (asked?.status === 'pending' || asked?.status === 'approved') {
    await jobs.send(tx, approvalDecided, { approvalId: asked.id, draftId: draft.id, caseId: draft.caseId })
  }
  return true
}
