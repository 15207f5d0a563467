// A supervisor's investigation: bills computed again and held against what was billed, line by line, and what assumptions move.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountHistory, BillRecord } from '../../../../src/accounts/account-history.ts'
import { billSpan } from '../../../../src/billing/investigate/bill-span.ts'
import { type Investigation, investigate } from '../../../../src/billing/investigate/investigate.ts'
import type { Assumption } from '../../../../src/billing/investigate/what-if.ts'
import { worksheetOf, worksheetOfSpan, worksheetSchema } from '../../../../src/billing/investigate/worksheet.ts'
import { tariffOf } from '../../../../src/billing/tariff.ts'
import { generateSampleOffice } from '../../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, day } from '../../../../src/kernel/days.ts'
import { cents, sumCents } from '../../../../src/kernel/money.ts'
import type { Result } from '../../../../src/kernel/result.ts'

const today = day('2026-11-22')
const tariff = tariffOf(readSampleRates())
const office = generateSampleOffice({ seed: 4, today, schedule: readSampleRates() }).accounts
const histories = office.map(({ history }) => history)
const ever = { from: day('2000-01-01'), to: today }

function found<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const looked = (history: AccountHistory, assumptions: Assumption[] = [], span = ever) =>
  found(investigate(history, span, tariff, assumptions))
const withBill = (history: AccountHistory, change: (bill: BillRecord) => BillRecord, at = history.bills.length - 1): AccountHistory => ({
  ...history,
  bills: history.bills.map((bill, index) => (index === at ? change(bill) : bill)),
})

describe('an investigation', () => {
  it('finds nothing where the bills are what the rules give', () => {
    for (const history of histories) {
      const investigation = looked(history)
      expect(investigation).toMatchObject({ differenceCents: 0, refusals: [], effects: [] })
      expect(investigation.bills).toHaveLength(history.bills.length)
      for (const bill of investigation.bills) {
        expect(
          bill.state === 'compared' && bill.lines.every(({ reasons, differenceCents }) => reasons.length === 0 && differenceCents === 0),
        ).toBe(true)
      }
    }
  })

  it('looks at the bills whose days it touches, and at no other', () => {
    const history = histories[0] as AccountHistory
    const bill = history.bills[4] as BillRecord
    const readOn = (id: string) => history.reads.find((read) => read.id === id)?.readOn as number
    const [first, last] = [addDays(readOn(bill.fromReadId) as never, 1), readOn(bill.toReadId) as never]
    const ids = ({ bills }: Investigation) => bills.map(({ record }) => record.id)
    expect(ids(looked(history, [], { from: first, to: last }))).toEqual([bill.id])
    expect(ids(looked(history, [], { from: addDays(first, -1), to: addDays(last, 1) }))).toEqual(
      history.bills.slice(3, 6).map(({ id }) => id),
    )
  })

  it.each<[string, (bill: BillRecord) => BillRecord, string, string[]]>([
    ['a rate that was not in force', billed('water', { rate: '30.00' }), 'water', ['rate-differs']],
    ['days that were miscounted', billed('water', { days: 3 }), 'water', ['days-differ']],
    ['a quantity that the reads do not give', billed('tax', { quantity: 1 }), 'tax', ['quantity-differs']],
    ['a sewer charge that does not follow its water', billed('sewer', {}), 'sewer', ['follows-other-lines']],
    ['an amount with no reason at all', billed('water', {}), 'water', ['unexplained']],
    ['a line that was forgotten', (bill) => ({ ...bill, lines: bill.lines.filter(({ kind }) => kind !== 'tax') }), 'tax', ['line-missing']],
    [
      'a line that is not in force',
      (bill) => ({ ...bill, lines: [...bill.lines, { ...(bill.lines[0] as BillRecord['lines'][0]), kind: 'service' }] }),
      'service',
      ['line-not-in-force'],
    ],
  ])('names %s', (_, change, kind, reasons) => {
    const history = withBill(histories[1] as AccountHistory, change)
    const bill = looked(history).bills.at(-1)
    if (bill?.state !== 'compared') throw new Error('not compared')
    const lines = bill.lines.filter((line) => line.kind === kind && line.reasons.length > 0)
    expect(lines[0]?.reasons.map(({ name }) => name)).toEqual(reasons)
    expect(sumCents(bill.lines.map(({ differenceCents }) => differenceCents))).toBe(
      bill.recomputedCents - sumCents(bill.record.lines.map(({ amountCents }) => amountCents)),
    )
  })

  it('tells a bill that cannot be computed in its place, and still shows the others', () => {
    const history = histories[2] as AccountHistory
    const spoilt = { ...history, reads: history.reads.map((read, index) => (index === 3 ? { ...read, value: 0 } : read)) }
    const investigation = looked(spoilt)
    expect(investigation.refusals).toEqual([{ name: 'read-below-last', about: spoilt.reads[3]?.id }])
    expect(investigation.bills.filter(({ state }) => state === 'compared')).toHaveLength(history.bills.length - 1)
    expect(worksheetOf(investigation).sections).toHaveLength(history.bills.length - 1)
  })

  it('names the bill after a gap, and the one that overlaps', () => {
    const history = histories[2] as AccountHistory
    const gap = { ...history, bills: history.bills.filter((_, index) => index !== 3) }
    expect(looked(gap).refusals).toEqual([{ name: 'period-gap', about: history.bills[4]?.id }])
    const overlap = withBill(history, (bill) => ({ ...bill, fromReadId: history.reads[2]?.id as string }), 4)
    expect(looked(overlap).refusals).toContainEqual({ name: 'period-overlap', about: history.bills[4]?.id })
  })
})

describe('an assumption', () => {
  const history = histories[3] as AccountHistory
  const read = history.reads.at(-1) as AccountHistory['reads'][0]
  const lower: Assumption = { kind: 'read', readId: read.id, value: read.value - 100 }
  const dear: Assumption = { kind: 'rate', of: 'water', value: '99.99', fromOn: addDays(today, -400), toOn: addDays(today, -200) }
  const senior: Assumption = { kind: 'senior-sewer', fromOn: addDays(today, -300), toOn: addDays(today, -20) }
  const relief: Assumption = { kind: 'relief', percent: '50', fromOn: addDays(today, -300), toOn: null }

  it('moves what it moves, and all of them together move the difference', () => {
    const investigation = looked(history, [lower, dear, senior, relief])
    expect(investigation.effects.map(({ movedCents }) => Math.sign(movedCents))).toEqual([-1, 1, -1, -1])
    expect(sumCents(investigation.effects.map(({ movedCents }) => movedCents))).toBe(investigation.differenceCents)
  })

  it('of what the account is already moves nothing', () => {
    const same: Assumption[] = [
      { kind: 'read', readId: read.id, value: read.value },
      { kind: 'class', class: 'METERED', fromOn: addDays(today, -100) },
    ]
    expect(looked(history, same)).toMatchObject({ differenceCents: 0, effects: same.map((assumption) => ({ assumption, movedCents: 0 })) })
  })

  it('about a read of another account is refused by its id, one about an unknown class by the class', () => {
    expect(investigate(history, ever, tariff, [{ kind: 'read', readId: 'R-ELSEWHERE' }])).toEqual({
      ok: false,
      refusal: { name: 'missing-input', about: 'R-ELSEWHERE' },
    })
    const unknown = looked(history, [{ kind: 'class', class: 'CASTLE', fromOn: addDays(today, -30) }])
    expect(unknown.refusals[0]).toEqual({ name: 'unknown-class', about: 'CASTLE' })
  })

  it('property: the order of assumptions changes nothing of what all of them come to', () => {
    const all = [lower, dear, senior]
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(looked(history, shuffled).recomputedCents).toBe(looked(history, all).recomputedCents)
      }),
      { numRuns: 10 },
    )
  })
})

describe('days billed anew as one', () => {
  const history = histories.find(({ reads }) => reads.every(({ kind }) => kind === 'actual')) as AccountHistory
  const [first, second, third] = history.reads as [AccountHistory['reads'][0], AccountHistory['reads'][0], AccountHistory['reads'][0]]

  it('from read to read are the bill of those reads', () => {
    const bill = found(billSpan(history, { from: addDays(first.readOn, 1), to: second.readOn }, tariff))
    const record = history.bills.find(({ toReadId }) => toReadId === second.id) as BillRecord
    expect(bill.totalCents).toBe(record.totalCents)
  })

  it('within a period take their share of its water by days', () => {
    const span = { from: addDays(first.readOn, 11), to: addDays(second.readOn, 10) }
    const bill = found(billSpan(history, span, tariff))
    const share = (a: typeof first, b: typeof first, days: number) => ((b.value - a.value) * days) / (b.readOn - a.readOn)
    const expected = share(first, second, second.readOn - first.readOn - 10) + share(second, third, 10)
    expect(Number(bill.measured.use.n) / Number(bill.measured.use.d)).toBeCloseTo(expected, 9)
    expect(bill.measured.days).toBe(span.to - span.from + 1)
    expect(worksheetOfSpan('A', bill, [])).toMatchObject({ differenceCents: bill.totalCents, sections: [{ billId: null }] })
  })

  it('that no reading encloses are refused by the day that lies outside', () => {
    const after = addDays(history.reads.at(-1)?.readOn as never, 1)
    expect(billSpan(history, { from: addDays(first.readOn, 1), to: after }, tariff)).toMatchObject({
      ok: false,
      refusal: { name: 'missing-input' },
    })
    expect(billSpan(history, { from: first.readOn, to: second.readOn }, tariff)).toMatchObject({
      ok: false,
      refusal: { name: 'missing-input' },
    })
  })

  it('property: cut anywhere, the parts come to the whole within a few cents', () => {
    const [from, to] = [addDays(first.readOn, 1), history.reads.at(-1)?.readOn as typeof first.readOn]
    const whole = found(billSpan(history, { from, to }, tariff))
    fc.assert(
      fc.property(fc.integer({ min: from, max: to - 1 }), (cut) => {
        const parts = [
          found(billSpan(history, { from, to: cut as never }, tariff)),
          found(billSpan(history, { from: (cut + 1) as never, to }, tariff)),
        ]
        // One more slice than the whole: half a cent of water, of sewer that follows it, and of tax at either side of the cut.
        expect(Math.abs(parts[0]!.totalCents + parts[1]!.totalCents - whole.totalCents)).toBeLessThanOrEqual(4)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a worksheet', () => {
  it('shows reads, days, quantity, rate and amount of every slice, and adds up to what would be adjusted', () => {
    const history = withBill(histories[5] as AccountHistory, (bill) => ({ ...bill, totalCents: cents(bill.totalCents + 500) }))
    const sheet = worksheetOf(looked(history))
    expect(worksheetSchema.parse(JSON.parse(JSON.stringify(sheet)))).toEqual(sheet)
    expect(sheet.differenceCents).toBe(-500)
    for (const section of sheet.sections) {
      expect(sumCents(section.recomputed.map(({ amountCents }) => amountCents))).toBe(section.recomputedCents)
      expect(section.reads).toHaveLength(2)
    }
  })
})

function billed(kind: string, change: object) {
  return (bill: BillRecord): BillRecord => {
    const at = bill.lines.findIndex((line) => line.kind === kind)
    return {
      ...bill,
      lines: bill.lines.map((line, index) => (index === at ? { ...line, amountCents: cents(line.amountCents + 700), ...change } : line)),
    }
  }
}
