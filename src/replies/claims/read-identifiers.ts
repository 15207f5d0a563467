// Identifiers: what a number is the number of, where the words say so; and tokens that look like one. Sections of law and
// opening hours are clauses.
import type { Meaning, Span } from './claim.ts'

type Place = Span & { meaning: Meaning }

/** What an identifier names, by the noun before it. */
const nouns: [string, string][] = [
  ['account', 'accounts?|accts?\\.?|cuentas?|cta\\.?'],
  ['case', 'cases?|tickets?|inquiry|casos?|expedientes?|consulta'],
  ['meter', 'meters?|medidor(?:es)?|contador'],
  ['property', 'pins?|parcel|property index'],
  ['bill', 'bills?|invoices?|statement|facturas?|recibos?'],
  ['payment', 'payments?|confirmation|checks?|receipts?|transaction|pagos?|confirmación|cheques?|transacción|comprobante'],
  ['order', '(?:work |service )?orders?|service requests?|orden(?:es)?|folios?'],
  ['reference', 'reference|ref\\.?|referencia|certificate|certificado|permit|permiso|claim|id|customer|cliente'],
]
const wholeNouns = nouns.map(([name, words]) => [name, new RegExp(`^(?:${words})$`, 'iu')] as const)
const noun = nouns.map(([, words]) => words).join('|')
const marked = '(?:,?[ \\n](?:numbers?|no\\.|num\\.?|nbr\\.?|ids?|#|números?|núm\\.?|nro\\.?|n\\.?[º°]))'
const joint = '(?:[ \\n]?(?:is|are|was|es|de|:|=)|[ \\n]?\\()?'
const ending = '(?<ending>[ \\n](?:that )?(?:ending|ends|terminad[ao]|que termina)(?:[ \\n](?:in|with|en|con))?)?'
const token = '(?<token>[#]?(?:\\p{L}{1,6}[-#]?)?\\d(?:[\\p{L}\\d-]{0,38}[\\p{L}\\d])?)'
const stop = '(?![\\p{L}\\p{N}]|[.,/]\\d|[ ]?%)'

const numbered = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<noun>${noun})${marked}${ending}${joint}${ending.replace('<ending>', '<ending2>')}[ \\n]?${token}${stop}`,
  'giu',
)
const named = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<noun>${noun})${ending}(?:[ \\n]?[:(])?[ \\n]${token}${stop}(?![ \\n](?:days?|months?|gallons?|días|meses|galones|dollars?|units?|times))`,
  'giu',
)
const hash = /(?<![\p{L}\p{N}&])(?:#|No\. ?|N\.?º ?|Nro\. ?)(?<token>\d(?:[\p{L}\d-]{0,38}[\p{L}\d])?)(?![\p{L}\p{N}]|[.,/]\d)/gu
const tokenAlone =
  /(?<![\p{L}\p{N}$.,/#-])(?<token>(?:\p{Lu}{1,6}-?\d|\d{1,14}-\d{1,14}-\d|\d{8,}|\d{3,}-\d{2,})(?:[\p{L}\d-]{0,38}[\p{L}\d])?)(?![\p{L}\p{N}%]|[.,/]\d)/gu
const section =
  /(?<![\p{L}\p{N}])(?:(?:MCC|(?:Municipal |City |Chicago )*(?:Municipal )?Code(?: of Chicago)?|Código(?: Municipal)?|sections?|secs?\.?|secci(?:ón|ones)|articles?|artículos?|chapters?|capítulos?|ordinances?|ordenanzas?|rules?|reglas?(?:[ \n]de[ \n]\p{L}+)?|regulations?|titles?|Public Acts?|P\.?A\.?|Acts?|Ley)[ \n]?(?:no\.|number|núm\.|número)?[ \n]?(?:sections?|sec\.|§|sección)?|§+)[ \n]?(?<token>\d(?:[\d.-]{0,24}\d)?(?:\([a-z\d]{1,3}\)){0,3})/giu
const clock =
  /(?<![\p{L}\p{N}$.,/]|(?<!m|:\d\d)-)(?:\d{1,2}(?::\d{2})?[ \n]?(?:[ap]\.m\.|[ap]m(?!\p{L}))|\d{1,2}:\d{2}(?!\d)(?: ?(?:hours|horas|h))?|(?<!\p{L})(?:noon|midnight|mediodía|medianoche)(?!\p{L}))/giu
const clockRange = /(?<![\p{L}\p{N}$.,/-])\d{1,2}(?::\d{2})?(?=[ \n]?(?:-|–|to|a|until)[ \n]?(?:las )?\d{1,2}(?::\d{2})?[ \n]?[ap]\.?m)/giu
const weekdays =
  /(?<![\p{L}])(?:(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)s?\.?(?:[ \n](?:through|thru|to|and)[ \n]|[ ]?[-–,][ ]?)(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)s?(?!\p{L})|(?:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekdays|weekends)(?!\p{L})|(?:de )?(?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)[ \n](?:a|y|al)[ \n](?:martes|miércoles|jueves|viernes|sábados?|domingos?)(?!\p{L})|(?:los|todos los)[ \n](?:lunes|martes|miércoles|jueves|viernes|sábados|domingos)(?!\p{L})|(?:24\/7|around the clock|24 hours a day|las 24 horas))/giu

const weekdayAlone =
  /(?<!\p{L})(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|lunes|martes|miércoles|jueves|viernes|sábado|domingo)s?\.?(?=,?:?[ \n](?:(?:from|until|till|de|hasta)[ \n])?(?:las[ \n])?\d{1,2}(?::\d\d|[ \n]?[ap]\.?m))/giu

export function clausesIn(plain: string): Place[] {
  const sections = [...plain.matchAll(section)].map((found) => {
    const value = found.groups?.token as string
    const start = found.index + found[0].length - value.length
    return { start, end: start + value.length, meaning: { kind: 'clause', of: 'section', value } as const }
  })
  const ranges = [...plain.matchAll(weekdays)]
  // One day alone has hours of its own only in a list of hours: "Mon-Thu 9:00-17:00, Fri 9:00-13:00".
  const alone = [...plain.matchAll(weekdayAlone)].filter(({ index }) =>
    ranges.some((range) => range.index < index && index - range.index < 90),
  )
  const hours = [...[clockRange, clock].flatMap((pattern) => [...plain.matchAll(pattern)]), ...ranges, ...alone].map((found) =>
    place(found.index, found[0], { kind: 'clause', of: 'hours', value: found[0] }),
  )
  return [...sections, ...hours]
}

export function identifiersIn(plain: string): Place[] {
  const places: Place[] = []
  for (const [pattern, sure] of [
    [numbered, true],
    [named, false],
    [hash, true],
    [tokenAlone, true],
  ] as const)
    for (const found of plain.matchAll(pattern)) {
      const groups = found.groups ?? {}
      const value = groups.token as string
      if (!sure && !looksLikeOne(value)) continue
      const start = found.index + found[0].lastIndexOf(value)
      const of = nounNamed(groups.noun) ?? (pattern === hash || pattern === tokenAlone ? nounBefore(plain, start) : null)
      places.push(
        place(start, value, { kind: 'identifier', of, value: plainIdentifier(value), ending: !!(groups.ending ?? groups.ending2) }),
      )
    }
  return places
}

/** A word of record and a bare count ("account 2 days later") is none. */
function looksLikeOne(token: string): boolean {
  return /^#|\p{L}|-/u.test(token) || token.length >= 4
}

function nounNamed(word: string | undefined): string | null {
  return word === undefined ? null : (wholeNouns.find(([, pattern]) => pattern.test(word))?.[0] ?? null)
}

const lastNoun = new RegExp(`(?<![\\p{L}\\p{N}])(${noun})${marked}?(?:[ \\n](?:is|of|es|de))?[ \\n:(#]*$`, 'iu')

/** The noun right before a place. */
export function nounBefore(plain: string, at: number): string | null {
  return nounNamed(lastNoun.exec(plain.slice(Math.max(0, at - 40), at))?.[1])
}

/** Case, spaces and hyphens are how it is set, not what it is. */
export function plainIdentifier(written: string): string {
  return written.replace(/^#/, '').replace(/[\s-]/g, '').toUpperCase()
}

function place(start: number, words: string, meaning: Meaning): Place {
  return { start, end: start + words.length, meaning }
}
