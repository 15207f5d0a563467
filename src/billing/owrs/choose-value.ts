// Which value of a `depends_on` map is meant. Files and callers write one key in several ways (`1|1/2"`, `1 1/2"`, `1_1/2"`;
// Winter, winter): the exact one wins, then the only one that reads the same.
import type { Field } from './parse-owrs.ts'

/** `parts`: one for each name the map depends on, joined by `|` in the file, or leading through maps in maps. */
export function chooseValue(values: ReadonlyMap<string, Field>, parts: readonly string[]): Field | undefined {
  for (let count = parts.length; count > 0; count -= 1) {
    const found = valueAt(values, parts.slice(0, count).join('|'))
    if (found && count === parts.length) return found
    if (found?.kind === 'branch') return chooseValue(found.values, parts.slice(count))
  }
  return valueAt(values, 'default')
}

function valueAt(values: ReadonlyMap<string, Field>, key: string): Field | undefined {
  const exact = values.get(key)
  if (exact) return exact
  const wanted = plainKey(key)
  const alike = [...values].filter(([candidate]) => plainKey(candidate) === wanted)
  return alike.length === 1 ? alike[0]?.[1] : undefined
}

function plainKey(key: string): string {
  return key
    .toLowerCase()
    .replace(/[″”“]/g, '"')
    .replace(/(\d)[\s_|-]+(?=\d+\/\d)/g, '$1 ')
    .split('|')
    .map((part) => plainNumber(part.replace(/[\s_]+/g, ' ').trim()))
    .join('|')
}

/** `01` and `1.0` are `1`. */
function plainNumber(part: string): string {
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(part) ? String(Number(part)) : part
}
