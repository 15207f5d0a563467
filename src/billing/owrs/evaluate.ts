// What a field of a rate file comes to for one customer. Only what the asked charge needs is looked at, each name once; what
// the caller gave stands in for the file's own field of that name, as in the format's own reader.
import { ok, refused } from '../../kernel/result.ts'
import { type Fraction, minus, times, whole } from '../fraction.ts'
import { calculate, type Operator, parseNumber } from './exact-number.ts'
import { billingUnitsPerCcf, inBillingUnits, tableNames } from './fields.ts'
import { type Formula, parseFormula } from './formula.ts'
import type { Field } from './parse-owrs.ts'
import { type Answer, type Evaluation, isGivenOrField, settle, tableOf, within } from './settle-field.ts'
import { budgetLimits, tierCharge, tieredLimits } from './tiers.ts'

export function numberOf(evaluation: Evaluation, name: string): Answer<Fraction> {
  const known = evaluation.knownNumbers.get(name)
  if (known) return known
  const given = evaluation.inputs.get(name)
  const number = given === undefined ? within(evaluation, name, numberIn) : numberGiven(evaluation, name, given)
  evaluation.knownNumbers.set(name, number)
  return number
}

function numberGiven({ billUnit }: Evaluation, name: string, given: string): Answer<Fraction> {
  const number = parseNumber(given.trim())
  if (!number) return refused({ name: 'not-a-number', about: `${name} (${given.slice(0, 50)})` })
  if (name !== 'usage_ccf') return ok(number)
  if (number.n < 0n) return refused({ name: 'negative-usage', about: name })
  const perCcf = billingUnitsPerCcf(billUnit)
  return perCcf ? ok(inBillingUnits(number, perCcf)) : refused({ name: 'unknown-unit', about: billUnit })
}

function numberIn(evaluation: Evaluation, field: Field, name: string): Answer<Fraction> {
  const settled = settle(evaluation, field, name)
  if (!settled.ok) return settled
  const { value } = settled
  if (value.kind === 'list') {
    const [only] = value.items // a number written as a list of one
    return only && value.items.length === 1
      ? numberIn(evaluation, only, name)
      : refused({ name: 'not-a-number', about: `${name} (a list)` })
  }
  if (value.text === 'Tiered' || value.text === 'Budget') return chargeByTable(evaluation, name, value.text)
  if (value.text === '') return refused({ name: 'malformed-field', about: `${name} (empty)` })
  const formula = parseFormula(value.text)
  return formula.ok
    ? workOut(evaluation, formula.value, name)
    : refused({ name: 'bad-formula', about: `${name}: ${formula.refusal.about}` })
}

function workOut(evaluation: Evaluation, formula: Formula, name: string): Answer<Fraction> {
  if (formula.kind === 'number') {
    const number = parseNumber(formula.text)
    return number ? ok(number) : refused({ name: 'not-a-number', about: `${name} (${formula.text})` })
  }
  if (formula.kind === 'name') return numberOf(evaluation, formula.name)
  if (formula.kind === 'negative') {
    const of = workOut(evaluation, formula.of, name)
    return of.ok ? ok(minus(whole(0), of.value)) : of
  }
  if (formula.kind === 'power') return operate(evaluation, workOut(evaluation, formula.base, name), '^', formula.exponent, name)
  let total = workOut(evaluation, formula.first, name)
  for (const { operator, operand } of formula.rest) total = operate(evaluation, total, operator, operand, name)
  return total
}

function operate(evaluation: Evaluation, left: Answer<Fraction>, operator: Operator, operand: Formula, name: string): Answer<Fraction> {
  const right = left.ok ? workOut(evaluation, operand, name) : left
  if (!left.ok || !right.ok) return right
  const result = calculate(operator, left.value, right.value)
  return result.ok ? result : refused({ name: result.refusal, about: name })
}

function chargeByTable(evaluation: Evaluation, charge: string, kind: 'Tiered' | 'Budget'): Answer<Fraction> {
  const [startsName, pricesName] = [tableNames(charge, 'tier_starts'), tableNames(charge, 'tier_prices')]
  const startFields = tableOf(evaluation, startsName)
  if (!startFields.ok) return startFields
  const priceFields = tableOf(evaluation, pricesName)
  if (!priceFields.ok) return priceFields
  const lengths = [startFields.value.length, priceFields.value.length]
  if (lengths[0] !== lengths[1])
    return refused({ name: 'unequal-tiers', about: `${startsName[0]} has ${lengths[0]}, ${pricesName[0]} has ${lengths[1]}` })
  const budgetNames = kind === 'Budget' ? tableNames(charge, 'budget') : []
  const starts = eachOf(startFields.value, (field) => startIn(evaluation, field, startsName[0] as string, budgetNames))
  if (!starts.ok) return starts
  const prices = eachOf(priceFields.value, (field) => numberIn(evaluation, field, pricesName[0] as string))
  if (!prices.ok) return prices
  const limits = kind === 'Budget' ? budgetLimits(starts.value) : tieredLimits(starts.value)
  if (!limits.ok) return refused({ name: limits.refusal, about: startsName[0] as string })
  const use = numberOf(evaluation, 'usage_ccf')
  return use.ok ? ok(tierCharge(use.value, limits.value, prices.value)) : use
}

/** A start is a number, a name such as `indoor`, a formula, or under `Budget` a percentage of the budget. */
function startIn(evaluation: Evaluation, field: Field, name: string, budgetNames: readonly string[]): Answer<Fraction> {
  const percent = field.kind === 'text' ? /^([\d.]+)\s*%$/.exec(field.text.trim())?.[1] : undefined
  if (percent === undefined) return numberIn(evaluation, field, name)
  const [first] = budgetNames
  const share = parseNumber(percent)
  if (first === undefined || !share) return refused({ name: 'not-a-number', about: `${name} (${percent}% without Budget)` })
  const budget = numberOf(evaluation, budgetNames.find((candidate) => isGivenOrField(evaluation, candidate)) ?? first)
  return budget.ok ? ok(times(budget.value, { n: share.n, d: share.d * 100n })) : budget
}

function eachOf<T, U>(items: readonly T[], work: (item: T) => Answer<U>): Answer<U[]> {
  const done: U[] = []
  for (const item of items) {
    const result = work(item)
    if (!result.ok) return result
    done.push(result.value)
  }
  return ok(done)
}
