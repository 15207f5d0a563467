// Assumptions about an account: a read, a class, an exemption or a rate other than the records have it. Trying one changes a copy;
// nothing is stored.
import type { AccountHistory, ReadKind } from '../../accounts/account-history.ts'
import type { Day } from '../../kernel/days.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import { parseDecimal } from '../fraction.ts'
import type { BillRefusal } from '../refusal.ts'
import type { Rate, Tariff } from '../tariff.ts'

export type Assumption =
  | { kind: 'read'; readId: string; value?: number; readKind?: ReadKind; readOn?: Day }
  | { kind: 'class'; class: string; fromOn: Day }
  | { kind: 'senior-sewer'; fromOn: Day; toOn: Day | null }
  | { kind: 'relief'; percent: string; fromOn: Day; toOn: Day | null }
  /** `value` as printed: dollars for 1,000 of the unit, percent of water, dollars for 1,000 gallons. Both days count. */
  | { kind: 'rate'; of: 'water' | 'sewer' | 'tax'; value: string; fromOn: Day; toOn: Day }

export type Supposed = { history: AccountHistory; tariff: Tariff }

/** Refuses a read that the account does not have, and a rate that is no decimal. */
export function suppose({ history, tariff }: Supposed, assumption: Assumption): Result<Supposed, BillRefusal> {
  switch (assumption.kind) {
    case 'read':
      return supposeRead({ history, tariff }, assumption)
    case 'class': {
      const { account } = history
      const known = account.classes.length > 0 ? account.classes : [{ fromOn: account.openedOn, class: account.class }]
      const kept = known.filter(({ fromOn }) => fromOn < assumption.fromOn)
      const classes = [...kept, { fromOn: assumption.fromOn, class: assumption.class }]
      return ok({ history: { ...history, account: { ...account, classes } }, tariff })
    }
    case 'senior-sewer':
    case 'relief': {
      const percent = assumption.kind === 'relief' ? assumption.percent : null
      if (percent !== null && !parseDecimal(percent)) return refused({ name: 'missing-input', about: percent })
      const { kind, fromOn, toOn } = assumption
      return ok({ history: { ...history, exemptions: [...history.exemptions, { id: 'assumed', kind, percent, fromOn, toOn }] }, tariff })
    }
    case 'rate':
      return supposeRate({ history, tariff }, assumption)
  }
}

function supposeRead({ history, tariff }: Supposed, assumption: Extract<Assumption, { kind: 'read' }>): Result<Supposed, BillRefusal> {
  const { readId, value, readKind, readOn } = assumption
  if (!history.reads.some(({ id }) => id === readId)) return refused({ name: 'missing-input', about: readId })
  const reads = history.reads
    .map((read) =>
      read.id === readId ? { ...read, value: value ?? read.value, kind: readKind ?? read.kind, readOn: readOn ?? read.readOn } : read,
    )
    .sort((a, b) => a.readOn - b.readOn) // sorting is stable: an old meter's last read stays before the new one's first
  return ok({ history: { ...history, reads }, tariff })
}

function supposeRate({ history, tariff }: Supposed, assumption: Extract<Assumption, { kind: 'rate' }>): Result<Supposed, BillRefusal> {
  const value = parseDecimal(assumption.value)
  if (!value) return refused({ name: 'missing-input', about: assumption.value })
  const { of, fromOn, toOn } = assumption
  const supposed: Rate = { from: fromOn, until: toOn, value, printed: assumption.value, sample: true }
  const around = (tariff[of] ?? []).flatMap((rate): Rate[] => [
    ...(rate.from < fromOn ? [{ ...rate, until: Math.min(rate.until, fromOn - 1) as Day }] : []),
    ...(rate.until > toOn ? [{ ...rate, from: Math.max(rate.from, toOn + 1) as Day }] : []),
  ])
  return ok({ history, tariff: { ...tariff, [of]: [...around, supposed].sort((a, b) => a.from - b.from) } })
}
