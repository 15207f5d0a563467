// What a field of a rate file comes to for one customer. Only what the asked charge needs is looked at, each name once; what
// the caller gave stands in for the file's own field of that name, as in the format's own reader.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { type Fraction, minus, times, whole } from '../fraction.ts'
import { chooseValue } from './choose-value.ts'
import { calculate, type Operator, parseNumber } from './exact-number.ts'
import { billingUnitsPerCcf, findField, inBillingUnits, tableNames } from './fields.ts'
import { type Formula, parseFormula } from './formula.ts'
import type { Field, OwrsClass } from './parse-owrs.ts'
import type { OwrsRefusal } from './refusal.ts'
import { budgetLimits, tierCharge, tieredLimits } from './tiers.ts'

export type Evaluation = {
  fields: OwrsClass
  /** Numbers and keys as text, as they were written. */
  inputs: ReadonlyMap<string, string>
  billUnit: string
  /** What each name came to, as a number and as a key, so that a field named by many is worked out once. */
  knownNumbers: Map<string, Result<Fraction, OwrsRefusal>>
  knownKeys: Map<string, Result<string, OwrsRefusal>>
  /** The fields being worked out, outermost first. */
  open: readonly string[]
}

type Answer<T> = Result<T, OwrsRefusal>

const mostOpen = 25 // fields that lead to fields; published files have five

export function isGivenOrField(evaluation: Evaluation, name: string): boolean {
  return evaluation.inputs.has(name) || findField(evaluation.fields, name) !== undefined
}

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

/** Opens the field behind a name; one that is already open leads to itself. */
function within<T>(evaluation: Evaluation, asked: string, work: (inner: Evaluation, field: Field, name: string) => Answer<T>): Answer<T> {
  const found = findField(evaluation.fields, asked)
  if (!found) return refused({ name: 'missing-input', about: asked })
  const { open } = evaluation
  if (open.includes(found.name)) return refused({ name: 'circular-field', about: [...open, found.name].join(' -> ') })
  if (open.length >= mostOpen) return refused({ name: 'malformed-field', about: `${found.name} (too many fields lead to it)` })
  return work({ ...evaluation, open: [...open, found.name] }, found.field, found.name)
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

type Settled = Extract<Field, { kind: 'text' | 'list' }>

/** A map gives way to the value that is meant; that may again be a map. */
function settle(evaluation: Evaluation, field: Field, name: string): Answer<Settled> {
  if (field.kind === 'text' || field.kind === 'list') return ok(field)
  if (field.kind === 'unusable') return refused(field.refusal)
  if (field.kind === 'branch') return refused({ name: 'malformed-field', about: `${name} (a map without depends_on)` })
  const keys: string[] = []
  for (const asked of field.dependsOn) {
    const key = keyOf(evaluation, asked)
    if (!key.ok) return key
    keys.push(key.value)
  }
  const chosen = chooseValue(field.values, keys)
  if (chosen) return settle(evaluation, chosen, name)
  const asked = field.dependsOn.map((key, index) => `${key} ${keys[index]}`).join(', ')
  return refused({ name: 'unknown-key', about: `${name} has no value for ${asked.slice(0, 200)}` })
}

/** The text by which a map is read: as the caller gave it, or what the file's own field comes to, such as a season by month. */
function keyOf(evaluation: Evaluation, name: string): Answer<string> {
  const given = evaluation.inputs.get(name)
  if (given !== undefined) return ok(given.trim())
  const known = evaluation.knownKeys.get(name)
  if (known) return known
  const key = within(evaluation, name, keyIn)
  evaluation.knownKeys.set(name, key)
  return key
}

function keyIn(evaluation: Evaluation, field: Field, name: string): Answer<string> {
  const settled = settle(evaluation, field, name)
  if (!settled.ok) return settled
  const { value } = settled
  if (value.kind === 'list') return refused({ name: 'malformed-field', about: `${name} (a list, not a key)` })
  return isGivenOrField(evaluation, value.text) ? keyOf(evaluation, value.text) : ok(value.text)
}

/** A table may be written out, or be the name of another field. A single number is a table of one. */
function tableOf(evaluation: Evaluation, names: readonly string[]): Answer<readonly Field[]> {
  const name = names.find((candidate) => findField(evaluation.fields, candidate)) ?? (names[0] as string)
  return within(evaluation, name, (inner, field, own) => {
    const settled = settle(inner, field, own)
    if (!settled.ok) return settled
    const { value } = settled
    if (value.kind === 'list') return ok(value.items)
    return findField(inner.fields, value.text) && !inner.inputs.has(value.text) ? tableOf(inner, [value.text]) : ok([value])
  })
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
