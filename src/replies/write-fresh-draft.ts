// A new version of a reply comes into being: from today's facts, or from a person's words. Either asks for its decision.
import { randomUUID } from 'node:crypto'
import { answerSubject } from '../cases/answer-subject.ts'
import type { CaseRecord } from '../cases/case.ts'
import { contentHash } from '../mailroom/content-hash.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../staff/staff-member.ts'
import { approvalRequested } from './approval-jobs.ts'
import type { Draft, DraftView } from './draft.ts'
import { makeEnclosures } from './enclosures/make-enclosures.ts'
import { gatherFacts } from './gather-facts.ts'
import type { RepliesParts } from './replies-parts.ts'
import { insertDraft } from './store.ts'
import { writeReply } from './write-draft.ts'

export async function writeFreshDraft(tx: Tx, record: CaseRecord, version: number, actor: Actor, parts: RepliesParts): Promise<DraftView> {
  const gathered = await gatherFacts(tx, record, parts.clock.now(), parts)
  const { text, claims, template, needsWords } = writeReply(gathered, parts.templates)
  const { recipient, cc, dropped } = gathered.recipients
  // What a template could not say is a person's to write, and what is enclosed is his to choose.
  const enclosures = needsWords === null ? await makeEnclosures(tx, gathered.enclosed, parts) : []
  const content = { recipient, cc, subject: answerSubject(record.subject, record), text, enclosures }
  const draft: Draft = {
    id: randomUUID(),
    caseId: record.id,
    version,
    status: needsWords === null ? 'in-review' : 'returned',
    authorIds: [],
    template,
    ...content,
    dropped,
    facts: gathered.facts,
    claims,
    vouched: [],
    promises: [],
    contentHash: contentHash(content),
    hold: null,
    note: needsWords,
    rendered: text,
    heardSeq: await parts.cases.newestMailSeq(record.id, tx),
    createdAt: parts.clock.now(),
  }
  return keepDraft(tx, draft, { kind: 'draft-written', actor }, parts)
}

export async function keepDraft(
  tx: Tx,
  draft: Draft,
  event: { kind: 'draft-written' | 'draft-edited'; actor: Actor },
  { cases, approvals, jobs }: RepliesParts,
): Promise<DraftView> {
  await insertDraft(tx, draft)
  const { id: draftId, caseId, version, template, vouched, promises, contentHash: hash } = draft
  await cases.record(tx, caseId, { ...event, content: { draftId, version, contentHash: hash, template, vouched, promises } })
  if (draft.status !== 'in-review') {
    await cases.setStatus(tx, caseId, 'open')
    return { draft, approval: null }
  }
  const approval = await approvals.request(tx, { subjectKind: 'draft', subjectId: draftId, contentHash: hash, authorIds: draft.authorIds })
  await cases.setStatus(tx, caseId, 'waiting-for-supervisor')
  await jobs.send(tx, approvalRequested, { approvalId: approval.id, draftId, caseId })
  return { draft, approval }
}
