// One bill from reads and rates: cut, spread, priced slice by slice. Everything else in billing compares such bills.
import { addDays, type Day } from '../kernel/days.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { cutPeriod, type Piece } from './cut-period.ts'
import { type Fraction, roundHalfUp, times } from './fraction.ts'
import { type BilledMeter, type BilledRead, type MeasuredUse, measureUse } from './measure-use.ts'
import type { BillRefusal } from './refusal.ts'
import { quantityOf } from './spread-quantity.ts'
import type { Tariff } from './tariff.ts'

export type BillInput = {
  account: BilledAccount
  /** What the account became later, by date: class, exemption or relief from a day on. A slice ends where one begins. */
  changes?: readonly AccountChange[]
  meters: readonly BilledMeter[]
  /** In their order, those before the period included: an estimate is corrected from the last actual one. */
  reads: readonly BilledRead[]
  fromReadId: string
  toReadId: string
  tariff: Tariff
}

export type BilledAccount = {
  class: string
  /** The sewer line is 0; the tax line is not touched. */
  sewerExempt: boolean
  /** Percent taken off each whole line. */
  reliefPercent: Fraction | null
}

export type AccountChange = { from: Day; account: BilledAccount }

export type Slice = Piece & {
  account: BilledAccount
  days: number
  quantity: Fraction
  waterCents: Cents
  sewerCents: Cents
  taxCents: Cents
}

export type ComputedBill = {
  measured: MeasuredUse
  /** First and last counted day. */
  from: Day
  to: Day
  slices: Slice[]
  water: ChargedLine
  sewer: ChargedLine
  tax: ChargedLine
  totalCents: Cents
}

/** A line's charge over all slices, and what relief takes off it (zero or more). */
export type ChargedLine = { cents: Cents; reliefCents: Cents }

/** Rounding: each slice's water half up; sewer from that rounded water; tax from the slice's exact gallons. */
export function computeBill(input: BillInput): Result<ComputedBill, BillRefusal> {
  const measured = measureUse(input.meters, input.reads, input.fromReadId, input.toReadId)
  if (!measured.ok) return measured
  return chargeDays(input, measured.value, addDays(measured.value.from.readOn, 1), measured.value.to.readOn)
}

/** Bills the days `from` to `to`, both counted, of what was measured: all of them, or a part that no read begins or ends. */
export function chargeDays(input: BillInput, measured: MeasuredUse, from: Day, to: Day): Result<ComputedBill, BillRefusal> {
  const { tariff } = input
  const slices: Slice[] = []
  for (const state of statesOver(input, from, to)) {
    if (!tariff.classes.includes(state.account.class)) return refused({ name: 'unknown-class', about: state.account.class })
    const pieces = cutPeriod(tariff, state.from, state.to)
    if (!pieces.ok) return pieces
    for (const piece of pieces.value) {
      slices.push(price(piece, quantityOf(measured, tariff.spread, piece.from, piece.to), state.account, tariff))
    }
  }
  const water = line(slices, (slice) => slice.waterCents)
  const sewer = line(slices, (slice) => slice.sewerCents)
  const tax = line(slices, (slice) => slice.taxCents)
  return ok({ measured, from, to, slices, water, sewer, tax, totalCents: cents(net(water) + net(sewer) + net(tax)) })
}

/** What a line comes to after relief. */
export function net(charged: ChargedLine): Cents {
  return cents(charged.cents - charged.reliefCents)
}

/** Water for `quantity` at `dollarsPer1000` of the unit, half up to the cent. */
export function waterCents(quantity: Fraction, dollarsPer1000: Fraction): Cents {
  return cents(roundHalfUp({ n: quantity.n * dollarsPer1000.n, d: quantity.d * dollarsPer1000.d * 10n }))
}

/** `percent` of whole cents, half up. */
export function percentOf(amount: number, percent: Fraction): Cents {
  return cents(roundHalfUp({ n: BigInt(amount) * percent.n, d: percent.d * 100n }))
}

/** The exact gallons of a quantity in the schedule's unit. */
export function gallonsOf(quantity: Fraction, tariff: Pick<Tariff, 'unit' | 'gallonsPerCubicFoot'>): Fraction {
  return tariff.unit === 'gallons' ? quantity : times(quantity, tariff.gallonsPerCubicFoot)
}

function price(piece: Piece, quantity: Fraction, account: BilledAccount, tariff: Tariff): Slice {
  const water = waterCents(quantity, piece.water.value)
  const sewer = account.sewerExempt ? cents(0) : percentOf(water, piece.sewer.value)
  // Dollars for 1,000 gallons are cents for 10, which is what waterCents divides by.
  const tax = piece.tax === null ? cents(0) : waterCents(gallonsOf(quantity, tariff), piece.tax.value)
  return { ...piece, account, days: piece.to - piece.from + 1, quantity, waterCents: water, sewerCents: sewer, taxCents: tax }
}

type State = { from: Day; to: Day; account: BilledAccount }

/** What the account was on each of the days, without a break. */
function statesOver({ account, changes = [] }: BillInput, first: Day, last: Day): State[] {
  const states: State[] = [{ from: first, to: last, account: changes.findLast((change) => change.from <= first)?.account ?? account }]
  for (const change of changes) {
    if (change.from <= first || change.from > last) continue
    const before = states.at(-1) as State
    before.to = addDays(change.from, -1)
    states.push({ from: change.from, to: last, account: change.account })
  }
  return states
}

/** Relief is taken off the whole of what its days are charged, so that cutting them further changes nothing of it. */
function line(slices: readonly Slice[], chargedBy: (slice: Slice) => Cents): ChargedLine {
  let total = 0
  let relief = 0
  let relieved = 0
  for (const [index, slice] of slices.entries()) {
    const charged = chargedBy(slice)
    const { reliefPercent } = slice.account
    total += charged
    relieved += charged
    if (slices[index + 1]?.account.reliefPercent === reliefPercent) continue
    if (reliefPercent !== null) relief += percentOf(relieved, reliefPercent)
    relieved = 0
  }
  return { cents: cents(total), reliefCents: cents(relief) }
}
