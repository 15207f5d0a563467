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

export type Slice = Piece & { days: number; quantity: Fraction; waterCents: Cents; sewerCents: Cents; taxCents: Cents }

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
  const { account, tariff } = input
  if (!tariff.classes.includes(account.class)) return refused({ name: 'unknown-class', about: account.class })
  const measured = measureUse(input.meters, input.reads, input.fromReadId, input.toReadId)
  if (!measured.ok) return measured
  const from = addDays(measured.value.from.readOn, 1)
  const to = measured.value.to.readOn
  const pieces = cutPeriod(tariff, from, to)
  if (!pieces.ok) return pieces

  const slices = pieces.value.map((piece) => price(piece, quantityOf(measured.value, tariff.spread, piece.from, piece.to), input))
  const water = line(
    slices.reduce((sum, slice) => sum + slice.waterCents, 0),
    account.reliefPercent,
  )
  const sewer = line(
    slices.reduce((sum, slice) => sum + slice.sewerCents, 0),
    account.reliefPercent,
  )
  const tax = line(
    slices.reduce((sum, slice) => sum + slice.taxCents, 0),
    account.reliefPercent,
  )
  return ok({ measured: measured.value, from, to, slices, water, sewer, tax, totalCents: cents(net(water) + net(sewer) + net(tax)) })
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

function price(piece: Piece, quantity: Fraction, { account, tariff }: BillInput): Slice {
  const water = waterCents(quantity, piece.water.value)
  const sewer = account.sewerExempt ? cents(0) : percentOf(water, piece.sewer.value)
  // Dollars for 1,000 gallons are cents for 10, which is what waterCents divides by.
  const tax = piece.tax === null ? cents(0) : waterCents(gallonsOf(quantity, tariff), piece.tax.value)
  return { ...piece, days: piece.to - piece.from + 1, quantity, waterCents: water, sewerCents: sewer, taxCents: tax }
}

function line(total: number, reliefPercent: Fraction | null): ChargedLine {
  return { cents: cents(total), reliefCents: reliefPercent === null ? cents(0) : percentOf(total, reliefPercent) }
}
