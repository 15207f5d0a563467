// One bill from reads and rates: cut, spread, priced slice by slice. Everything else in billing compares such bills.
import { addDays, type Day } from '../kernel/days.ts'
import { allocateCents, type Cents, cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { type BilledProperty, type BlockCharge, chargeByDays, chargeWater, gallonsOf, percentOf, waterCents } from './charge.ts'
import { cutPeriod, type Piece } from './cut-period.ts'
import { type Fraction, isEqual, whole } from './fraction.ts'
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
  /** Needed where blocks grow with a budget. */
  property?: BilledProperty
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
  serviceCents: Cents
  /** null: the water has one price for all of it. */
  blocks: BlockCharge[] | null
}

export type ComputedBill = {
  measured: MeasuredUse
  /** First and last counted day. */
  from: Day
  to: Day
  slices: Slice[]
  water: ChargedLine
  /** The fixed charge, and what is wanting to the least that water and it come to. */
  service: ChargedLine
  minimum: ChargedLine
  sewer: ChargedLine
  tax: ChargedLine
  totalCents: Cents
}

/** A line's charge over all slices, and what relief takes off it (zero or more). */
export type ChargedLine = { cents: Cents; reliefCents: Cents }

/** Rounding: each slice's water by the schedule; sewer from that rounded water; tax from the slice's exact gallons. */
export function computeBill(input: BillInput): Result<ComputedBill, BillRefusal> {
  const measured = measureUse(input.meters, input.reads, input.fromReadId, input.toReadId)
  if (!measured.ok) return measured
  const { from, to } = measured.value
  const shift = input.tariff.firstDayIn ? 1 : 0
  return chargeDays(input, measured.value, addDays(from.readOn, 1 - shift), addDays(to.readOn, -shift))
}

/** Bills the days `from` to `to`, both counted, of what was measured: all of them, or a part that no read begins or ends. */
export function chargeDays(input: BillInput, measured: MeasuredUse, from: Day, to: Day): Result<ComputedBill, BillRefusal> {
  const { tariff } = input
  const slices: Slice[] = []
  for (const state of statesOver(input, measured, from, to)) {
    if (!tariff.classes.includes(state.account.class)) return refused({ name: 'unknown-class', about: state.account.class })
    const pieces = cutPeriod(tariff, state.from, state.to, { class: state.account.class, meterSize: state.meterSize })
    if (!pieces.ok) return pieces
    for (const piece of pieces.value) {
      const slice = price(piece, input, state.account, measured)
      if (!slice.ok) return slice
      slices.push(slice.value)
    }
  }
  allocateService(slices, tariff)
  const water = line(slices, (slice) => slice.waterCents)
  const sewer = line(slices, (slice) => slice.sewerCents)
  const tax = line(slices, (slice) => slice.taxCents)
  const service = line(slices, (slice) => slice.serviceCents)
  const minimum = line(slices.slice(-1), () => upToMinimum(slices, water.cents + service.cents, tariff))
  const totalCents = cents(net(water) + net(service) + net(minimum) + net(sewer) + net(tax))
  return ok({ measured, from, to, slices, water, service, minimum, sewer, tax, totalCents })
}

/** What a line comes to after relief. */
export function net(charged: ChargedLine): Cents {
  return cents(charged.cents - charged.reliefCents)
}

function price(piece: Piece, input: BillInput, account: BilledAccount, measured: MeasuredUse): Result<Slice, BillRefusal> {
  const { tariff, property } = input
  const days = piece.to - piece.from + 1
  const quantity = quantityOf(measured, tariff, piece.from, piece.to)
  const water = chargeWater(piece.water, quantity, whole(days), tariff, property)
  if (!water.ok) return water
  const sewer = account.sewerExempt ? cents(0) : percentOf(water.value.cents, piece.sewer.value, tariff)
  // Dollars for 1,000 gallons are cents for 10, which is what waterCents divides by.
  const tax = piece.tax === null ? cents(0) : waterCents(gallonsOf(quantity, tariff), piece.tax.value, tariff)
  return ok({
    ...piece,
    ...{ account, days, quantity, waterCents: water.value.cents, sewerCents: sewer, taxCents: tax },
    ...{ serviceCents: cents(0), blocks: water.value.blocks }, // the fixed charge is divided over all slices, see allocateService
  })
}

/** The fixed charge of days at one rate is rounded once; its slices' parts add up to it, by largest remainder. */
function allocateService(slices: Slice[], tariff: Tariff): void {
  if (!tariff.service) return
  for (let first = 0; first < slices.length; ) {
    const rate = slices[first]?.service ?? null
    const end = slices.findIndex((slice, index) => index > first && !(rate && slice.service && isEqual(rate.value, slice.service.value)))
    const run = slices.slice(first, end === -1 ? slices.length : end)
    const days = run.map((slice) => slice.days)
    const total = chargeByDays([{ rate, days: whole(days.reduce((sum, count) => sum + count, 0)) }], tariff)
    for (const [index, part] of allocateCents(total, days).entries()) (run[index] as Slice).serviceCents = part
    first += run.length
  }
}

/** What is wanting to the least that water and service come to, over the days that have one. */
function upToMinimum(slices: readonly Slice[], chargedCents: number, tariff: Tariff): Cents {
  if (!tariff.minimum) return cents(0)
  const least = chargeByDays(
    slices.map(({ minimum, days }) => ({ rate: minimum, days: whole(days) })),
    tariff,
  )
  return cents(Math.max(0, least - chargedCents))
}

type State = { from: Day; to: Day; account: BilledAccount; meterSize: string | null }

/** What the account was on each of the days, and the size of its meter, without a break. */
function statesOver(input: BillInput, measured: MeasuredUse, first: Day, last: Day): State[] {
  const { account, changes = [], tariff } = input
  const sizes = tariff.selective ? sizesOver(input, measured) : []
  const sizeOn = (day: Day) => sizes.findLast(({ from }) => from <= day)?.size ?? null
  const accountOn = (day: Day) => changes.findLast((change) => change.from <= day)?.account ?? account
  const begins = [...changes, ...sizes].map(({ from }) => from).filter((from) => from > first && from <= last)
  const days = begins.length === 0 ? [first] : [first, ...new Set(begins.sort((a, b) => a - b))]
  return days.map((from, index) => {
    const next = days[index + 1]
    return { from, to: next === undefined ? last : addDays(next, -1), account: accountOn(from), meterSize: sizeOn(from) }
  })
}

/** A meter exchanged on day X is the old one on X still. */
function sizesOver({ meters, reads }: BillInput, { from, to }: MeasuredUse): { from: Day; size: string | null }[] {
  const sizes: { from: Day; size: string | null }[] = []
  const between = reads.slice(reads.indexOf(from), reads.indexOf(to) + 1)
  for (const [index, { meterId, readOn }] of between.entries()) {
    if (between[index - 1]?.meterId === meterId) continue
    const size = meters.find(({ id }) => id === meterId)?.sizeInches ?? null
    sizes.push({ from: index === 0 ? readOn : addDays(readOn, 1), size })
  }
  return sizes
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
