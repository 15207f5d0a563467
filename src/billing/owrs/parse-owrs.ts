// A rate file as a tree of YAML becomes classes of fields. What is odd in one field spoils that field only: the files were
// written by many hands, and a quote for another class or field stands all the same.
import { ok, type Result, refused } from '../../kernel/result.ts'
import type { OwrsRefusal } from './refusal.ts'

/** YAML with every scalar as it is written, so that `4.50` and `5/8"` are text, and with repeated keys kept. */
export type YamlTree = string | YamlTree[] | YamlMap
export type YamlMap = { entries: [key: string, value: YamlTree][] }

export type OwrsFile = { billUnit: string; classes: ReadonlyMap<string, OwrsClass> }
export type OwrsClass = ReadonlyMap<string, Field>

export type Field =
  /** A number, a formula, a name or a keyword. */
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly Field[] }
  /** `depends_on` with `values`. */
  | { kind: 'choice'; dependsOn: readonly string[]; values: ReadonlyMap<string, Field> }
  /** A map below a choice, by the next of its keys. */
  | { kind: 'branch'; values: ReadonlyMap<string, Field> }
  | { kind: 'unusable'; refusal: OwrsRefusal }

const mostKeys = 10 // published files have three

export function parseOwrs(tree: YamlTree): Result<OwrsFile, OwrsRefusal> {
  const classes = new Map<string, OwrsClass>()
  // Some files repeat the heading for every class.
  for (const structure of valuesAt(tree, 'rate_structure')) {
    for (const [name, fields] of entriesOf(structure)) if (!classes.has(name)) classes.set(name, fieldsOf(entriesOf(fields), name))
  }
  if (classes.size === 0) return refused({ name: 'unreadable-file', about: 'no classes under rate_structure' })
  const metadata = valuesAt(tree, 'metadata')
  const units = ['bill_unit', 'unit_type'].flatMap((key) => metadata.flatMap((map) => valuesAt(map, key)))
  const unit = units.find((value) => typeof value === 'string' && value !== '')
  return ok({ billUnit: typeof unit === 'string' ? unit : 'ccf', classes })
}

function valuesAt(tree: YamlTree, key: string): YamlTree[] {
  return entriesOf(tree)
    .filter(([name]) => name === key)
    .map(([, value]) => value)
}

/** Of a map; the oldest files write one as a list of maps with one key each. */
function entriesOf(tree: YamlTree): YamlMap['entries'] {
  if (typeof tree === 'string') return []
  return Array.isArray(tree) ? tree.flatMap((item) => (Array.isArray(item) ? [] : entriesOf(item))) : tree.entries
}

/** A key given twice is no mistake where both say the same; else nobody can tell which was meant. */
function fieldsOf(entries: YamlMap['entries'], about: string): Map<string, Field> {
  const fields = new Map<string, Field>()
  const written = new Map<string, string>()
  for (const [key, value] of entries) {
    const text = JSON.stringify(value)
    const same = (written.get(key) ?? text) === text
    fields.set(key, same ? fieldOf(value, key) : unusable('given-twice', `${key} (in ${about})`))
    written.set(key, same ? text : '')
  }
  return fields
}

function fieldOf(value: YamlTree, name: string): Field {
  if (typeof value === 'string') return { kind: 'text', text: value }
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => fieldOf(item, name)) }
  const [dependsOn] = valuesAt(value, 'depends_on')
  const [values] = valuesAt(value, 'values')
  if (dependsOn === undefined && values === undefined) return { kind: 'branch', values: fieldsOf(value.entries, name) }
  const names = (Array.isArray(dependsOn) ? dependsOn : [dependsOn]).filter((item) => typeof item === 'string' && item !== '')
  if (names.length > mostKeys) return unusable('malformed-field', `${name} (depends on more than ${mostKeys} others)`)
  if (names.length === 0 || values === undefined || entriesOf(values).length === 0)
    return unusable('malformed-field', `${name} (depends_on and values belong together)`)
  return { kind: 'choice', dependsOn: names as string[], values: fieldsOf(entriesOf(values), name) }
}

function unusable(name: OwrsRefusal['name'], about: string): Field {
  return { kind: 'unusable', refusal: { name, about } }
}
