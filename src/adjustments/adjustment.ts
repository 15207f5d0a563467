// What an adjustment is: proposed by one person, decided by another, posted and exported in one act, and seen again when the
// billing system has taken it.
import type { DecisionRefusal } from '../approvals/approval.ts'
import type { Worksheet } from '../billing/investigate/worksheet.ts'
import type { Day } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'
import type { AdjustmentKind } from '../rulebook/kinds/adjustments.ts'

/** `ADJ-000123`: ours, on the ledger entry, in the export file and in the billing system's echo. */
export type AdjustmentReference = `ADJ-${string}`

type Proposal = {
  id: string
  reference: AdjustmentReference
  accountNumber: string
  caseId: string | null
  kind: AdjustmentKind
  reasonCode: string
  /** Below zero is a credit. */
  amountCents: Cents
  worksheet: Worksheet | null
  note: string
  contentHash: string
  /** The adjustment that this one takes back. */
  reversesId: string | null
  rulebook: string
  proposedBy: string
  proposedAt: Date
}

type Decision = { decidedBy: string; decidedAt: Date; decisionNote: string | null }
type Posted = Proposal & Decision & { ledgerEntryId: string }

export type Proposed = Proposal & { status: 'proposed' }
export type Exported = Posted & { status: 'exported'; echoProblem: string | null }
export type Adjustment =
  | Proposed
  | (Proposal & Decision & { status: 'returned' | 'withdrawn' })
  | Exported
  | (Posted & { status: 'echoed'; echoedAt: Date })
  /** The billing system did not take it: a person reverses it. */
  | (Posted & { status: 'refused'; echoProblem: string })

export type ProposalRefusal =
  | { kind: 'not-authorised' }
  | { kind: 'no-account' }
  | { kind: 'no-amount' }
  | { kind: 'too-large'; limitCents: number }
  | { kind: 'wrong-sign'; adjustment: AdjustmentKind }
  | { kind: 'unknown-reason'; code: string }
  | { kind: 'worksheet-missing' }
  | { kind: 'worksheet-of-another-account' }
  | { kind: 'worksheet-differs'; worksheetCents: Cents }
  /** Bills or reads that the worksheet rests on are not as it says. */
  | { kind: 'records-changed' }
  | { kind: 'note-missing' }
  /** Service is charged that may not be billed so late. */
  | { kind: 'back-billing'; earliest: Day; billId: string | null }
  | { kind: 'setting-missing'; about: string }

export type ReversalRefusal = ProposalRefusal | { kind: 'not-found' } | { kind: 'not-posted' } | { kind: 'already-reversed' }

export type AdjustmentDecisionRefusal = DecisionRefusal | { kind: 'records-changed' } | { kind: 'reason-missing' }
