// Whether an adjustment may be proposed as it stands: the amount, the reason, and the worksheet that it comes from.
import type { Worksheet } from '../billing/investigate/worksheet.ts'
import type { Cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { AdjustmentKind, AdjustmentRules } from '../rulebook/kinds/adjustments.ts'
import type { ProposalRefusal } from './adjustment.ts'

export type ProposalAsked = {
  accountNumber: string
  kind: AdjustmentKind
  reasonCode: string
  amountCents: Cents
  worksheet: Worksheet | null
  note: string
}

const mostCents = 100_000_000 // a million dollars: more is a slip of the hand
const worked: readonly AdjustmentKind[] = ['rebill', 'final-bill', 'leak', 'wrong-meter']
const credits: readonly AdjustmentKind[] = ['credit', 'penalty-waiver', 'leak']

export function checkProposal(asked: ProposalAsked, rules: Pick<AdjustmentRules, 'reasons'>): Result<ProposalAsked, ProposalRefusal> {
  const { kind, amountCents, worksheet, reasonCode } = asked
  if (amountCents === 0) return refused({ kind: 'no-amount' })
  if (Math.abs(amountCents) > mostCents) return refused({ kind: 'too-large', limitCents: mostCents })
  if ((credits.includes(kind) && amountCents > 0) || (kind === 'charge' && amountCents < 0))
    return refused({ kind: 'wrong-sign', adjustment: kind })
  const reason = rules.reasons.find(({ code }) => code === reasonCode)
  if (!reason?.kinds.includes(kind)) return refused({ kind: 'unknown-reason', code: reasonCode })
  if (worked.includes(kind) && !worksheet) return refused({ kind: 'worksheet-missing' })
  if (!worksheet && asked.note.trim() === '') return refused({ kind: 'note-missing' })
  if (worksheet && worksheet.account !== asked.accountNumber) return refused({ kind: 'worksheet-of-another-account' })
  if (worksheet && worksheet.differenceCents !== amountCents)
    return refused({ kind: 'worksheet-differs', worksheetCents: worksheet.differenceCents })
  return ok(asked)
}
