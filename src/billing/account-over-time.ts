// What an account was on which day, as bills need it: its rate class, the senior exemption from sewer, relief.
import type { AccountHistory, Exemption } from '../accounts/account-history.ts'
import { addDays, type Day } from '../kernel/days.ts'
import type { AccountChange, BilledAccount } from './compute-bill.ts'
import { decimal } from './fraction.ts'

/** The first state holds from before any change; two reliefs on one day do not add up, the one that began last counts. */
export function accountOverTime({ account, exemptions }: Pick<AccountHistory, 'account' | 'exemptions'>): {
  account: BilledAccount
  changes: AccountChange[]
} {
  const days = new Set<Day>([
    ...account.classes.map(({ fromOn }) => fromOn),
    ...exemptions.flatMap(({ fromOn, toOn }) => (toOn === null ? [fromOn] : [fromOn, addDays(toOn, 1)])),
  ])
  const reliefs = new Map(exemptions.map((one) => [one, one.percent === null ? null : decimal(one.percent)]))
  const stateOn = (day: Day): BilledAccount => {
    const holding = exemptions.filter((one) => one.fromOn <= day && (one.toOn === null || day <= one.toOn))
    const relief = holding.findLast((one) => one.kind === 'relief')
    return {
      class: classOn(account, day),
      sewerExempt: holding.some((one) => one.kind === 'senior-sewer'),
      reliefPercent: (relief && reliefs.get(relief as Exemption)) ?? null,
    }
  }
  const sorted = [...days].sort((a, b) => a - b)
  const first = stateOn(before(sorted[0]))
  const changes: AccountChange[] = []
  for (const from of sorted) {
    const state = stateOn(from)
    if (!same(changes.at(-1)?.account ?? first, state)) changes.push({ from, account: state })
  }
  return { account: first, changes }
}

function same(a: BilledAccount, b: BilledAccount): boolean {
  return a.class === b.class && a.sewerExempt === b.sewerExempt && a.reliefPercent === b.reliefPercent
}

/** Before the first class that is known, the account had that one too; without any, the one it has today. */
function classOn(account: AccountHistory['account'], day: Day): string {
  return (account.classes.findLast(({ fromOn }) => fromOn <= day) ?? account.classes[0])?.class ?? account.class
}

function before(day: Day | undefined): Day {
  return day === undefined ? (0 as Day) : addDays(day, -1)
}
