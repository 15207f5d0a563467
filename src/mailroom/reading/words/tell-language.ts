// In which language a customer writes, as far as his words say it for sure. The library's tables are loaded when they are
// first asked: they take half a second and ninety megabytes.

const sampleCharacters = 400 // enough to be sure; more only costs time
const leastLetters = 8 // "ok thanks" may be anything

let loading: Promise<typeof import('eld/extrasmall')> | undefined

/** ISO 639-1, such as `es`; null where the words are too few or too mixed to tell. */
export async function tellLanguage(text: string): Promise<string | null> {
  const sample = text.slice(0, sampleCharacters)
  if ((sample.match(/\p{L}/gu)?.length ?? 0) < leastLetters) return null
  loading ??= import('eld/extrasmall')
  const found = (await loading).eld.detect(sample)
  return found.isReliable() ? found.language : null
}
