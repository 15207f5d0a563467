// What makes a reply more than routine, so that a supervisor decides on it, and where two people must.
import type { CaseRecord } from '../cases/case.ts'
import type { ApprovalRules } from '../rulebook/kinds/approval.ts'
import type { Draft } from './draft.ts'

export const approvalNeeds = ['hard-case', 'vouched', 'promise', 'amount', 'sensitive-topic', 'new-clerk'] as const
export type ApprovalNeed = (typeof approvalNeeds)[number]

export type Needed = { needs: ApprovalNeed[]; decisions: number }

/** `newest`: for how many days the newest clerk among its authors has worked here; null: none of them is a clerk. */
export function neededFor(
  draft: Pick<Draft, 'facts' | 'claims' | 'vouched' | 'promises'>,
  { topic, topics, hardReasons }: Pick<CaseRecord, 'topic' | 'topics' | 'hardReasons'>,
  newestClerkDays: number | null,
  { routine, two_decisions }: ApprovalRules,
): Needed {
  const largestCents = largestAmount(draft)
  const needs: ApprovalNeed[] = [
    ...(hardReasons.length > 0 ? (['hard-case'] as const) : []),
    ...(draft.vouched.length > 0 ? (['vouched'] as const) : []),
    ...(draft.promises.length > 0 ? (['promise'] as const) : []),
    ...(largestCents > routine.amount_dollars * 100 ? (['amount'] as const) : []),
    ...([topic, ...topics].some((one) => routine.sensitive_topics.includes(one)) ? (['sensitive-topic'] as const) : []),
    ...(newestClerkDays !== null && newestClerkDays < routine.new_clerk_days ? (['new-clerk'] as const) : []),
  ]
  const isTwo =
    hardReasons.some((reason) => two_decisions.hard_reasons.includes(reason)) ||
    (two_decisions.amount_dollars !== null && largestCents > two_decisions.amount_dollars * 100)
  return { needs, decisions: isTwo ? 2 : 1 }
}

/** Of the amounts that the text states, whichever way they go. */
function largestAmount({ facts, claims }: Pick<Draft, 'facts' | 'claims'>): number {
  const stated = new Set(claims.map(({ factId }) => factId))
  const amounts = facts.flatMap(({ id, kind, value }) =>
    kind === 'money' && stated.has(id) && typeof value === 'number' ? [Math.abs(value)] : [],
  )
  return Math.max(0, ...amounts)
}
