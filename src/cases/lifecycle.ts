// What may become of a case, as one table: each verb, the states that it may be said in, and the state that it leads to. What comes by
// itself (a mail, a decision, a dispatch) is not here: its own slice knows when it happens.
import { ok, type Result, refused } from '../kernel/result.ts'
import type { CaseStatus, TimelineKind } from './case.ts'

export const caseMoves = ['wait-for-customer', 'wait-for-field', 'go-on', 'resolve', 'close', 'reopen'] as const
export type CaseMove = (typeof caseMoves)[number]

type Rule = { from: readonly CaseStatus[]; to: CaseStatus; entry: TimelineKind }

const waiting: readonly CaseStatus[] = ['waiting-for-customer', 'waiting-for-field']
const over: readonly CaseStatus[] = ['answered', 'resolved', 'closed']

/** A draft that waits for its decision, or an answer on its way out, is decided or called back first. */
const moveRules: Record<CaseMove, Rule> = {
  'wait-for-customer': { from: ['open', 'waiting-for-field'], to: 'waiting-for-customer', entry: 'waits-for-customer' },
  'wait-for-field': { from: ['open', 'waiting-for-customer'], to: 'waiting-for-field', entry: 'waits-for-field' },
  'go-on': { from: waiting, to: 'open', entry: 'wait-over' },
  resolve: { from: ['open', ...waiting, 'answered'], to: 'resolved', entry: 'case-resolved' },
  close: { from: ['open', ...waiting, 'answered', 'resolved'], to: 'closed', entry: 'case-closed' },
  reopen: { from: over, to: 'open', entry: 'case-reopened' },
}

export type MoveRefusal = { kind: 'not-in-this-state'; status: CaseStatus; move: CaseMove }

export function moved(status: CaseStatus, move: CaseMove): Result<Rule, MoveRefusal> {
  const rule = moveRules[move]
  return rule.from.includes(status) ? ok(rule) : refused({ kind: 'not-in-this-state', status, move })
}

/** The moves that a case's page offers. */
export function movesFrom(status: CaseStatus): CaseMove[] {
  return caseMoves.filter((move) => moveRules[move].from.includes(status))
}
