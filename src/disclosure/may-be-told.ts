// What somebody who is not on file may be told of an account today: what was recorded for him, as far as the rulebook lets his role
// be told it. Whoever is not recorded, or no longer, is a stranger and is told nothing.
import type { Day } from '../kernel/days.ts'
import type { Basis, Disclosure, InquirerRole, Matter } from '../rulebook/kinds/disclosure.ts'

export type Establishment = {
  id: string
  accountNumber: string
  /** Lower case. */
  address: string
  name: string
  role: InquirerRole
  basis: Basis
  /** The document, the number that was called back, the letter. */
  reference: string
  scope: Matter[]
  fromOn: Day
  /** The last day. */
  untilOn: Day
  /** The days that are his own; null where his role has no such limit. */
  ownFromOn: Day | null
  ownUntilOn: Day | null
  /** Whose consent is on record, and where; empty: nobody's. */
  consent: string
  recordedBy: string
  recordedAt: Date
  revokedBy: string | null
  revokedAt: Date | null
  revokedReason: string | null
}

export type Told = { matters: ReadonlySet<Matter>; ownDays: { from: Day; until: Day } | null }

const nothing: Told = { matters: new Set(), ownDays: null }

export function mayBeTold(established: Establishment | undefined, rules: Disclosure, on: Day): Told {
  if (!established || established.revokedAt !== null || on < established.fromOn || on > established.untilOn) return nothing
  const rule = rules.roles[established.role]
  if (!rule || (rule.needs_consent && established.consent === '')) return nothing
  const { ownFromOn, ownUntilOn } = established
  if (rule.own_dates_only && (ownFromOn === null || ownUntilOn === null)) return nothing
  const ownDays = rule.own_dates_only ? { from: ownFromOn as Day, until: ownUntilOn as Day } : null
  return { matters: new Set(established.scope.filter((matter) => rule.may_be_told.includes(matter))), ownDays }
}

/** Of several, the one by which he may be told most; of equals the newest. */
export function strongest(all: readonly Establishment[], rules: Disclosure, on: Day): Establishment | undefined {
  const count = (established: Establishment) => mayBeTold(established, rules, on).matters.size
  return all
    .filter((established) => count(established) > 0)
    .toSorted((a, b) => count(b) - count(a) || b.recordedAt.getTime() - a.recordedAt.getTime())[0]
}
