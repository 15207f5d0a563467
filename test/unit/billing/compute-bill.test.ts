// Rules of one bill that hold for any quantity: splitting, relief, exemption, corrections, penalties, allocation.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPeriods } from '../../../src/billing/check-periods.ts'
import { type BilledAccount, type BillInput, type ComputedBill, computeBill } from '../../../src/billing/compute-bill.ts'
import { computeRebill } from '../../../src/billing/compute-rebill.ts'
import { decimal } from '../../../src/billing/fraction.ts'
import { latePenalty } from '../../../src/billing/late-penalty.ts'
import { balanceAsOf } from '../../../src/billing/ledger-balance.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, type Day, day, formatDay } from '../../../src/kernel/days.ts'
import { allocateCents, cents, sumCents } from '../../../src/kernel/money.ts'

const tariff = tariffOf(readSampleRates())
const plain: BilledAccount = { class: 'METERED', sewerExempt: false, reliefPercent: null }
type Read = [on: Day, value: number, kind?: 'actual' | 'estimated']

function inputOf(reads: readonly Read[], account: BilledAccount = plain, from = 0, to = reads.length - 1): BillInput {
  return {
    account,
    meters: [{ id: 'M1', unitsPerCount: 1, digits: 9 }],
    reads: reads.map(([readOn, value, kind = 'actual'], index) => ({ id: `R${index}`, meterId: 'M1', readOn, kind, value })),
    fromReadId: `R${from}`,
    toReadId: `R${to}`,
    tariff,
  }
}

function computed(input: BillInput): ComputedBill {
  const bill = computeBill(input)
  if (!bill.ok) throw new Error(JSON.stringify(bill.refusal))
  return bill.value
}

const anyStart = fc.integer({ min: day('2010-01-01'), max: day('2026-06-01') }).map((value) => value as Day)

describe('one bill', () => {
  it('split at any day moves water and tax by a cent at most, sewer by two', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 2, max: 200 }), fc.integer({ min: 0, max: 500 }), fc.nat(), (start, days, perDay, at) => {
        const middle = 1 + (at % (days - 1))
        const reads: Read[] = [
          [start, 0],
          [addDays(start, middle), perDay * middle],
          [addDays(start, days), perDay * days],
        ]
        const whole = computed(inputOf(reads, plain, 0, 2))
        const parts = [computed(inputOf(reads, plain, 0, 1)), computed(inputOf(reads, plain, 1, 2))] as const
        for (const [line, most] of [
          ['water', 1],
          ['tax', 1],
          ['sewer', 2],
        ] as const) {
          expect(Math.abs(parts[0][line].cents + parts[1][line].cents - whole[line].cents)).toBeLessThanOrEqual(most)
        }
      }),
    )
  })

  it('holds every unit of the quantity in exactly one slice, without a day left out or counted twice', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 100_000 }), (start, days, use) => {
        const bill = computed(
          inputOf([
            [start, 0],
            [addDays(start, days), use],
          ]),
        )
        expect(bill.slices.reduce((sum, slice) => sum + slice.days, 0)).toBe(days)
        for (const [index, slice] of bill.slices.entries())
          expect(slice.from).toBe(index === 0 ? start + 1 : (bill.slices[index - 1]?.to ?? 0) + 1)
        expect(bill.totalCents).toBe(sumCents(bill.slices.flatMap((slice) => [slice.waterCents, slice.sewerCents, slice.taxCents])))
      }),
    )
  })

  it('has no sewer for the senior exemption and leaves the tax alone', () => {
    const reads: Read[] = [
      [day('2025-09-10'), 0],
      [day('2025-10-10'), 600],
    ]
    const exempt = computed(inputOf(reads, { ...plain, sewerExempt: true }))
    expect([exempt.water.cents, exempt.sewer.cents, exempt.tax.cents]).toEqual([2191, 0, computed(inputOf(reads)).tax.cents])
  })

  it('takes relief off each whole line, half up, after the slices', () => {
    // Water 21.91, sewer 21.91, tax 600 × 7.48052 × 2.51 / 1000 = 11.27; half of each: 10.955 → 10.96, 10.96, 5.635 → 5.64
    const bill = computed(
      inputOf(
        [
          [day('2025-09-10'), 0],
          [day('2025-10-10'), 600],
        ],
        { ...plain, reliefPercent: decimal('50') },
      ),
    )
    expect([bill.water, bill.sewer, bill.tax]).toEqual([
      { cents: 2191, reliefCents: 1096 },
      { cents: 2191, reliefCents: 1096 },
      { cents: 1127, reliefCents: 564 },
    ])
    expect(bill.totalCents).toBe(1095 + 1095 + 563)
  })

  it('refuses a class that the schedule does not bill', () => {
    const bill = computeBill(
      inputOf(
        [
          [day('2025-09-10'), 0],
          [day('2025-10-10'), 600],
        ],
        { ...plain, class: 'ASSESSED' },
      ),
    )
    expect(bill).toEqual({ ok: false, refusal: { name: 'unknown-class', about: 'ASSESSED' } })
  })
})

describe('the correction of estimated bills', () => {
  it('gives back what estimates took too much', () => {
    const reads: Read[] = [
      [day('2025-06-10'), 0],
      [day('2025-07-10'), 900, 'estimated'],
      [day('2025-08-09'), 1000],
    ]
    const rebill = computeRebill(inputOf(reads), [{ fromReadId: 'R0', toReadId: 'R1' }])
    if (!rebill.ok) throw new Error(rebill.refusal.name)
    expect(rebill.value.replacedCents).toEqual([computed(inputOf(reads, plain, 0, 1)).totalCents])
    expect(rebill.value.totalCents).toBe(rebill.value.bill.totalCents - (rebill.value.replacedCents[0] as number))
  })

  it('is nothing beside a bill that needed none', () => {
    const reads: Read[] = [
      [day('2025-06-10'), 0],
      [day('2025-07-10'), 600, 'estimated'],
      [day('2025-08-09'), 1200],
    ]
    const rebill = computeRebill(inputOf(reads), [
      { fromReadId: 'R0', toReadId: 'R1' },
      { fromReadId: 'R1', toReadId: 'R2' },
    ])
    // One slice instead of two: a cent a line may lie between them.
    expect(rebill.ok && Math.abs(rebill.value.totalCents)).toBeLessThanOrEqual(4)
  })
})

describe('the late penalty', () => {
  const rule = { percent: decimal('1.25'), graceDays: 24 }
  const sentOn = day('2024-03-01')
  const bill = { sentOn, amountCents: cents(12000), rule, asOf: day('2024-06-01') }

  it.each([
    ['2024-03-25', 0, 'paid on the last day of grace'],
    ['2024-03-26', 150, 'paid a day later'],
  ])('of a bill paid on %s is %i cents: %s', (on, penaltyCents) => {
    const penalty = latePenalty({ ...bill, payments: [{ on: day(on), amountCents: cents(12000) }] })
    expect([formatDay(penalty.payBy), penalty.penaltyCents, penalty.balanceCents]).toEqual(['2024-03-25', penaltyCents, penaltyCents])
  })

  it('is on what was left after a payment in part, and a second one bears none of the first', () => {
    const payments = [{ on: day('2024-03-10'), amountCents: cents(2000) }]
    const penalty = latePenalty({ ...bill, payments, assessAgainOn: [day('2024-04-25')] })
    expect(penalty.assessed.map((one) => [formatDay(one.on), one.cents])).toEqual([
      ['2024-03-26', 125],
      ['2024-04-25', 125],
    ])
    expect(penalty.balanceCents).toBe(10250)
  })

  it.each([{ seniorOwnerOccupantOwnMeter: true }, { disputedInTime: true }])('is not charged: %o', (exempt) => {
    expect(latePenalty({ ...bill, payments: [], ...exempt }).penaltyCents).toBe(0)
  })

  it('is not yet there on the day of grace itself', () => {
    expect(latePenalty({ ...bill, payments: [], asOf: day('2024-03-25') }).penaltyCents).toBe(0)
    expect(latePenalty({ ...bill, payments: [], asOf: day('2024-03-26') }).penaltyCents).toBe(150)
  })
})

describe('sums', () => {
  it('of allocated cents are what was allocated', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 })
      .filter((all) => all.some((weight) => weight > 0))
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), weights, (total, parts) => {
        expect(sumCents(allocateCents(cents(total), parts))).toBe(cents(total))
      }),
    )
  })

  it('of a ledger do not depend on the order of a day', () => {
    const entry = fc.record({
      enteredOn: fc.constantFrom(day('2025-01-05'), day('2025-01-06')),
      amountCents: fc.integer({ min: -9999, max: 9999 }).map(cents),
    })
    fc.assert(
      fc.property(fc.array(entry), fc.infiniteStream(fc.nat()), (entries, order) => {
        const shuffled = entries
          .map((one) => ({ one, key: order.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        expect(balanceAsOf(shuffled, day('2025-01-05'))).toBe(balanceAsOf(entries, day('2025-01-05')))
      }),
    )
  })
})

describe('a chain of bills', () => {
  it.each([
    ['2025-03-01', undefined],
    ['2025-03-02', 'period-gap'],
    ['2025-02-27', 'period-overlap'],
  ])('after a read on 1 March, one that begins on %s is %s', (fromReadOn, name) => {
    const checked = checkPeriods([
      { id: 'B1', fromReadOn: day('2025-02-01'), toReadOn: day('2025-03-01') },
      { id: 'B2', fromReadOn: day(fromReadOn), toReadOn: day('2025-04-01') },
    ])
    expect(checked).toEqual(name === undefined ? { ok: true, value: 'accepted' } : { ok: false, refusal: { name, about: 'B2' } })
  })
})
