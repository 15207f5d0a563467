// Why one bill is higher or lower than another: one input after the other is replaced by the later bill's, the water
// is billed again by the rules each time, and what the total moves by is that input's part.
import { type Cents, cents, sumCents } from '../kernel/money.ts'
import { type BillInput, type ComputedBill, net, percentOf, waterCents } from './compute-bill.ts'
import { type Fraction, over, plus, scale, times } from './fraction.ts'
import { separateCorrection } from './separate-correction.ts'

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
 * - price: the later bill's water prices, each over its share of the quantity;
 * - meterOrClass: what the account pays of the water line, such as a relief that began or ended;
 * - taxAndSewer: both lines, whatever moved them.
 */
export function explainDifference(earlier: BillToExplain, later: BillToExplain): Difference {
  const [was, is] = [separateCorrection(earlier.input, earlier.bill), separateCorrection(later.input, later.bill)]
  const [daysWere, daysAre] = [earlier.bill.measured.days, later.bill.measured.days]
  const [priceWas, priceIs] = [sharesOfPrices(earlier.bill), sharesOfPrices(later.bill)]
  const reliefWas = reliefOf(earlier.bill)

  const steps = [
    net(earlier.bill.water),
    waterFor(plus(scale(was.own, daysAre, daysWere), was.correction), priceWas, reliefWas),
    waterFor(plus(is.own, was.correction), priceWas, reliefWas),
    waterFor(plus(is.own, is.correction), priceWas, reliefWas),
    waterFor(plus(is.own, is.correction), priceIs, reliefWas),
    net(later.bill.water),
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

type PriceShare = { share: Fraction; price: Fraction }

/** Each slice's price with its share of the quantity, or of the days where nothing was used. */
function sharesOfPrices(bill: ComputedBill): PriceShare[] {
  const { use, days } = bill.measured
  return bill.slices.map((slice) => ({
    share: use.n === 0n ? { n: BigInt(slice.days), d: BigInt(days) } : over(slice.quantity, use),
    price: slice.water.value,
  }))
}

/** The relief of the whole bill; where it began or ended within, the share that it took off all. */
function reliefOf({ slices, water }: ComputedBill): Fraction | null {
  const [first] = slices
  const constant = slices.every(({ account }) => account.reliefPercent === first?.account.reliefPercent)
  if (constant || water.cents === 0) return first?.account.reliefPercent ?? null
  return { n: BigInt(water.reliefCents) * 100n, d: BigInt(water.cents) }
}

/** What the water line would come to for `quantity`, sliced and rounded as a bill is. */
function waterFor(quantity: Fraction, prices: readonly PriceShare[], relief: Fraction | null): Cents {
  const charged = sumCents(prices.map(({ share, price }) => waterCents(times(quantity, share), price)))
  return relief === null ? charged : cents(charged - percentOf(charged, relief))
}

function taxAndSewerOf(bill: ComputedBill): number {
  return net(bill.sewer) + net(bill.tax)
}

function entered({ entries }: BillToExplain, kinds: readonly NamedEntry['kind'][]): Cents {
  return sumCents(entries.filter((entry) => kinds.includes(entry.kind)).map((entry) => entry.amountCents))
}
