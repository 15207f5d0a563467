// Which of the two languages that letters are written in a short or misspelt text is in, by the small words that nobody misspells.
// Neighbours of both share many of those; where their own small words stand too, this does not tell.
const small = {
  en: 'the a an is was are i my me you your we our it this that to of for and or not in on at have has do did can will with why how what when please bill water',
  es: 'el la los las un una es esta de del que y o no me mi mis su le se lo por para con como cuando cuanto porque favor ya en al yo muy agua factura recibo pago gracias hola cuenta',
  // French, Portuguese, Italian, German, Dutch and Polish.
  neighbours:
    'je ne pas les des est et mon ma mes vous nous pour dans avec sur ce cette une du au qui sont eau voce nao meu minha uma do da dos das em ao com os conta sou foi ate isso il che non mi sono della di acqua bolletta perche questo questa per gli der die das und ist nicht ich mein meine den dem ein eine auf wasser het een niet van ik mijn waarom mij nie jest moj moja dlaczego czy na sie jak',
}
const setOf = (words: string) => new Set(words.split(' '))
const en = setOf(small.en)
const es = setOf(small.es)
const shared = en.intersection(es)
const neighbours = setOf(small.neighbours).difference(en).difference(es)
const wordsLookedAt = 200

/** null where they do not tell. */
export function likelyLanguage(words: readonly string[]): 'en' | 'es' | null {
  const looked = words.slice(0, wordsLookedAt).filter((word) => !shared.has(word))
  const count = (set: ReadonlySet<string>) => looked.filter((word) => set.has(word)).length
  const [english, spanish, other] = [count(en), count(es), count(neighbours)]
  if (other > 0 && 3 * other >= Math.max(english, spanish)) return null
  if (english >= 2 * spanish && english > 1) return 'en'
  return spanish >= 2 * english && spanish > 1 ? 'es' : null
}
