// Words that compare: "doubled", "higher than last year", "the same amount", "más alto que". What is compared, the binder finds.
import type { Meaning, Printed, Relation, Span } from './claim.ts'
import type { Sentence } from './sentences.ts'

type Place = Span & { meaning: Meaning }

const l = '(?<![\\p{L}\\p{N}])'
const r = '(?![\\p{L}\\p{N}])'
const of = (words: string) => new RegExp(`${l}(?:${words})${r}`, 'giu')
const thing = '(?:[\\p{L}$%,.\\d/-]+[ \\n]){0,6}?'

const words: [RegExp, Relation][] = [
  [
    of(
      'doubl(?:ed|es|ing)|double(?! check)|twice(?= (?:as|the|what|your|last))|two times|2 times|2x|two-?fold|duplic(?:ó|ado|aron|a)|el doble|al doble|dos veces (?:más|el|lo|la)',
    ),
    { is: 'ratio', of: 2 },
  ],
  [
    of('tripl(?:ed|es|ing)|triple|three times|3 times|3x|three-?fold|triplic(?:ó|ado|aron|a)|el triple|tres veces (?:más|el|lo|la)'),
    { is: 'ratio', of: 3 },
  ],
  [of('quadrupl(?:e|ed|es)|four times|4 times|4x|four-?fold|cuadruplic\\p{L}+|cuatro veces (?:más|el|lo|la)'), { is: 'ratio', of: 4 }],
  [of('halved|cut in half|half (?:as|of|the|what|your|last)|(?:by|one) half|la mitad|se redujo a la mitad'), { is: 'ratio', of: 0.5 }],
  [of('(?:a|one) (?:quarter|fourth) (?:of|the|as)|la cuarta parte|un cuarto de(?!l? hora)'), { is: 'ratio', of: 0.25 }],
  [of('(?:a|one) third (?:of|the|as)|la tercera parte|un tercio'), { is: 'ratio', of: 1 / 3 }],
  [of('two[ -]thirds|dos tercios'), { is: 'ratio', of: 2 / 3 }],
  [of('three[ -](?:quarters|fourths)|tres cuartos'), { is: 'ratio', of: 0.75 }],
  [
    of(
      `(?:higher|more|larger|greater|longer|bigger|above|costlier)(?=[ \\n]${thing}than${r})|(?:(?<!(?:o|y)[ \\n])más(?![ \\n](?:baj|barat|pequeñ|cort))|mayor)(?=[ \\n]${thing}que${r})|superior a(?! un)|exceed(?:s|ed)?(?= (?:the|your|last))|mayor que`,
    ),
    { is: 'higher' },
  ],
  [
    of(
      `(?:lower|less|fewer|smaller|shorter|below|cheaper)(?=[ \\n]${thing}than${r})|(?:menos|menor|más (?:baj|barat|pequeñ|cort)\\p{L}+)(?=[ \\n]${thing}que${r})|inferior a|menor que`,
    ),
    { is: 'lower' },
  ],
  [
    of(
      '(?:increas(?:ed|es|ing)|rose|risen|rises|went up|gone up|goes up|grew|grown|climbed|jumped|soared|spiked|surged)|(?:an? (?:increase|rise|jump))|aument(?:ó|aron|ado|a)|subi(?:ó|eron|do)|creci(?:ó|eron|do)|un (?:aumento|incremento)|increment(?:ó|ado)',
    ),
    { is: 'higher' },
  ],
  [
    of(
      '(?:decreas(?:ed|es|ing)|fell|fallen|falls|went down|gone down|goes down|dropped|declined|shrank|sank|dipped)|(?:an? (?:decrease|drop|decline|reduction)(?! of \\d[\\d.]* ?(?:%|percent)))|disminuy(?:ó|eron)|disminuido|baj(?:ó|aron|ado)|se redujo|cay(?:ó|eron)|una (?:disminución|baja|reducción)(?! del? \\d[\\d.]* ?%)',
    ),
    { is: 'lower' },
  ],
  [
    of(
      `higher(?![ \\n]${thing}than)(?=[ \\n]?(?:[.,;:!?]|$|because|since|by|this))|más (?:alt[oa]s?|car[oa]s?|elevad[oa]s?)(?![ \\n]${thing}que)(?=[ \\n]?(?:[.,;:!?]|$|porque|este))`,
    ),
    { is: 'higher' },
  ],
  [
    of(
      `lower(?![ \\n]${thing}than)(?=[ \\n]?(?:[.,;:!?]|$|because|since|by|this))|más (?:baj[oa]s?|barat[oa]s?)(?![ \\n]${thing}que)(?=[ \\n]?(?:[.,;:!?]|$|porque|este))`,
    ),
    { is: 'lower' },
  ],
  [
    of(
      "the same (?:amount|total|as|price|rate|use|usage|number)|for the same amount|unchanged|(?:did not|didn't|has not|hasn't|have not) change[d]?|identical(?: to)?|equal to|(?:el|la) mism[oa] (?:monto|cantidad|total|importe|precio|tarifa|consumo|que)|igual (?:a|que)|no (?:cambió|ha cambiado|cambiaron)|sin cambios",
    ),
    { is: 'same' },
  ],
  [
    of(
      '(?<times>\\d{1,3}(?:\\.\\d+)?|five|six|seven|eight|nine|ten|cinco|seis|siete|ocho|nueve|diez) (?:times|veces) (?:as|the|that|this|more|what|higher|larger|your|su|más|el|la|lo)',
    ),
    { is: 'ratio', of: 0 },
  ],
]

const conditional =
  /^(?:if|when|where|whenever|whether|unless|once|should|si|cuando|en caso de|would)(?!\p{L})|(?<!\p{L})(?:if|whether|in case|si|cuando|en caso de que)(?!\p{L})[^.;]{0,160}$/iu
const vague = /(?:\bmore or (?:less|fewer)|más o menos|\bno (?:higher|lower|more|less)|\bnot? (?:higher|lower|more|less))\b[^.]{0,10}$/iu
const counted =
  /^[ \n](?:\p{L}+[ \n]){0,2}than[ \n](?:[$\d]|one[ \n]|a[ \n](?:month|year|week|day)(?!\p{L}|[ \n](?:ago|earlier|before))|two|three|that[.,]?$)/iu
const almost = /(?:almost|nearly|about|roughly|approximately|around|close to|casi|aproximadamente|cerca del?)[ \n](?:\p{L}+[ \n])?$/iu
const over = /(?:more than|over|well over|más que|más de)[ \n](?:\p{L}+[ \n])?$/iu
const under = /(?:less than|under|menos de)[ \n](?:\p{L}+[ \n])?$/iu
const spelledTimes: Record<string, number> = {
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
}

export function comparisonsIn(plain: string, sentences: readonly Sentence[]): Place[] {
  const places: Place[] = []
  for (const { start, end } of sentences) {
    const sentence = plain.slice(start, end)
    for (const [pattern, relation] of words)
      for (const found of sentence.matchAll(pattern)) {
        const [before, after] = [sentence.slice(Math.max(0, found.index - 160), found.index), sentence.slice(found.index + found[0].length)]
        if (conditional.test(before) || vague.test(before + found[0]) || counted.test(after)) continue
        const times = found.groups?.times
        const meant = times ? ({ is: 'ratio', of: Number(spelledTimes[times.toLowerCase()] ?? times) } as const) : relation
        const at = start + found.index
        if (places.some((place) => place.start < at + found[0].length && at < place.end)) continue
        places.push({ start: at, end: at + found[0].length, meaning: { kind: 'comparison', relation: meant, about: aboutness(before) } })
      }
  }
  return places
}

function aboutness(before: string): Printed['about'] {
  if (almost.test(before)) return 'about'
  if (over.test(before)) return 'over'
  return under.test(before) ? 'under' : 'exact'
}
