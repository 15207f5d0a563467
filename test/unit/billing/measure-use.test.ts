// What meters say between two reads: rollovers, exchanges, and reads in between.
import { describe, expect, it } from 'vitest'
import { decimalText } from '../../../src/billing/fraction.ts'
import { type BilledRead, measureUse } from '../../../src/billing/measure-use.ts'
import { quantityOf } from '../../../src/billing/spread-quantity.ts'
import { day } from '../../../src/kernel/days.ts'

const meters = [
  { id: 'OLD', unitsPerCount: 1, digits: 4 },
  { id: 'NEW', unitsPerCount: 10, digits: 6 },
]

function read(id: string, readOn: string, value: number, more: Partial<BilledRead> = {}): BilledRead {
  return { id, meterId: 'OLD', readOn: day(readOn), kind: 'actual', value, ...more }
}

function useBetween(reads: BilledRead[]) {
  const measured = measureUse(meters, reads, (reads[0] as BilledRead).id, (reads.at(-1) as BilledRead).id)
  return measured.ok ? decimalText(measured.value.use, 0) : measured.refusal
}

describe('measuring use', () => {
  it('counts through a register that rolled over', () => {
    expect(useBetween([read('R1', '2025-01-10', 9980), read('R2', '2025-02-10', 30, { rolledOver: true })])).toBe('50')
  })

  it('refuses a read below the last where nobody said that it rolled over', () => {
    expect(useBetween([read('R1', '2025-01-10', 9980), read('R2', '2025-02-10', 30)])).toEqual({ name: 'read-below-last', about: 'R2' })
  })

  it('ignores an estimate in between that overshot', () => {
    const reads = [read('R1', '2025-01-10', 100), read('E', '2025-02-10', 400, { kind: 'estimated' }), read('R2', '2025-03-10', 300)]
    expect(useBetween(reads)).toBe('200')
  })

  it("adds the old and the new meter's use on an exchange, each in its own counts", () => {
    const reads = [
      read('R1', '2025-01-10', 100),
      read('R2', '2025-01-20', 150),
      read('N1', '2025-01-20', 0, { meterId: 'NEW' }),
      read('N2', '2025-02-10', 7, { meterId: 'NEW' }),
    ]
    expect(useBetween(reads)).toBe('120')
  })

  it('refuses days between two meters that neither measured', () => {
    const reads = [
      read('R1', '2025-01-10', 100),
      read('R2', '2025-01-20', 150),
      read('N1', '2025-01-25', 0, { meterId: 'NEW' }),
      read('N2', '2025-02-10', 7, { meterId: 'NEW' }),
    ]
    expect(useBetween(reads)).toEqual({ name: 'period-gap', about: 'N1' })
  })

  it.each([
    ['a period without days', '2025-01-10', 'division-by-zero'],
    ['a period that runs backwards', '2025-01-01', 'period-overlap'],
  ])('refuses %s', (_, to, name) => {
    expect(useBetween([read('R1', '2025-01-10', 100), read('R2', to, 120)])).toEqual({ name, about: 'R2' })
  })

  it("spreads by day over the whole period, or by reads over each stretch that somebody's read bounds", () => {
    // 10 to 20 January: 10 days, 10 a day; 20 January to 9 February: 20 days, 25 a day. The estimate says nothing.
    const reads = [
      read('R1', '2025-01-10', 0),
      read('E', '2025-01-15', 80, { kind: 'estimated' }),
      read('C', '2025-01-20', 100, { kind: 'customer' }),
      read('R2', '2025-02-09', 600),
    ]
    const measured = measureUse(meters, reads, 'R1', 'R2')
    if (!measured.ok) throw new Error(measured.refusal.name)
    const january = (spread: 'by-day' | 'by-reads') =>
      decimalText(quantityOf(measured.value, { spread }, day('2025-01-11'), day('2025-01-31')), 6)
    expect(january('by-day')).toBe('420') // 600 × 21/30
    expect(january('by-reads')).toBe('375') // 100 + 500 × 11/20
  })
})
