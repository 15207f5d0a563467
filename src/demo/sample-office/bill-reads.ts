// A bill for every two neighbouring reads of a sample account, by the same rules that the desk explains it with.
import type { AccountHistory, BillRecord } from '../../accounts/account-history.ts'
import { linesOf } from '../../billing/bill-of-record.ts'
import { computeBill } from '../../billing/compute-bill.ts'
import { roundHalfUp } from '../../billing/fraction.ts'
import type { Tariff } from '../../billing/tariff.ts'
import { addDays } from '../../kernel/days.ts'

const issuedAfterDays = 3 // the round is read, checked and printed

export type BillingTerms = { tariff: Tariff; schedule: string; graceDays: number }

export function billReads(
  { account, meters, reads }: Pick<AccountHistory, 'account' | 'meters' | 'reads'>,
  { tariff, schedule, graceDays }: BillingTerms,
): BillRecord[] {
  return reads.slice(1).map((to, index) => {
    const fromReadId = (reads[index] as { id: string }).id
    const billed = { class: account.class, sewerExempt: false, reliefPercent: null }
    const computed = computeBill({ account: billed, meters, reads, fromReadId, toReadId: to.id, tariff })
    if (!computed.ok)
      throw new Error(`a sample bill of ${account.number} cannot be computed: ${computed.refusal.name} ${computed.refusal.about}`)
    const issuedOn = addDays(to.readOn, issuedAfterDays)
    return {
      id: `B-${account.number}-${String(index + 1).padStart(2, '0')}`,
      issuedOn,
      dueOn: addDays(issuedOn, graceDays),
      fromReadId,
      toReadId: to.id,
      quantityCubicFeet: roundHalfUp(computed.value.measured.use),
      totalCents: computed.value.totalCents,
      schedule,
      lines: linesOf(computed.value),
    }
  })
}
