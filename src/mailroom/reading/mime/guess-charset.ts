// Which character set bytes without a true label are most likely in, for an American city's post: Western European unless
// the bytes speak clearly for something else.
import { isUtf8 } from 'node:buffer'
import { analyse } from 'chardet'
import iconv from 'iconv-lite'

const sampleBytes = 16_000
const sureConfidence = 40
const leadOverWestern = 30 // short texts with a curly quote look Baltic by chance
const names = new Map([
  ['UTF-8', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['Big5', 'big5'],
  ['Shift_JIS', 'shift_jis'],
  ['EUC-JP', 'euc-jp'],
  ['EUC-KR', 'cp949'],
  ['KOI8-R', 'koi8-r'],
  ['windows-1250', 'windows-1250'],
  ['ISO-8859-2', 'iso-8859-2'],
  ['windows-1251', 'windows-1251'],
  ['ISO-8859-5', 'iso-8859-5'],
  ['windows-1253', 'windows-1253'],
  ['ISO-8859-7', 'iso-8859-7'],
  ['windows-1255', 'windows-1255'],
  ['ISO-8859-8', 'windows-1255'],
  ['windows-1256', 'windows-1256'],
  ['ISO-8859-6', 'iso-8859-6'],
])
const western = new Set(['windows-1252', 'ISO-8859-1'])
/** Lead bytes of the commonest characters of a double-byte set; rare ones in a short text speak against it. */
const common: [charset: string, isCommon: (lead: number, trail: number) => boolean][] = [
  ['gb18030', (lead, trail) => trail >= 0xa1 && (lead <= 0xa3 || (lead >= 0xb0 && lead <= 0xd7))],
  ['big5', (lead) => lead >= 0xa1 && lead <= 0xc6],
  ['shift_jis', (lead, trail) => (lead === 0x82 && trail >= 0x9f) || lead === 0x83 || lead === 0x81 || (lead >= 0x88 && lead <= 0x97)],
  ['cp949', (lead, trail) => lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1],
]

export function guessCharset(bytes: Buffer): string {
  const sample = bytes.length > sampleBytes ? bytes.subarray(0, sampleBytes) : bytes
  const found = analyse(sample)
  const westernConfidence = Math.max(0, ...found.filter(({ name }) => western.has(name)).map(({ confidence }) => confidence))
  for (const { name, confidence } of found) {
    const charset = names.get(name)
    if (charset === undefined || confidence < sureConfidence || confidence < westernConfidence + leadOverWestern) continue
    if (charset === 'utf-8' && !isUtf8(bytes)) continue
    return charset === 'iso-8859-2' || charset === 'windows-1250' ? centralEuropean(sample) : charset
  }
  return shortDoubleByte(sample) ?? 'windows-1252'
}

/** The two sets differ in the Polish ą, ś and ź; bytes below 0xA0 exist in one of them only. */
function centralEuropean(sample: Buffer): string {
  if (sample.some((byte) => byte >= 0x80 && byte < 0xa0)) return 'windows-1250'
  const iso = sample.some((byte) => byte === 0xb1 || byte === 0xb6 || byte === 0xbc || byte === 0xa1 || byte === 0xa6 || byte === 0xac)
  return !iso && sample.some((byte) => byte === 0xb9 || byte === 0xa5) ? 'windows-1250' : 'iso-8859-2'
}

/** A subject of a few characters is too little for statistics: every character must be a common one of the set. */
function shortDoubleByte(sample: Buffer): string | undefined {
  const high = sample.filter((byte) => byte > 127).length
  if (high < 4 || high < sample.length / 3) return undefined
  for (const [charset, isCommon] of common) {
    let all = true
    for (let at = 0; at < sample.length && all; at++) {
      const lead = sample[at] as number
      if (lead < 128) continue
      at++
      all = isCommon(lead, sample[at] ?? 0)
    }
    if (all && !iconv.decode(sample, charset).includes('\ufffd')) return charset
  }
  return undefined
}
