// Numbers written out, in English and Spanish. What is no number of either grammar ("one eight seven") has no value.

const english = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)
const spanish = words(
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve',
)
const units = new Map([...english, ...spanish, ['veintiun', 21], ['un', 1], ['una', 1], ['veintiuna', 21]])
const tens = new Map([
  ...'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, 20 + at * 10] as const),
  ...'treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ').map((word, at) => [word, 30 + at * 10] as const),
])
const hundreds = new Map([
  ['cien', 100],
  ['ciento', 100],
  ['quinientos', 500],
  ['setecientos', 700],
  ['novecientos', 900],
  ...'dos tres cuatro seis ocho'.split(' ').map((word) => [`${word}cientos`, (spanish.get(word) as number) * 100] as const),
])
const multipliers = new Map([
  ['hundred', 100],
  ['dozen', 12],
  ['docena', 12],
  ['thousand', 1000],
  ['grand', 1000],
  ['mil', 1000],
  ['million', 1_000_000],
  ['millon', 1_000_000],
  ['millones', 1_000_000],
])

/** Articles and words that are also something else (Spanish eleven is English "once"): numbers only inside a longer one. */
const onlyInside = new Set(['one', 'un', 'una', 'uno', 'once'])

const anyWord = [
  ...units.keys(),
  ...tens.keys(),
  ...hundreds.keys(),
  ...multipliers.keys(),
  'dieciséis',
  'veintidós',
  'veintitrés',
  'veintiséis',
  'veintiún',
  'millón',
]
  .sort((a, b) => b.length - a.length)
  .join('|')
const feminine =
  'doscientas|trescientas|cuatrocientas|quinientas|seiscientas|setecientas|ochocientas|novecientas|hundreds|thousands|millions|dozens|miles|docenas'
const one = `(?:${anyWord}|${feminine})`
const fraction = '[ \\n](?:and|y)[ \\n](?:(?:an?|one|un|una)[ \\n])?(?:half|quarter|three[ -]quarters|medi[oa]|cuarto|tres cuartos)'
/** `half a percent`: a share below one. */
const partOfPercent = '(?:an? |one[ -])?(?:half|quarter)(?: of)?(?: an?| one)?(?=[ \\n-]per ?cent)|medio(?= por ciento)'

/** A run of number words with what joins them. */
export const numberWordRun = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:an? (?=hundred|thousand|million|dozen|grand))?${one}(?:(?:[ \\n-]{1,3}|,? and |[ \\n]y[ \\n])${one})*(?:${fraction})?|${partOfPercent})(?![\\p{L}\\p{N}])`,
  'giu',
)

export function isOnlyInside(run: string): boolean {
  return onlyInside.has(run.toLowerCase())
}

/** `two hundred and five` → 205, `treinta y uno` → 31; undefined for what no grammar makes. */
export function numberOfWords(run: string): number | undefined {
  const share =
    /(?:^|(?:and|y)\s)(?:(?:an?|one|un|una)[\s-])?(half|medi[oa]|quarter|cuarto|three[ -]quarters|tres cuartos)(?: of)?(?: an?| one)?$/i.exec(
      run,
    )
  if (share) return fractionOf(run.slice(0, share.index).trim(), (share[1] as string).toLowerCase())
  const parts = bare(run)
    .split(/[^a-z]+/)
    .filter((part) => part !== '' && part !== 'and' && part !== 'y')
  let total = 0
  let group = 0
  let last = Number.POSITIVE_INFINITY // the worth of what stands before, so that "eight one" is refused
  for (const word of parts) {
    if (word === 'a' || word === 'an') continue
    const value = units.get(word) ?? tens.get(word) ?? hundreds.get(word)
    const times = multipliers.get(word)
    if (value !== undefined) {
      if (last <= (value < 10 ? 9 : value < 100 ? 99 : 999)) return undefined
      group += value
      last = value
    } else if (times === 100 || times === 12) {
      if (group >= 100) return undefined
      group = (group || 1) * times
      last = 100
    } else if (times !== undefined) {
      if (total !== 0 && total <= times) return undefined
      total += (group || 1) * times
      group = 0
      last = times
    } else return undefined
  }
  return parts.length === 0 ? undefined : total + group
}

function fractionOf(whole: string, words: string): number | undefined {
  const part = /^(?:half|medi)/.test(words) ? 0.5 : /^t/.test(words) ? 0.75 : 0.25
  const before = whole === '' ? 0 : numberOfWords(whole)
  return before === undefined ? undefined : before + part
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/cientas/g, 'cientos')
    .replace(/quinientas/g, 'quinientos')
}

function words(line: string): Map<string, number> {
  return new Map(line.split(' ').map((word, at) => [word, at]))
}
