// Which of the two languages that letters are written in a short or misspelt text is in, by the small words that nobody misspells.
const small = {
  en: 'the a an is was are i my me you your we our it this that to of for and or not in on at have has do did can will with why how what when please bill water'.split(
    ' ',
  ),
  es: 'el la los las un una es esta de del que y o no me mi mis su le se lo por para con como cuando cuanto porque favor ya en al yo muy agua factura recibo pago gracias hola cuenta'.split(
    ' ',
  ),
}
const sets = { en: new Set(small.en), es: new Set(small.es) }
const both = new Set(small.en.filter((word) => sets.es.has(word)))
const wordsLookedAt = 200

/** null where they do not tell. */
export function likelyLanguage(words: readonly string[]): 'en' | 'es' | null {
  const looked = words.slice(0, wordsLookedAt).filter((word) => !both.has(word))
  const [en, es] = [looked.filter((word) => sets.en.has(word)).length, looked.filter((word) => sets.es.has(word)).length]
  if (en >= 2 * es && en > 1) return 'en'
  return es >= 2 * en && es > 1 ? 'es' : null
}
