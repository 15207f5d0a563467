// Units that letters about water use, in English and Spanish, and what one is worth in another.
import type { Per } from './claim.ts'

const spellings: [string, string][] = [
  ['gallons', 'gallons?|gals?\\.?|galones|galón'],
  ['cubic feet', 'cubic[ \\n_](?:feet|foot)|cu\\.? ?ft\\.?|ft3|ft³|cf|pies?[ \\n]cúbicos?|cubic-feet'],
  ['ccf', 'ccf|hcf|hundred[ \\n]cubic[ \\n]feet|cien(?:tos)?(?:[ \\n]de)?[ \\n]pies[ \\n]cúbicos'],
  ['kgal', 'kgals?|thousand[ \\n]gallons|mil[ \\n]galones'],
  ['mcf', 'mcf|thousand[ \\n]cubic[ \\n]feet|mil[ \\n]pies[ \\n]cúbicos'],
  ['litres', 'lit(?:er|re)s?|litros?'],
  ['cubic metres', 'cubic[ \\n]met(?:er|re)s?|m3|m³|metros?[ \\n]cúbicos?'],
  ['business days', '(?:business|working)[ \\n-]days?|días?[ \\n](?:hábil(?:es)?|laborables?)'],
  ['days', '(?:calendar[ \\n])?days?|días?(?:[ \\n](?:calendario|naturales))?'],
  ['weeks', 'weeks?|semanas?'],
  ['months', 'months?|mes(?:es)?'],
  ['years', 'years?|años?'],
  ['hours', 'hours?|hrs?|horas?'],
  ['minutes', 'minutes?|mins?|minutos?'],
  ['inches', 'inch(?:es)?|pulgadas?|["″”]'],
  ['feet', 'feet|foot|ft|pies?'],
  ['counts', 'counts?'],
]

const whole = spellings.map(([name, spelling]) => [name, new RegExp(`^(?:${spelling})$`, 'iu')] as const)
const all = spellings.map(([, spelling]) => spelling).join('|')
const dayLike = 'day|week|month|year|hour|minute|día|semana|mes|año|hora|minuto'

/** Right after a number. */
export const unitAfter = new RegExp(`^[ \\n]{0,2}-?(?:de )?(${all})(?![\\p{L}\\p{N}])`, 'iu')
const perAfter = new RegExp(
  `^(?:[ \\n](?:de agua|of water))?(?:[ \\n](a|an|per|each|every|for|al|a la|cada|por|por cada)[ \\n](?:(?:each|every)[ \\n])?|[ \\n]?(/)[ \\n]?)(?:(\\d[\\d,.]*|one|thousand|mil|cien|hundred)[ \\n])?(${all}|${dayLike})(?![\\p{L}\\p{N}])`,
  'iu',
)
/** What prices are for; "for 62 days" and "for 12,345 gallons" say something else. */
const priceBases = new Set([1, 100, 1000])
const adverbAfter = /^[ \n](daily|monthly|yearly|annually|diari[oa]s?|mensual(?:es|mente)?|anual(?:es|mente)?)(?![\p{L}\p{N}])/iu

/** The canonical name: `gals` → `gallons`. Undefined: a word that is no unit here. */
export function unitNamed(text: string): string | undefined {
  const word = text.trim()
  return whole.find(([, pattern]) => pattern.test(word))?.[0]
}

/** What is counted for what, right after an amount, a share or a quantity; with its length. */
export function perIn(after: string): { per: Per; length: number } | null {
  const found = perAfter.exec(after)
  if (found) {
    const [words, joint, , written = '1', word = ''] = found
    const count = /thousand|mil/i.test(written)
      ? 1000
      : /cien|hundred/i.test(written)
        ? 100
        : Number(written.replaceAll(',', '').replace(/^one$/i, '1'))
    const unit = unitNamed(word) ?? unitNamed(`${word}s`) ?? word
    const isPrice = priceBases.has(count) && (unitRatio(unit, 'gallons', false) !== undefined || (count === 1 && found[3] === undefined))
    const plain = joint !== 'for' && joint !== 'por' && (found[3] === undefined || !/^(?:an?|al|a la)$/iu.test(joint ?? ''))
    if (isPrice || plain) return { per: { count, unit }, length: words.length }
  }
  const adverb = adverbAfter.exec(after)
  if (!adverb) return null
  const word = adverb[1] as string
  return { per: { count: 1, unit: /^d/i.test(word) ? 'days' : /^m/i.test(word) ? 'months' : 'years' }, length: adverb[0].length }
}

/** A fact's unit: `gallons a day`, `CCF`, `dollars for 1,000 cubic feet`. */
export function parseUnit(unit: string): { unit: string; per: Per | null } {
  const text = unit.trim().replaceAll('_', ' ')
  if (/^gpd$/i.test(text)) return { unit: 'gallons', per: { count: 1, unit: 'days' } }
  const cut = /^(?:per|for) |(?:[ /](?:a|an|per|for|each|por|al|cada)?[ ]?)/iu.exec(text)
  const known = unitNamed(text)
  if (known || !cut) return { unit: known ?? text.toLowerCase(), per: null }
  for (let at = text.length; at > 0; at--) {
    const per = perIn(text.slice(at))
    if (per && at + per.length === text.length)
      return { unit: unitNamed(text.slice(0, at)) ?? text.slice(0, at).toLowerCase(), per: per.per }
  }
  const leading = perIn(` ${text}`)
  return leading ? { unit: '', per: leading.per } : { unit: text.toLowerCase(), per: null }
}

/** In gallons, days or inches; the city's factor for cubic feet (chicago.gov, water and sewer rates). */
const worth: Record<string, [string, number]> = {
  gallons: ['volume', 1],
  'cubic feet': ['volume', 7.48052],
  ccf: ['volume', 748.052],
  kgal: ['volume', 1000],
  mcf: ['volume', 7480.52],
  litres: ['volume', 0.264172],
  'cubic metres': ['volume', 264.172],
  days: ['time', 1],
  weeks: ['time', 7],
  inches: ['length', 1],
  feet: ['length', 12],
  hours: ['clock', 60],
  minutes: ['clock', 1],
}
/** Only where a text says "about": no two months are alike. */
const looseWorth: Record<string, [string, number]> = { months: ['time', 30.44], years: ['time', 365.25] }

/** How many `to` one `from` is; undefined when they measure different things. */
export function unitRatio(from: string, to: string, loose: boolean): number | undefined {
  if (from === to) return 1
  if ((from === 'months' && to === 'years') || (from === 'years' && to === 'months')) return from === 'years' ? 12 : 1 / 12
  const of = (unit: string) => worth[unit] ?? (loose ? looseWorth[unit] : undefined)
  const [a, b] = [of(from), of(to)]
  return a && b && a[0] === b[0] ? a[1] / b[1] : undefined
}
