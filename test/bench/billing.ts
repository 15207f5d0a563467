// How many bills a second one core recomputes with Chicago's published schedule across two changes, beside a loop that does
// nothing but the arithmetic and comes to the same totals. Inputs are in memory; nothing is explained.
import path from 'node:path'
import { type BillInput, computeBill } from '../../src/billing/compute-bill.ts'
import { tariffOf } from '../../src/billing/tariff.ts'
import { day } from '../../src/kernel/days.ts'
import { createRulebook } from '../../src/rulebook/rulebook.ts'

const billCount = 20_000
const rounds = 15
const from = day('2017-12-12')
const to = day('2018-06-12') // the tax changes on 1 January, the water on 1 June

export async function benchBilling(print: (line: string) => void = console.log): Promise<void> {
  const shippedDir = path.resolve(import.meta.dirname, '../../templates/rulebook')
  const rulebook = createRulebook({ shippedDir, officeDir: path.join(shippedDir, 'none'), today: day('2026-06-01') })
  const tariff = tariffOf(rulebook.inForce('rates', to).value)
  const inputs = Array.from({ length: billCount }, (_, index): BillInput => {
    const value = 1_000 + ((index * 7_919) % 9_000)
    return {
      account: { class: 'METERED', sewerExempt: false, reliefPercent: null },
      meters: [{ id: 'M', unitsPerCount: 1, digits: 7 }],
      reads: [
        { id: 'R1', meterId: 'M', readOn: from, kind: 'actual', value },
        { id: 'R2', meterId: 'M', readOn: to, kind: 'actual', value: value + 100 + (index % 12_000) },
      ],
      fromReadId: 'R1',
      toReadId: 'R2',
      tariff,
    }
  })
  const best = { rules: 0, bound: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const rules = timed(inputs, (input) => {
      const bill = computeBill(input)
      if (!bill.ok) throw new Error(bill.refusal.name)
      return bill.value.totalCents
    })
    const bound = timed(inputs, arithmeticAlone)
    if (rules.totalCents !== bound.totalCents) throw new Error(`the rules give ${rules.totalCents}, the arithmetic ${bound.totalCents}`)
    best.rules = Math.max(best.rules, rules.perSecond)
    best.bound = Math.max(best.bound, bound.perSecond)
  }
  print(`billing: ${billCount} bills of three slices, the best of ${rounds} rounds`)
  print(`  by the rules           ${Math.round(best.rules)} bills/s   ratio ${(best.rules / best.bound).toFixed(2)}`)
  print(`  bound: arithmetic only ${Math.round(best.bound)} bills/s`)
}

function timed(inputs: readonly BillInput[], bill: (input: BillInput) => number): { perSecond: number; totalCents: number } {
  const began = performance.now()
  let totalCents = 0
  for (const input of inputs) totalCents += bill(input)
  return { perSecond: inputs.length / ((performance.now() - began) / 1000), totalCents }
}

/** Days of each slice, dollars for 1,000 cubic feet, tax for 1,000 gallons; sewer is 100 percent. All in whole numbers. */
const slices = [
  [19n, 2904n, 59n],
  [151n, 2904n, 128n],
  [12n, 2949n, 128n],
] as const
const days = 182n

function arithmeticAlone({ reads: [first, last] }: BillInput): number {
  const use = BigInt((last as { value: number }).value - (first as { value: number }).value)
  let total = 0n
  for (const [sliceDays, water, tax] of slices) {
    const waterCents = halfUp(use * sliceDays * water, days * 1000n)
    const taxCents = halfUp(use * sliceDays * 748052n * tax, days * 100_000n * 1000n)
    total += 2n * waterCents + taxCents
  }
  return Number(total)
}

function halfUp(n: bigint, d: bigint): bigint {
  return (2n * n + d) / (2n * d)
}
