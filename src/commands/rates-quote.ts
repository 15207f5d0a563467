// `rates quote`: what a customer would pay by a rate file in the Open Water Rate Specification. No database, no network.
import path from 'node:path'
import { quoteOwrs } from '../billing/owrs/quote-owrs.ts'
import type { OwrsRefusal, OwrsRefusalName } from '../billing/owrs/refusal.ts'
import { UsageProblem } from '../platform/problem.ts'
import { answerLines } from './batch.ts'
import { readOwrsFile } from './read-owrs-file.ts'

export type QuoteAsked = { owrs?: string; class?: string; input?: string[]; batch?: string }

type Quoted = { serviceCharge: number; commodityCharge: number; bill: number } | { error: string }

/** Paths are taken from `folder`. */
export async function quoteRates(asked: QuoteAsked, folder: string, print: (line: string) => void): Promise<void> {
  const { owrs, class: className, input = [], batch } = asked
  if (batch !== undefined) return answerLines(batch === '-' ? batch : path.resolve(folder, batch), (line) => answer(line, folder), print)
  if (owrs === undefined || className === undefined)
    throw new UsageProblem('Name a rate file and a class (--owrs FILE --class CLASS), or --batch FILE (- for standard input).')
  const quoted = await quote(owrs, className, new Map(input.map(namedValue)), folder)
  if ('error' in quoted) throw new UsageProblem(quoted.error)
  print(JSON.stringify(quoted))
}

async function quote(file: string, className: string, inputs: ReadonlyMap<string, string>, folder: string): Promise<Quoted> {
  const rates = await readOwrsFile(file, path.resolve(folder, file))
  const quoted = rates.ok ? quoteOwrs(rates.value, className, inputs) : rates
  if (!quoted.ok) return { error: words(quoted.refusal) }
  const { serviceChargeCents, commodityChargeCents, billCents } = quoted.value
  return { serviceCharge: serviceChargeCents / 100, commodityCharge: commodityChargeCents / 100, bill: billCents / 100 }
}

async function answer(line: string, folder: string): Promise<object> {
  const asked = objectIn(line)
  if (!asked) return { id: null, error: 'not a JSON object' }
  const { id, file, class: className, inputs = {} } = asked
  const named = id === undefined ? {} : { id }
  if (typeof file !== 'string' || typeof className !== 'string') return { ...named, error: 'expected a file and a class' }
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs)) return { ...named, error: 'expected inputs by name' }
  const given = Object.entries(inputs)
  const odd = given.find(([, value]) => !['string', 'number', 'boolean'].includes(typeof value))
  if (odd) return { ...named, error: `expected a number or a text as input: ${odd[0]}` }
  return { ...named, ...(await quote(file, className, new Map(given.map(([name, value]) => [name, String(value)])), folder)) }
}

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined // the caller is told so in the answer
  }
}

function namedValue(given: string): [string, string] {
  const at = given.indexOf('=')
  if (at < 1) throw new UsageProblem(`--input wants name=value, such as usage_ccf=12: ${given}`)
  return [given.slice(0, at).trim(), given.slice(at + 1).trim()]
}

function words({ name, about }: OwrsRefusal): string {
  return `${reasons[name]}: ${about}`
}

const reasons: Record<OwrsRefusalName, string> = {
  'unreadable-file': 'cannot be read',
  'unknown-class': 'unknown class',
  'unknown-unit': 'bill_unit is neither ccf nor kgal',
  'missing-input': 'missing, neither given nor in the file',
  'unknown-key': 'the file has no value for this',
  'negative-usage': 'use below zero',
  'malformed-field': 'the field is malformed',
  'given-twice': 'the file gives this twice, with different values',
  'circular-field': 'fields lead back to themselves',
  'bad-formula': 'not a formula',
  'not-a-number': 'not a number',
  'division-by-zero': 'division by zero in',
  'number-too-large': 'a number grows too large in',
  'unequal-tiers': 'the tier tables differ in length',
  'unordered-tiers': 'the tiers do not begin at zero and ascend',
}
