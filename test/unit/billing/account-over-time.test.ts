// A class, an exemption or a relief that begins or ends within a bill's days: its slice ends there.
import { describe, expect, it } from 'vitest'
import type { AccountHistory, Exemption } from '../../../src/accounts/account-history.ts'
import { billInputOf } from '../../../src/billing/bill-of-record.ts'
import { computeBill } from '../../../src/billing/compute-bill.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { day, formatDay } from '../../../src/kernel/days.ts'

const tariff = tariffOf(readSampleRates())
const noon = { billFrom: '2025-07-01', billTo: '2025-07-31' }

/** 30 days, 3,000 cubic feet at 36.51: 100 a day. */
function bill(exemptions: Omit<Exemption, 'id'>[], classes: AccountHistory['account']['classes'] = []) {
  const read = (id: string, on: string, value: number) => ({
    id,
    meterId: 'M',
    readOn: day(on),
    kind: 'actual' as const,
    value,
    rolledOver: false,
  })
  const history = {
    account: { number: 'A', class: 'METERED', classes, openedOn: day('2020-01-01'), closedOn: null },
    exemptions: exemptions.map((exemption, index) => ({ id: String(index), ...exemption })),
    meters: [{ id: 'M', unitsPerCount: 1, digits: 6, sizeInches: '5/8', installedOn: day('2020-01-01'), removedOn: null }],
    reads: [read('R1', noon.billFrom, 0), read('R2', noon.billTo, 3000)],
  }
  return computeBill(billInputOf(history, { fromReadId: 'R1', toReadId: 'R2' }, tariff))
}

function slices(computed: ReturnType<typeof bill>) {
  if (!computed.ok) throw new Error(JSON.stringify(computed.refusal))
  return computed.value.slices.map((slice) => [formatDay(slice.from), slice.days, slice.waterCents, slice.sewerCents])
}

describe('within a bill', () => {
  it('relief that begins takes its percentage off the lines of its own days', () => {
    // 2 to 16 July: 15 days, 1,500 cubic feet at 36.51: 54.765 → $54.77, sewer the same. 17 to 31 July: the same, and half is off.
    // Relief: half of 54.77 is 27.385 → $27.39 off the water, and $27.39 off the sewer.
    const computed = bill([{ kind: 'relief', percent: '50', fromOn: day('2025-07-17'), toOn: null }])
    expect(slices(computed)).toEqual([
      ['2025-07-02', 15, 5477, 5477],
      ['2025-07-17', 15, 5477, 5477],
    ])
    expect(computed.ok && [computed.value.water, computed.value.sewer]).toEqual(Array(2).fill({ cents: 10954, reliefCents: 2739 }))
  })

  it('the senior exemption that ends leaves the sewer of the later days', () => {
    const computed = bill([{ kind: 'senior-sewer', percent: null, fromOn: day('2024-01-01'), toOn: day('2025-07-21') }])
    // 2 to 21 July: 20 days, 2,000 cubic feet: $73.02, no sewer. 22 to 31 July: 10 days, 1,000: $36.51 and as much sewer.
    expect(slices(computed)).toEqual([
      ['2025-07-02', 20, 7302, 0],
      ['2025-07-22', 10, 3651, 3651],
    ])
  })

  it('a class that the schedule does not bill is refused, unless it had ended before', () => {
    const classes = (until: string) => [
      { fromOn: day('2020-01-01'), class: 'NON_METERED' },
      { fromOn: day(until), class: 'METERED' },
    ]
    expect(bill([], classes('2025-07-10'))).toEqual({ ok: false, refusal: { name: 'unknown-class', about: 'NON_METERED' } })
    expect(slices(bill([], classes('2025-07-02')))).toEqual(slices(bill([])))
  })

  it('exemptions of other days change nothing', () => {
    const before = { kind: 'relief' as const, percent: '50', fromOn: day('2024-01-01'), toOn: day('2025-07-01') }
    const after = { kind: 'senior-sewer' as const, percent: null, fromOn: day('2025-08-01'), toOn: null }
    expect(slices(bill([before, after]))).toEqual(slices(bill([])))
  })
})
