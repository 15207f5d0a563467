// In which language a customer writes, as far as his words say it for sure.
import { eld } from 'eld/extrasmall'

const sampleCharacters = 400 // enough to be sure; more only costs time
const leastLetters = 8 // "ok thanks" may be anything

/** ISO 639-1, such as `es`; null where the words are too few or too mixed to tell. */
export function tellLanguage(text: string): string | null {
  const sample = text.slice(0, sampleCharacters)
  if ((sample.match(/\p{L}/gu)?.length ?? 0) < leastLetters) return null
  const found = eld.detect(sample)
  return found.isReliable() ? found.language : null
}
