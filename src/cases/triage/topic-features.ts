// What the classifier sees of a mail: its words, pairs of them, pieces of them (which bear typing errors and endings), and what they
// mean for this office.
import { wordsOf } from './mail-words.ts'
import { meaningsOf } from './word-meanings.ts'

export type Features = { [name: string]: number }

const wordsLookedAt = 400
const pieces = { least: 3, most: 4, weight: 0.45 }
const pairWeight = 0.5
const smallWeight = 0.3
const meaningWeight = 0.7
const small = new Set(
  'the a an is was are i my me you your we our it this that to of for and or not in on at have has do did can will with what when el la los las un una es de del que y o no mi mis su le se lo por para con como en al yo'.split(
    ' ',
  ),
)

export function topicFeatures(text: string): Features {
  const said: Features = Object.create(null)
  const meant: Features = Object.create(null)
  const words = wordsOf(text)
    .slice(0, wordsLookedAt)
    .map((word) => (/\p{N}/u.test(word) ? '#' : word))
  words.forEach((word, at) => {
    said[`w ${word}`] = small.has(word) ? smallWeight : 1
    if (at > 0) said[`p ${words[at - 1]} ${word}`] = pairWeight
    for (const meaning of meaningsOf(word)) meant[`m ${meaning}`] = 1
    if (word.length > pieces.least && !small.has(word)) for (const piece of piecesOf(`^${word}$`)) said[`c ${piece}`] = pieces.weight
  })
  return { ...ofLength(said, 1), ...ofLength(meant, meaningWeight) }
}

function ofLength(features: Features, wanted: number): Features {
  const length = Math.sqrt(Object.values(features).reduce((sum, value) => sum + value ** 2, 0)) || 1
  return Object.fromEntries(Object.entries(features).map(([name, value]) => [name, (value * wanted) / length]))
}

function* piecesOf(word: string): Generator<string> {
  for (let length = pieces.least; length <= pieces.most; length += 1)
    for (let at = 0; at + length <= word.length; at += 1) yield word.slice(at, at + length)
}
