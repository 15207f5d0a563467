// A new version of a reply comes into being: from today's facts, or from a person's words. Either asks for its decision.
import { randomUUID } from 'node:crypto'
import { answerSubject } from '../cases/answer-subject.ts'
import { type CaseRecord, languageOfReply } from '../cases/case.ts'
import { dayOf } from '../kernel/days.ts'
import { contentHash } from '../mailroom/content-hash.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../staff/staff-member.ts'
import { approvalRequested } from './approval-jobs.ts'
import { type Needed, neededFor } from './approval-needs.ts'
import { answerStates, leavesOpen } from './asked/answered.ts'
import { asDisputed } from './asked/explained-bill.ts'
import { keepOwnWords } from './asked/keep-own-words.ts'
import { asStatedBefore, bindClaims } from './bind-claims.ts'
import type { Draft, DraftView } from './draft.ts'
import { makeEnclosures } from './enclosures/make-enclosures.ts'
import { type Gathered, gatherFacts } from './gather-facts.ts'
import type { RepliesParts } from './replies-parts.ts'
import { insertDraft } from './store.ts'
import { type Written, writeReply } from './write-draft.ts'

/** `standing`: the draft that it replaces, whose dismissals stay. `keepsWords`: what a person wrote into that one comes along. */
export type Replaces = { standing: Draft | undefined; keepsWords: boolean }

export async function writeFreshDraft(
  tx: Tx,
  record: CaseRecord,
  actor: Actor,
  parts: RepliesParts,
  { standing, keepsWords }: Replaces,
): Promise<DraftView> {
  const gathered = await gatherFacts(tx, record, parts.clock.now(), parts)
  const written = writeReply(gathered, parts.templates, languageOfReply(record))
  const words = keepsWords && standing ? withOwnWords(standing, written, gathered) : asWritten(written)
  const { text, claims, authorIds, note } = words
  const { template, text: rendered } = written
  const { recipient, cc, dropped } = gathered.recipients
  // What a template could not say is a person's to write, and what is enclosed is his to choose.
  const enclosures = written.needsWords === null ? await makeEnclosures(tx, gathered.enclosed, parts) : []
  const content = { recipient, cc, subject: answerSubject(record.subject, record), text, enclosures }
  const draft: Draft = {
    id: randomUUID(),
    caseId: record.id,
    version: (standing?.version ?? 0) + 1,
    status: note === null ? 'in-review' : 'returned',
    authorIds,
    template,
    ...content,
    dropped,
    facts: gathered.facts,
    claims,
    vouched: [],
    promises: [],
    contentHash: contentHash(content),
    hold: null,
    note,
    rendered,
    heardSeq: await parts.cases.newestMailSeq(record.id, tx),
    createdAt: parts.clock.now(),
    asked: answerStates(gathered.requests, { template, text, rendered, accountNumber: record.accountNumber }, standing?.asked),
  }
  if (gathered.choice) await parts.cases.disputes(tx, record.id, asDisputed(gathered.choice))
  return keepDraft(tx, draft, { kind: 'draft-written', actor }, parts)
}

const unsureWords = 'This reply tells nothing of an account, and words kept from the draft before may: read them first.'

type Words = Pick<Draft, 'text' | 'claims' | 'authorIds' | 'note'>

function asWritten({ text, claims, needsWords }: Written): Words {
  return { text, claims, authorIds: [], note: needsWords }
}

/** His words are held against the new facts; nobody's vouching comes along, because he gave it for the draft that he saw. */
function withOwnWords(standing: Draft, written: Written, { facts }: Gathered): Words {
  const { text, kept } = keepOwnWords(standing.rendered, standing.text, written.text)
  if (kept.length === 0) return asWritten(written)
  const { claims, unsupported } = bindClaims(text, facts, { vouched: [], promises: [] })
  const open = unsupported.map((claim) => `“${claim.text}”`).join(', ')
  const unsure = open === '' && leavesOpen(written.template) ? unsureWords : null
  const note =
    open === '' ? (written.needsWords ?? unsure) : `The words kept from the draft before say what no record of this one bears: ${open}.`
  return { text, claims: asStatedBefore(claims, written.claims), authorIds: standing.authorIds, note }
}

export async function keepDraft(
  tx: Tx,
  draft: Draft,
  { rewrite, ...event }: { kind: 'draft-written' | 'draft-edited'; actor: Actor; rewrite?: { wish: string; exchangeId: string } },
  parts: RepliesParts,
): Promise<DraftView> {
  const { cases, approvals, jobs } = parts
  await insertDraft(tx, draft)
  const { id: draftId, caseId, version, template, vouched, promises, contentHash: hash } = draft
  const asks = draft.status === 'in-review'
  const content = { draftId, version, template, vouched, promises, contentHash: hash, asks, ...(rewrite ? { rewrite } : {}) }
  await cases.record(tx, caseId, { ...event, content })
  if (!asks) {
    await cases.setStatus(tx, caseId, 'open')
    return { draft, approval: null }
  }
  const { needs, decisions: decisionsNeeded } = await needsOf(tx, draft, parts)
  const approval = await approvals.request(tx, {
    ...{ subjectKind: 'draft', subjectId: draftId, contentHash: hash, authorIds: draft.authorIds },
    ...{ needs, decisionsNeeded },
  })
  await cases.setStatus(tx, caseId, 'waiting-for-supervisor')
  await jobs.send(tx, approvalRequested, { approvalId: approval.id, draftId, caseId })
  return { draft, approval }
}

async function needsOf(tx: Tx, draft: Draft, { cases, staff, clock, rulebook, office }: RepliesParts): Promise<Needed> {
  const record = await cases.byId(draft.caseId, tx)
  if (!record) throw new Error(`draft ${draft.id} has no case`)
  const since = await staff.clerksSince(tx, draft.authorIds)
  const newest =
    since.length === 0 ? null : Math.floor((clock.now().getTime() - Math.max(...since.map((at) => at.getTime()))) / millisecondsADay)
  return neededFor(draft, record, newest, rulebook.inForce('approval', dayOf(clock.now(), office.timeZone)).value)
}

const millisecondsADay = 86_400_000
