// The face of adjustments: proposals, decisions, what goes to the billing system and what comes back, and holds on disputed amounts.
import { z } from 'zod'
import type { LedgerEchoed } from '../accounts/accounts.ts'
import type { Result } from '../kernel/result.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { StaffMember } from '../staff/staff-member.ts'
import type { Adjustment, AdjustmentDecisionRefusal, ProposalRefusal, Proposed, ReversalRefusal } from './adjustment.ts'
import { type ActParts, type DecideAsked, decide, type ProposeAsked, propose, reverse, withdraw } from './adjustment-acts.ts'
import { writeExportFiles } from './export-lines.ts'
import type { Hold, HoldAsked, HoldRefusal } from './hold.ts'
import { endHold, expireHolds, type HoldParts, holdsOn, placeHold } from './hold-acts.ts'
import { findAdjustment, findAdjustments } from './store.ts'
import { alarmMissingEchoes, type EchoParts, takeEcho } from './take-echo.ts'

export type { Adjustment, AdjustmentDecisionRefusal, ProposalRefusal, ReversalRefusal } from './adjustment.ts'
export type { ProposeAsked } from './adjustment-acts.ts'
export type { Hold, HoldRefusal } from './hold.ts'

/** Every few minutes: files for the billing system, holds that ran out, echoes that did not come. */
export const sweepAdjustments: JobKind<Record<string, never>> = { name: 'sweep-adjustments', payload: z.object({}) }

export type Adjustments = {
  propose(asked: ProposeAsked): Promise<Result<Proposed, ProposalRefusal>>
  reverse(asked: { id: string; reasonCode: string; note: string; by: StaffMember }): Promise<Result<Proposed, ReversalRefusal>>
  decide(asked: DecideAsked): Promise<Result<Adjustment, AdjustmentDecisionRefusal>>
  withdraw(asked: { id: string; by: StaffMember }): Promise<Result<void, AdjustmentDecisionRefusal>>
  byId(id: string): Promise<Adjustment | undefined>
  /** Newest first. */
  list(where?: { accountNumber?: string; status?: Adjustment['status'][] }): Promise<Adjustment[]>
  /** The billing system's answer; may be heard twice. */
  echoed(echo: LedgerEchoed): Promise<void>
  placeHold(asked: HoldAsked & { caseId: string | null; by: StaffMember }): Promise<Result<Hold, HoldRefusal>>
  endHold(asked: { id: string; by: StaffMember; reason: string }): Promise<Result<void, HoldRefusal>>
  holds(where: { accountNumber?: string; standing?: true }, tx?: Tx): Promise<Hold[]>
  /** Lines for the billing system that stand in no file yet. */
  unexported(): Promise<number>
  /** Returns the names of the files written. */
  sweep(): Promise<string[]>
}

const shown = 200

export type AdjustmentsParts = ActParts &
  HoldParts &
  EchoParts & {
    db: Database
    /** Where the billing system takes its files from; undefined: the lines wait. */
    exportFolder: string | undefined
  }

export function createAdjustments(parts: AdjustmentsParts): Adjustments {
  const { db, clock, exportFolder } = parts
  return {
    propose: (asked) => propose(asked, parts),
    reverse: (asked) => reverse(asked, parts),
    decide: (asked) => decide(asked, parts),
    withdraw: (asked) => withdraw(asked, parts),
    byId: (id) => findAdjustment(db.client, id),
    list: (where = {}) => findAdjustments(db.client, where, shown),
    echoed: (echo) => takeEcho(echo, parts),
    placeHold: (asked) => placeHold(asked, parts),
    endHold: (asked) => endHold(asked, parts),
    holds: (where, tx) => holdsOn(tx ?? db.client, where),
    unexported: () => db.client.exportLine.count({ where: { file: null } }),
    async sweep() {
      await expireHolds(parts)
      await alarmMissingEchoes(parts)
      return exportFolder === undefined ? [] : writeExportFiles(db, exportFolder, () => clock.now())
    },
  }
}
