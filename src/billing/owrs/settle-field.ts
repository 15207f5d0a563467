// What a field of a rate file comes to for one customer before anything is reckoned: maps give way to the value that is
// meant, keys are read, tables found.
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { Fraction } from '../fraction.ts'
import { chooseValue } from './choose-value.ts'
import { findField } from './fields.ts'
import type { Field, OwrsClass } from './parse-owrs.ts'
import type { OwrsRefusal } from './refusal.ts'

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

export type Answer<T> = Result<T, OwrsRefusal>

const mostOpen = 25 // fields that lead to fields; published files have five

export function isGivenOrField(evaluation: Evaluation, name: string): boolean {
  return evaluation.inputs.has(name) || findField(evaluation.fields, name) !== undefined
}

/** Opens the field behind a name; one that is already open leads to itself. */
export function within<T>(
  evaluation: Evaluation,
  asked: string,
  work: (inner: Evaluation, field: Field, name: string) => Answer<T>,
): Answer<T> {
  const found = findField(evaluation.fields, asked)
  if (!found) return refused({ name: 'missing-input', about: asked })
  const { open } = evaluation
  if (open.includes(found.name)) return refused({ name: 'circular-field', about: [...open, found.name].join(' -> ') })
  if (open.length >= mostOpen) return refused({ name: 'malformed-field', about: `${found.name} (too many fields lead to it)` })
  return work({ ...evaluation, open: [...open, found.name] }, found.field, found.name)
}

type Settled = Extract<Field, { kind: 'text' | 'list' }>

/** A map gives way to the value that is meant; that may again be a map. */
export function settle(evaluation: Evaluation, field: Field, name: string): Answer<Settled> {
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
export function tableOf(evaluation: Evaluation, names: readonly string[]): Answer<readonly Field[]> {
  const name = names.find((candidate) => findField(evaluation.fields, candidate)) ?? (names[0] as string)
  return within(evaluation, name, (inner, field, own) => {
    const settled = settle(inner, field, own)
    if (!settled.ok) return settled
    const { value } = settled
    if (value.kind === 'list') return ok(value.items)
    return findField(inner.fields, value.text) && !inner.inputs.has(value.text) ? tableOf(inner, [value.text]) : ok([value])
  })
}
