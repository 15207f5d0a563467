// Why two bills differ: parts that add up to the cent, and each input moving its own part only.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { billOfRecord, type RecordedBill } from '../../../src/billing/bill-of-record.ts'
import { computeBill } from '../../../src/billing/compute-bill.ts'
import { type BillToExplain, type DifferencePart, explainDifference } from '../../../src/billing/explain-difference.ts'
import { decimal } from '../../../src/billing/fraction.ts'
import type { BilledRead } from '../../../src/billing/measure-use.ts'
import { ratesOf, type Tariff, tariffOf } from '../../../src/billing/tariff.ts'
import { generateSampleOffice } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, type Day, day } from '../../../src/kernel/days.ts'
import { cents, sumCents } from '../../../src/kernel/money.ts'

const schedule = readSampleRates()
const tariff = tariffOf(schedule)

function recordedBills(seed: number): RecordedBill[][] {
  const { accounts } = generateSampleOffice({ seed, today: day('2026-11-22'), schedule })
  return accounts.map(({ history }) =>
    history.bills.map((bill) => {
      const recorded = billOfRecord(history, bill.id, tariff)
      if (!recorded.ok) throw new Error(`${bill.id}: ${recorded.refusal.name}`)
      return recorded.value
    }),
  )
}

function expectToAddUp(earlier: BillToExplain, later: BillToExplain): void {
  const difference = explainDifference(earlier, later)
  const parts = Object.values(difference.parts)
  expect(parts.every(Number.isSafeInteger)).toBe(true)
  expect(sumCents(parts)).toBe(difference.differenceCents)
  expect(difference.laterCents - difference.earlierCents).toBe(difference.differenceCents)
}

describe('any two bills of the sample office', () => {
  const accounts = recordedBills(1)
  const anyAccount = fc.constantFrom(...accounts)

  it('of one account differ by exactly the sum of their parts', () => {
    const pair = anyAccount.chain((bills) => fc.tuple(fc.constantFrom(...bills), fc.constantFrom(...bills)))
    fc.assert(
      fc.property(pair, ([earlier, later]) => expectToAddUp(earlier, later)),
      { numRuns: 3000 },
    )
  })

  it('of different accounts do too', () => {
    const anyBill = anyAccount.chain((bills) => fc.constantFrom(...bills))
    fc.assert(
      fc.property(anyBill, anyBill, (earlier, later) => expectToAddUp(earlier, later)),
      { numRuns: 3000 },
    )
  })

  it('and a bill does not differ from itself', () => {
    for (const bills of accounts) {
      const last = bills.at(-1) as RecordedBill
      expect(Object.values(explainDifference(last, last).parts).every((part) => part === 0)).toBe(true)
    }
  })

  it('in an office of another seed as well, each with the one before', () => {
    for (const bills of recordedBills(20_261_122)) {
      for (const [index, later] of bills.slice(1).entries()) expectToAddUp(bills[index] as RecordedBill, later)
    }
  })
})

describe('any two bills at all', () => {
  const anyReads = fc.array(
    fc.record({
      days: fc.integer({ min: 1, max: 130 }),
      use: fc.integer({ min: 0, max: 40_000 }),
      kind: fc.constantFrom('actual', 'estimated', 'customer'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  const anyEntry = fc.record({
    id: fc.string(),
    kind: fc.constantFrom('one-time', 'penalty', 'payment'),
    amountCents: fc.integer({ min: -90_000, max: 90_000 }).map(cents),
  })
  const anyBill = fc
    .record({
      start: fc.integer({ min: day('2002-01-01'), max: day('2026-10-01') }),
      steps: anyReads,
      billed: fc.integer({ min: 1, max: 6 }),
      spread: fc.constantFrom('by-day', 'by-reads'),
      sewerExempt: fc.boolean(),
      relief: fc.option(fc.constantFrom('50', '12.5', '100', '0.33')),
      entries: fc.array(anyEntry, { maxLength: 4 }),
    })
    .map(({ start, steps, billed, spread, sewerExempt, relief, entries }): BillToExplain => {
      const reads: BilledRead[] = [{ id: 'R0', meterId: 'M1', readOn: start as Day, kind: 'actual', value: 0 }]
      for (const [index, { days, use, kind }] of steps.entries()) {
        const before = reads[index] as BilledRead
        reads.push({ id: `R${index + 1}`, meterId: 'M1', readOn: addDays(before.readOn, days), kind, value: before.value + use })
      }
      const input = {
        account: { class: 'METERED', sewerExempt, reliefPercent: relief === null ? null : decimal(relief) },
        meters: [{ id: 'M1', unitsPerCount: 10, digits: 9 }],
        reads,
        fromReadId: `R${Math.max(0, steps.length - billed)}`,
        toReadId: `R${steps.length}`,
        tariff: { ...tariff, spread },
      }
      const computed = computeBill(input)
      if (!computed.ok) throw new Error(computed.refusal.name)
      return { input, bill: computed.value, entries }
    })

  it('estimated or not, with relief, exemption and entries, differ by exactly the sum of their parts', () => {
    fc.assert(fc.property(anyBill, anyBill, expectToAddUp), { numRuns: 2000 })
  })
})

describe('changing one input alone', () => {
  // Sewer is exempt and no tax is billed, so that only the water line can move: what sewer and tax move has a part of its own.
  const flat = (price: string): Tariff => ({
    classes: ['METERED'],
    unit: 'cubic_feet',
    spread: 'by-day',
    gallonsPerCubicFoot: decimal('7.48052'),
    water: ratesOf([{ from: day('2020-01-01'), to: null, printed: price, sample: false }]),
    sewer: ratesOf([{ from: day('2020-01-01'), to: null, printed: '100', sample: false }]),
    tax: null,
  })
  const start = day('2025-06-10')
  const actual = (id: string, at: number, value: number, kind: BilledRead['kind'] = 'actual'): BilledRead => ({
    id,
    meterId: 'M1',
    readOn: addDays(start, at),
    kind,
    value,
  })
  type Change = {
    days?: number
    cubicFeet?: number
    price?: string
    relief?: string
    entries?: BillToExplain['entries']
    reads?: BilledRead[]
  }

  function bill({ days = 30, cubicFeet = 600, price = '36.51', relief, entries = [], reads }: Change = {}): BillToExplain {
    const input = {
      account: { class: 'METERED', sewerExempt: true, reliefPercent: relief === undefined ? null : decimal(relief) },
      meters: [{ id: 'M1', unitsPerCount: 1, digits: 6 }],
      reads: reads ?? [actual('FROM', 0, 1000), actual('TO', days, 1000 + cubicFeet)],
      fromReadId: 'FROM',
      toReadId: 'TO',
      tariff: flat(price),
    }
    const computed = computeBill(input)
    if (!computed.ok) throw new Error(computed.refusal.name)
    return { input, bill: computed.value, entries }
  }

  function movedBy(change: Change): Partial<Record<DifferencePart, number>> {
    const { parts } = explainDifference(bill(), bill(change))
    return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== 0))
  }

  it.each<[string, Change, Partial<Record<DifferencePart, number>>]>([
    // 600 × 36.51 / 1000 = 21.906 → $21.91
    ['use: 840 cubic feet, 30.67', { cubicFeet: 840 }, { use: 876 }],
    ['days: 45 at the same 20 a day, 900 cubic feet, 32.86', { days: 45, cubicFeet: 900 }, { days: 1095 }],
    ['price: 600 × 40.00 / 1000 = 24.00', { price: '40.00' }, { price: 209 }],
    ['class: half of 21.91 taken off, 10.96', { relief: '50' }, { meterOrClass: -1096 }],
    ['an adjustment', { entries: [{ id: 'L1', kind: 'one-time', amountCents: cents(-500) }] }, { oneTime: -500 }],
    ['a penalty', { entries: [{ id: 'L1', kind: 'penalty', amountCents: cents(27) }] }, { penaltiesAndPayments: 27 }],
    [
      // 30 days estimated at 400 before; the actual read shows 1,200 over 60 days, 600 for these 30: 200 belong to before.
      // 800 × 36.51 / 1000 = 29.208 → 29.21, of which 7.30 for the 200.
      'estimates corrected',
      { reads: [actual('KNOWN', -30, 0), actual('FROM', 0, 400, 'estimated'), actual('TO', 30, 1200)] },
      { correctedEstimates: 730 },
    ],
    [
      // The estimate was 800: 200 too much, so that these 30 days are billed 400 only. 400 × 36.51 / 1000 = 14.604 → 14.60
      'estimates that were too high',
      { reads: [actual('KNOWN', -30, 0), actual('FROM', 0, 800, 'estimated'), actual('TO', 30, 1200)] },
      { correctedEstimates: -731 },
    ],
  ])('%s', (_, change, moved) => {
    expect(movedBy(change)).toEqual(moved)
  })

  it('leaves the sewer and the tax in a part of their own when the use moves them', () => {
    const office = generateSampleOffice({ seed: 1, today: day('2026-11-22'), schedule })
    const leak = office.accounts.find((account) => account.story === 'leak')
    if (!leak) throw new Error('no leak')
    const [bills] = [leak.history.bills.map((one) => billOfRecord(leak.history, one.id, tariff))]
    const [earlier, later] = [bills.at(-7), bills.at(-1)]
    if (!earlier?.ok || !later?.ok) throw new Error('refused')
    const { parts } = explainDifference(earlier.value, later.value)
    const moved = (line: 'sewer' | 'tax') => later.value.bill[line].cents - earlier.value.bill[line].cents
    expect(parts.taxAndSewer).toBe(moved('sewer') + moved('tax'))
    expect(parts.use).toBeGreaterThan(0)
  })
})
