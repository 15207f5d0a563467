// A quote from a rate file: what one customer of a class would be charged for the inputs given.
import { type Cents, cents } from '../../kernel/money.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import { roundHalfUp } from '../fraction.ts'
import { numberOf } from './evaluate.ts'
import { findClass } from './fields.ts'
import type { OwrsFile } from './parse-owrs.ts'
import type { OwrsRefusal } from './refusal.ts'
import { type Evaluation, isGivenOrField } from './settle-field.ts'

/** Each is rounded by itself, half up, from the exact figure: the bill may differ by a cent from the sum of its rounded parts. */
export type OwrsQuote = { serviceChargeCents: Cents; commodityChargeCents: Cents; billCents: Cents }

const parts = ['service_charge', 'commodity_charge', 'bill'] as const

/** `inputs`: numbers and keys as text, such as usage_ccf `27.3` and meter_size `5/8"`. */
export function quoteOwrs(file: OwrsFile, className: string, inputs: ReadonlyMap<string, string>): Result<OwrsQuote, OwrsRefusal> {
  const fields = findClass(file.classes, className)
  if (!fields) return refused({ name: 'unknown-class', about: className })
  const { billUnit } = file
  const evaluation: Evaluation = { fields, inputs, billUnit, knownNumbers: new Map(), knownKeys: new Map(), open: [] }
  const amounts: Cents[] = []
  for (const part of parts) {
    const amount = amountOf(evaluation, part)
    if (!amount.ok) return amount
    amounts.push(amount.value)
  }
  const [serviceChargeCents, commodityChargeCents, billCents] = amounts as [Cents, Cents, Cents]
  return ok({ serviceChargeCents, commodityChargeCents, billCents })
}

/** A class that has no service charge, or no charge by use, charges none; a bill there must be. */
function amountOf(evaluation: Evaluation, part: (typeof parts)[number]): Result<Cents, OwrsRefusal> {
  if (part !== 'bill' && !isGivenOrField(evaluation, part)) return ok(cents(0))
  const amount = numberOf(evaluation, part)
  if (!amount.ok) return amount
  const rounded = roundHalfUp({ n: amount.value.n * 100n, d: amount.value.d })
  return Number.isSafeInteger(rounded) ? ok(cents(rounded)) : refused({ name: 'number-too-large', about: part })
}
