// Why one bill is higher or lower than another: one input after the other is replaced by the later bill's, the water
// is billed again by the rules each time, and what the total moves by is that input's part.
import { type Cents, cents, sumCents } from '../kernel/money.ts'
import { type BilledProperty, chargeByDays, chargeWater, percentOf } from './charge.ts'
import { type BillInput, type ComputedBill, net, type Slice } from './compute-bill.ts'
import { type Fraction, over, plus, scale, times } from './fraction.ts'
import { separateCorrection } from './separate-correction.ts'
import type { Tariff } from './tariff.ts'

/** A bill with what was entered beside its charges. */
export type BillToExplain = { input: BillInput; bill: ComputedBill; entries: readonly NamedEntry[] }

export type NamedEntry = { id: string; kind: 'one-time' | 'penalty' | 'payment'; amountCents: Cents }

/** In the order of substitution; then what is no water charge. */
export const differenceParts = [
  'days',
  'use',
  'correctedEstimates',
  'price',
  'meterOrClass',
  'taxAndSewer',
  'oneTime',
  'penaltiesAndPayments',
] as const
export type DifferencePart = (typeof differenceParts)[number]

export type Difference = {
  earlierCents: Cents
  laterCents: Cents
  differenceCents: Cents
  /** They add up to the difference exactly. */
  parts: Record<DifferencePart, Cents>
}

/**
 * - days: the earlier bill's daily use over the later bill's days;
 * - use: the later bill's own daily use;
 * - correctedEstimates: use of earlier, estimated periods that either bill charges;
 * - price: the later bill's prices, blocks and fixed charges, each over its share of the quantity and of the days;
 * - meterOrClass: what the account pays of the water line, such as a relief that began or ended;
 * - taxAndSewer: both lines, whatever moved them.
 */
export function explainDifference(earlier: BillToExplain, later: BillToExplain): Difference {
  const [was, is] = [separateCorrection(earlier.input, earlier.bill), separateCorrection(later.input, later.bill)]
  const [daysWere, daysAre] = [earlier.bill.measured.days, later.bill.measured.days]
  const termsWere = termsOf(earlier)
  const termsAre = termsOf(later)
  const reliefWas = reliefOf(earlier.bill)

  const steps = [
    chargesOf(earlier.bill),
    chargesFor(plus(scale(was.own, daysAre, daysWere), was.correction), daysAre, termsWere, reliefWas),
    chargesFor(plus(is.own, was.correction), daysAre, termsWere, reliefWas),
    chargesFor(plus(is.own, is.correction), daysAre, termsWere, reliefWas),
    chargesFor(plus(is.own, is.correction), daysAre, termsAre, reliefWas),
    chargesOf(later.bill),
  ] as const
  const parts: Record<DifferencePart, Cents> = {
    days: cents(steps[1] - steps[0]),
    use: cents(steps[2] - steps[1]),
    correctedEstimates: cents(steps[3] - steps[2]),
    price: cents(steps[4] - steps[3]),
    meterOrClass: cents(steps[5] - steps[4]),
    taxAndSewer: cents(taxAndSewerOf(later.bill) - taxAndSewerOf(earlier.bill)),
    oneTime: cents(entered(later, ['one-time']) - entered(earlier, ['one-time'])),
    penaltiesAndPayments: cents(entered(later, ['penalty', 'payment']) - entered(earlier, ['penalty', 'payment'])),
  }
  const [earlierCents, laterCents] = [amountOf(earlier), amountOf(later)]
  return { earlierCents, laterCents, differenceCents: cents(laterCents - earlierCents), parts }
}

/** The bill's charges and the entries named beside them. */
export function amountOf({ bill, entries }: BillToExplain): Cents {
  return cents(bill.totalCents + sumCents(entries.map((entry) => entry.amountCents)))
}

/** By what a bill was priced: each slice's rates with its share of the quantity and of the days. */
type Terms = { tariff: Tariff; property: BilledProperty | undefined; shares: { ofQuantity: Fraction; ofDays: Fraction; slice: Slice }[] }

function termsOf({ input, bill }: BillToExplain): Terms {
  const { use, days } = bill.measured
  const shares = bill.slices.map((slice) => {
    const ofDays = { n: BigInt(slice.days), d: BigInt(days) }
    return { ofQuantity: use.n === 0n ? ofDays : over(slice.quantity, use), ofDays, slice }
  })
  return { tariff: input.tariff, property: input.property, shares }
}

/** What water, fixed charge and minimum came to, after relief. */
function chargesOf({ water, service, minimum }: ComputedBill): Cents {
  return cents(net(water) + net(service) + net(minimum))
}

/** What they would come to for `quantity` over `days`, billed again by these terms: sliced, in blocks, and rounded as a bill is. */
function chargesFor(quantity: Fraction, days: number, { tariff, property, shares }: Terms, relief: Fraction | null): Cents {
  let water = 0
  for (const { ofQuantity, ofDays, slice } of shares) {
    const sliceDays = scale(ofDays, days, 1)
    const charged = chargeWater(slice.water, times(quantity, ofQuantity), sliceDays, tariff, property)
    if (!charged.ok) throw new Error(`a bill was computed without ${charged.refusal.about}`)
    water += charged.value.cents
  }
  const byDays = (of: 'service' | 'minimum') =>
    chargeByDays(
      shares.map(({ ofDays, slice }) => ({ rate: slice[of], days: scale(ofDays, days, 1) })),
      tariff,
    )
  const service = byDays('service')
  const lines = [water, service, Math.max(0, byDays('minimum') - water - service)]
  return sumCents(lines.map((line) => cents(relief === null ? line : line - percentOf(line, relief))))
}

/** The relief of the whole bill; where it began or ended within, the share that it took off all. */
function reliefOf({ slices, water }: ComputedBill): Fraction | null {
  const [first] = slices
  const constant = slices.every(({ account }) => account.reliefPercent === first?.account.reliefPercent)
  if (constant || water.cents === 0) return first?.account.reliefPercent ?? null
  return { n: BigInt(water.reliefCents) * 100n, d: BigInt(water.cents) }
}

function taxAndSewerOf(bill: ComputedBill): number {
  return net(bill.sewer) + net(bill.tax)
}

function entered({ entries }: BillToExplain, kinds: readonly NamedEntry['kind'][]): Cents {
  return sumCents(entries.filter((entry) => kinds.includes(entry.kind)).map((entry) => entry.amountCents))
}
