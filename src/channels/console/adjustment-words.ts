// Adjustments in plain words: what kind, where it stands, why one was refused.
import type { Adjustment, AdjustmentDecisionRefusal, HoldRefusal, ProposalRefusal, ReversalRefusal } from '../../adjustments/adjustments.ts'
import { type Cents, formatCents } from '../../kernel/money.ts'
import { unreachable } from '../../kernel/result.ts'
import type { AdjustmentKind, AdjustmentRules } from '../../rulebook/kinds/adjustments.ts'
import { dayWords } from './office-words.ts'

export const adjustmentsPath = '/adjustments'

export function adjustmentHref(id: string): string {
  return `${adjustmentsPath}/${id}`
}

const adjustmentKindWords: Record<AdjustmentKind, string> = {
  credit: 'Credit',
  charge: 'Charge',
  rebill: 'Rebill',
  'final-bill': 'Final bill',
  leak: 'Leak adjustment',
  'wrong-meter': 'Wrong meter',
  'penalty-waiver': 'Penalty waiver',
  reversal: 'Reversal',
}

const adjustmentStatusWords: Record<Adjustment['status'], string> = {
  proposed: 'Needs decision',
  returned: 'Returned',
  withdrawn: 'Withdrawn',
  exported: 'Posted, not yet confirmed',
  echoed: 'Posted and confirmed',
  refused: 'Not as decided',
}

export function adjustmentRow(adjustment: Adjustment, names: ReadonlyMap<string, string>) {
  const { id, reference, accountNumber, kind, reasonCode, amountCents, status, proposedBy, proposedAt } = adjustment
  return {
    ...{ id, reference, accountNumber, reasonCode, amountCents, status, proposedAt },
    kindWords: adjustmentKindWords[kind],
    statusWords: adjustmentStatusWords[status],
    by: names.get(proposedBy) ?? proposedBy,
    problem: status === 'refused' ? adjustment.echoProblem : null,
  }
}

/** For a choice: each reason with the kinds it is for. */
export function reasonChoices({ reasons }: Pick<AdjustmentRules, 'reasons'>, kinds: readonly AdjustmentKind[]) {
  return kinds.map((kind) => ({
    kind,
    words: adjustmentKindWords[kind],
    reasons: reasons.filter((reason) => reason.kinds.includes(kind)).map(({ code, words }) => ({ code, words })),
  }))
}

export function proposalRefusalWords(refusal: ProposalRefusal | ReversalRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role may not propose adjustments.'
    case 'no-account':
      return 'There is no such account.'
    case 'no-amount':
      return 'An adjustment of nothing is none.'
    case 'too-large':
      return `More than ${formatCents(refusal.limitCents as Cents)} is a slip of the hand.`
    case 'wrong-sign':
      return 'A credit is written with a minus, a charge without.'
    case 'unknown-reason':
      return 'Choose a reason that fits this kind of adjustment.'
    case 'worksheet-missing':
      return 'This kind of adjustment comes from a worksheet: begin with an investigation.'
    case 'worksheet-of-another-account':
      return 'The worksheet is of another account.'
    case 'worksheet-differs':
      return `The worksheet comes to ${formatCents(refusal.worksheetCents)}, so that is what can be proposed.`
    case 'records-changed':
      return 'The records have changed since the worksheet was made. Look at the investigation again.'
    case 'note-missing':
      return 'Say why: without a worksheet the note is all that the decision rests on.'
    case 'back-billing':
      return `Service before ${dayWords(refusal.earliest)} may not be billed any more${refusal.billId === null ? '' : ` (bill ${refusal.billId})`}. Choose later days, or the reason for which there is no limit.`
    case 'setting-missing':
      return `The office has not decided this yet: the rulebook’s setting ${refusal.about} is empty.`
    case 'not-found':
      return 'This adjustment is not there.'
    case 'not-posted':
      return 'Only a posted adjustment can be reversed.'
    case 'already-reversed':
      return 'This adjustment has its reversal already.'
    default:
      return unreachable(refusal)
  }
}

export function decisionRefusalWords(refusal: AdjustmentDecisionRefusal): string {
  switch (refusal.kind) {
    case 'not-found':
      return 'This adjustment is not there.'
    case 'not-authorised':
      return `A ${refusal.role} may not decide this.`
    case 'own-draft':
      return 'You proposed this yourself, so somebody else must decide it.'
    case 'not-routine':
    case 'decided-before':
      return 'Somebody else must decide this.'
    case 'over-limit':
      return `You may decide on amounts up to ${formatCents(refusal.limitCents)}. Ask somebody with a higher limit.`
    case 'stale':
      return staleWords[refusal.reason]
    case 'records-changed':
      return 'Bills or reads that the worksheet rests on have changed. Return it, so that it is worked out anew.'
    case 'reason-missing':
      return 'Say why, so that the next person knows what to change.'
    default:
      return unreachable(refusal)
  }
}

const staleWords = {
  'content-changed': 'The adjustment is not the one that you saw. Read it again.',
  'already-decided': 'Somebody has already decided this adjustment.',
  expired: 'This proposal has waited too long. Propose it anew.',
}

export function holdRefusalWords(refusal: HoldRefusal): string {
  switch (refusal.kind) {
    case 'not-authorised':
      return 'Your role may not place or end holds.'
    case 'no-account':
      return 'There is no such account.'
    case 'no-bill':
      return 'The account has no such bill.'
    case 'no-amount':
      return 'Say how much is in dispute.'
    case 'nothing-stopped':
      return 'Choose what the hold stops.'
    case 'reason-missing':
      return 'Say why; the record keeps it.'
    case 'already-over':
      return 'The last day is over already.'
    case 'too-long':
      return `A hold may last until ${dayWords(refusal.latest)} at most.`
    case 'not-found':
      return 'There is no such hold.'
    case 'already-ended':
      return 'This hold has ended already.'
    default:
      return unreachable(refusal)
  }
}
