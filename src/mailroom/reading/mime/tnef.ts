// winmail.dat: what Outlook packs a mail into when it thinks the other side has Outlook too (MS-OXTNEF). Only files and words
// are taken out. Every length is checked against what is there; a broken one ends the reading, and what was found counts.
import iconv from 'iconv-lite'

export type TnefContent = {
  text: string | null
  html: string | null
  files: { filename: string; contentType: string | null; bytes: Buffer }[]
}

const signature = 0x223e9f78
const attributeLimit = 5_000
const propertyLimit = 2_000
const fileLimit = 200

const attributes = {
  messageProperties: 0x69003,
  body: 0x2800c,
  codePage: 0x69007,
  renderData: 0x69002,
  title: 0x18010,
  data: 0x6800f,
  attachment: 0x69005,
}
const properties = { body: 0x1000, html: 0x1013, displayName: 0x3001, data: 0x3701, shortName: 0x3704, longName: 0x3707, mimeType: 0x370e }
/** Bytes of a property of fixed length, padded to four (MS-OXCDATA 2.11.1). */
const fixedLengths: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }

type File = { title: string | null; name: string | null; contentType: string | null; bytes: Buffer | null }

/** Null for what is no TNEF. */
export function readTnef(content: Buffer): TnefContent | null {
  if (content.length < 6 || content.readUInt32LE(0) !== signature) return null
  const found: TnefContent = { text: null, html: null, files: [] }
  const files: File[] = []
  let charset = 'windows-1252'
  for (const { id, data } of attributesIn(content)) {
    const file = files.at(-1)
    if (id === attributes.codePage && data.length >= 4) charset = codePage(data.readUInt32LE(0)) ?? charset
    else if (id === attributes.body) found.text = text(data, charset)
    else if (id === attributes.messageProperties) {
      const read = propertiesIn(data, charset)
      found.text = asText(read.get(properties.body)) ?? found.text
      const html = read.get(properties.html)
      found.html = html instanceof Buffer ? text(html, charset) : (asText(html) ?? found.html)
    } else if (id === attributes.renderData && files.length < fileLimit)
      files.push({ title: null, name: null, contentType: null, bytes: null })
    else if (file && id === attributes.title) file.title = text(data, charset)
    else if (file && id === attributes.data) file.bytes = data
    else if (file && id === attributes.attachment) {
      const read = propertiesIn(data, charset)
      file.name =
        asText(read.get(properties.longName)) ??
        asText(read.get(properties.shortName)) ??
        asText(read.get(properties.displayName)) ??
        file.name
      file.contentType = asText(read.get(properties.mimeType)) ?? file.contentType
      const bytes = read.get(properties.data)
      file.bytes ??= bytes instanceof Buffer ? bytes : null
    }
  }
  for (const { title, name, contentType, bytes } of files)
    if (bytes) found.files.push({ filename: name ?? title ?? '', contentType, bytes })
  return found
}

function* attributesIn(content: Buffer): Generator<{ id: number; data: Buffer }> {
  let at = 6
  for (let count = 0; count < attributeLimit && at + 9 <= content.length; count++) {
    const id = content.readUInt32LE(at + 1)
    const length = content.readUInt32LE(at + 5)
    if (at + 9 + length > content.length) return
    yield { id, data: content.subarray(at + 9, at + 9 + length) }
    at += 9 + length + 2 // a checksum follows
  }
}

function propertiesIn(data: Buffer, charset: string): Map<number, string | Buffer> {
  const found = new Map<number, string | Buffer>()
  let at = 0
  const number = () => {
    if (at + 4 > data.length) throw new RangeError('the property ends too early')
    at += 4
    return data.readUInt32LE(at - 4)
  }
  const padded = (length: number) => {
    if (at + length > data.length) throw new RangeError('the property ends too early')
    const value = data.subarray(at, at + length)
    at += length + ((4 - (length % 4)) % 4)
    return value
  }
  try {
    const count = Math.min(number(), propertyLimit)
    for (let index = 0; index < count; index++) {
      const tag = number()
      const type = tag & 0xffff
      const id = tag >>> 16
      if (id >= 0x8000) {
        at += 16
        if (number() === 0) at += 4
        else padded(number())
      }
      const single = type & 0xefff
      const fixed = fixedLengths[single]
      const values = fixed === undefined || type !== single ? number() : 1
      for (let value = 0; value < Math.min(values, propertyLimit); value++) {
        if (fixed !== undefined) padded(fixed)
        else keep(found, id, single, padded(number()), charset)
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error // else it is cut off, and what stands before counts
  }
  return found
}

function keep(found: Map<number, string | Buffer>, id: number, type: number, value: Buffer, charset: string): void {
  if (found.has(id)) return
  if (type === 0x1f) found.set(id, value.toString('utf16le').replace(/(?<!\0)\0+$/, ''))
  else if (type === 0x1e) found.set(id, text(value, charset))
  else if (type === 0x0d)
    found.set(id, value.subarray(16)) // an object begins with the name of its interface
  else found.set(id, value)
}

function asText(value: string | Buffer | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function text(bytes: Buffer, charset: string): string {
  return iconv.decode(bytes, charset).replace(/(?<!\0)\0+$/, '')
}

function codePage(number: number): string | null {
  if (number === 65001) return 'utf-8'
  const name = `cp${number}`
  return iconv.encodingExists(name) ? name : null
}
