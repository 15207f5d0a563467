// What one slice of days is charged: the water, in blocks where the schedule has them, the fixed charge, the sewer and the tax.
import { type Cents, cents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { type Fraction, isEqual, minus, over, plus, roundHalfEven, roundHalfUp, scale, times, whole } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'
import type { Block, Rate, Tariff } from './tariff.ts'

/** The property's measures, from which a budget grows. */
export type BilledProperty = { units: number | null; lotSquareFeet: number | null }

/** `number` counts from one. */
export type BlockCharge = { number: number; quantity: Fraction; printed: string; cents: Cents }

type Rounding = Pick<Tariff, 'halfEven'>

function toCents(value: Fraction, { halfEven }: Rounding): Cents {
  return cents(halfEven ? roundHalfEven(value) : roundHalfUp(value))
}

/** Water for `quantity` at `dollarsPer1000` of the unit, rounded to the cent. */
export function waterCents(quantity: Fraction, dollarsPer1000: Fraction, rounding: Rounding = {}): Cents {
  return toCents({ n: quantity.n * dollarsPer1000.n, d: quantity.d * dollarsPer1000.d * 10n }, rounding)
}

/** `percent` of whole cents, rounded to the cent. */
export function percentOf(amount: number, percent: Fraction, rounding: Rounding = {}): Cents {
  return toCents({ n: BigInt(amount) * percent.n, d: percent.d * 100n }, rounding)
}

/** The exact gallons of a quantity in the schedule's unit. */
export function gallonsOf(quantity: Fraction, tariff: Pick<Tariff, 'unit' | 'gallonsPerCubicFoot'>): Fraction {
  return tariff.unit === 'gallons' ? quantity : times(quantity, tariff.gallonsPerCubicFoot)
}

/** Dollars for a normal period, by the days of the slice; the schedule says how long one is. */
function periodCents(dollars: Fraction, days: Fraction, tariff: Tariff): Cents {
  return toCents(times(over(times(dollars, days), normalDays(tariff)), whole(100)), tariff)
}

type ByDays = { rate: Rate | null; days: Fraction }

/** A charge by the days, rounded once over days that follow each other at one rate. */
export function chargeByDays(parts: readonly ByDays[], tariff: Tariff): Cents {
  return cents(runsAtOneRate(parts).reduce((sum, { rate, days }) => sum + periodCents(rate.value, days, tariff), 0))
}

function runsAtOneRate(parts: readonly ByDays[]): { rate: Rate; days: Fraction }[] {
  const runs: { rate: Rate; days: Fraction }[] = []
  let before: Rate | null = null
  for (const { rate, days } of parts) {
    const run = runs.at(-1)
    if (rate && run && before && isEqual(before.value, rate.value)) run.days = plus(run.days, days)
    else if (rate) runs.push({ rate, days })
    before = rate
  }
  return runs
}

/** Each block's limit grows with the days; what lies above the last limit is in the last block. */
function blockCharges(
  blocks: readonly Block[],
  quantity: Fraction,
  days: Fraction,
  tariff: Tariff,
  property: BilledProperty | undefined,
): Result<BlockCharge[], BillRefusal> {
  const charges: BlockCharge[] = []
  let below = whole(0)
  for (const [index, block] of blocks.entries()) {
    const limit = limitOf(block, days, tariff, property)
    if (!limit.ok) return limit
    const upTo = limit.value === null || less(quantity, limit.value) ? quantity : limit.value
    const inBlock = less(below, upTo) ? minus(upTo, below) : whole(0)
    if (inBlock.n > 0n || (index === 0 && quantity.n === 0n)) {
      charges.push({ number: index + 1, quantity: inBlock, printed: block.printed, cents: waterCents(inBlock, block.value, tariff) })
    }
    if (less(below, upTo)) below = upTo
  }
  return ok(charges)
}

/** The water of a slice: flat, or block by block. */
export function chargeWater(
  rate: Rate,
  quantity: Fraction,
  days: Fraction,
  tariff: Tariff,
  property: BilledProperty | undefined,
): Result<{ cents: Cents; blocks: BlockCharge[] | null }, BillRefusal> {
  if (!rate.blocks) return ok({ cents: waterCents(quantity, rate.value, tariff), blocks: null })
  const blocks = blockCharges(rate.blocks, quantity, days, tariff, property)
  if (!blocks.ok) return blocks
  return ok({ cents: cents(blocks.value.reduce((sum, block) => sum + block.cents, 0)), blocks: blocks.value })
}

function limitOf(
  { upTo, ofBudget }: Block,
  days: Fraction,
  tariff: Tariff,
  property: BilledProperty | undefined,
): Result<Fraction | null, BillRefusal> {
  if (upTo === null) return ok(null)
  if (!ofBudget) return ok(over(times(upTo, days), normalDays(tariff)))
  const daily = budgetADay(tariff, property)
  return daily.ok ? ok(over(times(times(daily.value, days), upTo), whole(100))) : daily
}

function budgetADay({ budget }: Tariff, property: BilledProperty | undefined): Result<Fraction, BillRefusal> {
  if (!budget) return refused({ name: 'missing-input', about: 'budget' })
  let daily = whole(0)
  for (const [factor, measure, field] of [
    [budget.perUnitPerDay, property?.units, 'units'],
    [budget.perLotSquareFootPerDay, property?.lotSquareFeet, 'lot_square_feet'],
  ] as const) {
    if (factor.n === 0n) continue
    if (measure === null || measure === undefined) return refused({ name: 'missing-input', about: field })
    daily = plus(daily, scale(factor, measure, 1))
  }
  return ok(daily)
}

function normalDays({ normalPeriodDays }: Tariff): Fraction {
  if (!normalPeriodDays) throw new Error('a schedule with blocks or fixed charges says how long a normal period is')
  return normalPeriodDays
}

function less(a: Fraction, b: Fraction): boolean {
  return a.n * b.d < b.n * a.d
}
