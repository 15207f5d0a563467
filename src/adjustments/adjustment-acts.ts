// Proposing an adjustment, deciding it, taking it back. Each act is one transaction; a decision posts to the ledger and writes the
// line for the billing system in the same one, so that both happen exactly once or not at all.
import { createHash, randomUUID } from 'node:crypto'
import type { AccountHistory } from '../accounts/account-history.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Approvals } from '../approvals/approvals.ts'
import { tooLateFor } from '../billing/investigate/back-billing.ts'
import { canonicalJson, type Json } from '../kernel/canonical-json.ts'
import { type Day, dayOf } from '../kernel/days.ts'
import { cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import type { Adjustment, AdjustmentDecisionRefusal, ProposalRefusal, Proposed, ReversalRefusal } from './adjustment.ts'
import { checkProposal, type ProposalAsked } from './check-proposal.ts'
import { addExportLine, adjustmentLine } from './export-lines.ts'
import { billsStand, restsOn } from './rests-on.ts'
import { findAdjustment, insertProposal, isReversed, lockAdjustment, nextReference, updateAdjustment } from './store.ts'

/** What a case is told of an adjustment that belongs to it; filled by who knows cases. */
export type CaseNoted = (
  tx: Tx,
  caseId: string,
  event: { kind: 'adjustment-proposed' | 'adjustment-decided'; actor: Actor; content: { [key: string]: Json } },
) => Promise<void>

export type ActParts = {
  db: Database
  clock: Clock
  accounts: Pick<Accounts, 'history' | 'post'>
  approvals: Pick<Approvals, 'request' | 'decide' | 'newestFor' | 'void'>
  rulebook: { inForce<K extends 'adjustments' | 'authority' | 'billing'>(kind: K, day: Day): InForce<K> }
  timeZone: string
  caseNoted: CaseNoted
}

export type ProposeAsked = ProposalAsked & { caseId: string | null; by: StaffMember }

export function propose(asked: ProposeAsked, parts: ActParts): Promise<Result<Proposed, ProposalRefusal>> {
  return parts.db.inTransaction((tx) => proposeIn(tx, { ...asked, reversesId: null }, parts))
}

/** By a new adjustment of the opposite amount, which somebody decides like any other. */
export function reverse(
  { id, reasonCode, note, by }: { id: string; reasonCode: string; note: string; by: StaffMember },
  parts: ActParts,
): Promise<Result<Proposed, ReversalRefusal>> {
  return parts.db.inTransaction(async (tx) => {
    const adjustment = await lockAdjustment(tx, id)
    if (!adjustment) return refused({ kind: 'not-found' })
    if (!isPosted(adjustment)) return refused({ kind: 'not-posted' })
    if (await isReversed(tx, id)) return refused({ kind: 'already-reversed' })
    const { accountNumber, caseId, amountCents } = adjustment
    const opposite = { accountNumber, kind: 'reversal', reasonCode, amountCents: cents(-amountCents), worksheet: null, note } as const
    return proposeIn(tx, { ...opposite, caseId, by, reversesId: id }, parts)
  })
}

async function proposeIn(
  tx: Tx,
  { by, caseId, reversesId, ...asked }: ProposeAsked & { reversesId: string | null },
  parts: ActParts,
): Promise<Result<Proposed, ProposalRefusal>> {
  const { clock, accounts, approvals, rulebook, timeZone, caseNoted } = parts
  const now = clock.now()
  const today = dayOf(now, timeZone)
  if (!may(by, 'propose_adjustment', rulebook.inForce('authority', today).value)) return refused({ kind: 'not-authorised' })
  const rules = rulebook.inForce('adjustments', today)
  const checked = checkProposal(asked, rules.value)
  if (!checked.ok) return checked
  const history = await accounts.history(asked.accountNumber, tx)
  if (!history) return refused({ kind: 'no-account' })
  if (asked.worksheet && !billsStand(history, asked.worksheet)) return refused({ kind: 'records-changed' })
  const late =
    asked.worksheet &&
    tooLateFor(rulebook.inForce('billing', today).value.back_billing, asked.worksheet, {
      residential: rulebook.inForce('billing', today).value.back_billing.residential_types.includes(history.property.type),
      cause: asked.reasonCode,
      foundOn: today,
    })
  if (late && !late.ok) return refused({ kind: 'setting-missing', about: late.refusal.about })
  if (late?.value) return refused({ kind: 'back-billing', ...late.value })
  const proposal: Proposed = {
    ...asked,
    id: randomUUID(),
    reference: await nextReference(tx),
    note: asked.note.trim().slice(0, noteLimitCharacters),
    status: 'proposed',
    caseId,
    reversesId,
    contentHash: '',
    rulebook: rules.version,
    proposedBy: by.id,
    proposedAt: now,
  }
  proposal.contentHash = hashOf(proposal, history)
  await insertProposal(tx, proposal)
  const { id: subjectId, contentHash, amountCents, reference } = proposal
  await approvals.request(tx, { subjectKind: 'adjustment', subjectId, contentHash, authorIds: [by.id], amountCents })
  const told = { adjustmentId: subjectId, reference, amountCents, reasonCode: asked.reasonCode }
  await audit(tx, { at: now, actor: actorOf(by), act: 'adjustment-proposed', subject: asked.accountNumber, detail: told })
  if (caseId !== null) await caseNoted(tx, caseId, { kind: 'adjustment-proposed', actor: actorOf(by), content: told })
  return ok(proposal)
}

const noteLimitCharacters = 2_000

export type DecideAsked = { id: string; contentHash: string; by: StaffMember; kind: 'approve' | 'return'; reason?: string }

/** An approval posts the entry, dated today, and writes the line for the billing system. */
export function decide(asked: DecideAsked, parts: ActParts): Promise<Result<Adjustment, AdjustmentDecisionRefusal>> {
  return parts.db.inTransaction(async (tx) => {
    const { id, by, kind } = asked
    const reason = asked.reason?.trim().slice(0, noteLimitCharacters) ?? ''
    if (kind === 'return' && reason === '') return refused({ kind: 'reason-missing' })
    const adjustment = await lockAdjustment(tx, id)
    const request = await parts.approvals.newestFor(id, tx)
    if (!adjustment || !request) return refused({ kind: 'not-found' })
    if (kind === 'approve' && adjustment.status === 'proposed' && (await recordsChanged(tx, adjustment, parts))) {
      return refused({ kind: 'records-changed' })
    }
    const decision = { approvalId: request.id, kind, by, contentHash: asked.contentHash, ...(reason ? { reason } : {}) }
    const decided = await parts.approvals.decide(tx, decision)
    if (!decided.ok) return decided
    const at = parts.clock.now()
    const ledgerEntryId = kind === 'approve' ? await post(tx, adjustment as Proposed, parts) : null
    const status = kind === 'approve' ? 'exported' : 'returned'
    await updateAdjustment(tx, id, { status, decidedBy: by.id, decidedAt: at, decisionNote: reason || null, ledgerEntryId })
    const { reference, amountCents, accountNumber, caseId } = adjustment
    const told = { adjustmentId: id, reference, amountCents, decision: status, rulebook: decided.value.rulebook }
    await audit(tx, { at, actor: actorOf(by), act: `adjustment-${status}`, subject: accountNumber, detail: told })
    if (caseId !== null) await parts.caseNoted(tx, caseId, { kind: 'adjustment-decided', actor: actorOf(by), content: told })
    return ok((await findAdjustment(tx, id)) as Adjustment)
  })
}

/** By whoever proposed it, while nobody has decided. */
export function withdraw({ id, by }: { id: string; by: StaffMember }, parts: ActParts): Promise<Result<void, AdjustmentDecisionRefusal>> {
  return parts.db.inTransaction(async (tx) => {
    const adjustment = await lockAdjustment(tx, id)
    if (!adjustment) return refused({ kind: 'not-found' })
    if (adjustment.proposedBy !== by.id || !by.active) return refused({ kind: 'not-authorised', role: by.role })
    if (adjustment.status !== 'proposed') return refused({ kind: 'stale', reason: 'already-decided' })
    const at = parts.clock.now()
    await parts.approvals.void(tx, id, 'withdrawn')
    await updateAdjustment(tx, id, { status: 'withdrawn', decidedBy: by.id, decidedAt: at })
    await audit(tx, {
      at,
      actor: actorOf(by),
      act: 'adjustment-withdrawn',
      subject: adjustment.accountNumber,
      detail: { adjustmentId: id },
    })
    return ok(undefined)
  })
}

async function recordsChanged(tx: Tx, adjustment: Proposed, { accounts }: ActParts): Promise<boolean> {
  const history = await accounts.history(adjustment.accountNumber, tx)
  return !history || hashOf(adjustment, history) !== adjustment.contentHash
}

async function post(tx: Tx, adjustment: Proposed, { accounts, clock, timeZone }: ActParts): Promise<string> {
  const { id, reference, accountNumber, amountCents, reasonCode, reversesId } = adjustment
  const reversed = reversesId === null ? undefined : await findAdjustment(tx, reversesId)
  const entryId = `desk:${id}` as const
  const enteredOn = dayOf(clock.now(), timeZone)
  const memo = `Adjustment ${reference}: ${reasonCode}`
  const reverses = reversed && isPosted(reversed) ? reversed : undefined
  await accounts.post(tx, {
    id: entryId,
    accountNumber,
    enteredOn,
    amountCents,
    memo,
    reference,
    reversesId: reverses?.ledgerEntryId ?? null,
  })
  const line = adjustmentLine({ ...adjustment, enteredOn, reversesReference: reverses?.reference ?? null })
  await addExportLine(tx, `adjustment:${id}`, line, clock.now())
  return entryId
}

function isPosted(adjustment: Adjustment): adjustment is Extract<Adjustment, { ledgerEntryId: string }> {
  return adjustment.status === 'exported' || adjustment.status === 'echoed' || adjustment.status === 'refused'
}

/** SHA-256 of everything that is decided, and of the records that it rests on. */
function hashOf(proposal: Proposed, history: AccountHistory): string {
  const { accountNumber, kind, reasonCode, amountCents, worksheet, note, reversesId } = proposal
  const records = worksheet === null ? '' : restsOn(history, worksheet)
  const content = { accountNumber, kind, reasonCode, amountCents, worksheet, note, reversesId, records }
  return createHash('sha256')
    .update(canonicalJson(content as Json))
    .digest('hex')
}
