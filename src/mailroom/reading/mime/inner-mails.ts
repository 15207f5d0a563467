// What lies inside a mail for those who look deeper: the parts of a report, and the mails that were attached as mails. Mails
// inside mails are read again, to a bounded depth.

import type { EnclosedMail, ReportPart } from '../mail-reading.ts'
import { wordsOfHtml } from '../words/html-words.ts'
import { bodiesOf, isHtmlPart } from './body-structure.ts'
import { lastField, type RawField } from './header-fields.ts'
import { type Part, readParts } from './mime-tree.ts'
import { OverLimit } from './over-limit.ts'
import type { PartText } from './part-text.ts'
import { createTextReader } from './part-text.ts'
import { readEnvelope } from './read-envelope.ts'
import { decodedContent } from './transfer-encodings.ts'

const depthLimit = 4
const partLimit = 60
const partTextLimitCharacters = 64_000
const wholeTextLimitCharacters = 300_000
const enclosedLimit = 10
const mailLimitBytes = 10_000_000

type Reader = (part: Part) => PartText

/** Every leaf whose words may be a report's, in order; a mail inside is one part with its header, followed by its own parts. */
export function reportParts(bytes: Buffer, root: Part, textOf: Reader): ReportPart[] {
  const found: ReportPart[] = []
  let room = wholeTextLimitCharacters
  const add = (contentType: string, text: string, depth: number) => {
    const bounded = text.slice(0, Math.min(partTextLimitCharacters, room))
    room -= bounded.length
    found.push({ contentType, text: bounded, depth })
  }
  const visit = (mail: Buffer, part: Part, read: Reader, depth: number) => {
    if (found.length >= partLimit || room <= 0) return
    for (const child of part.parts) visit(mail, child, read, depth)
    const type = part.type.value
    if (part.parts.length > 0) return
    if (isMail(type)) {
      const inner = innerMail(mail, part)
      const content = inner?.bytes ?? mail.subarray(part.start, part.end)
      add(
        type,
        content.subarray(0, inner ? Math.min(inner.root.start, partTextLimitCharacters) : partTextLimitCharacters).toString('utf8'),
        depth,
      )
      if (inner && depth < depthLimit)
        visit(
          inner.bytes,
          inner.root,
          createTextReader(inner.bytes, null, () => null),
          depth + 1,
        )
    } else if (type.startsWith('text/') || type.startsWith('message/') || (part.broken && type.startsWith('multipart/')))
      add(type, read(part).text, depth)
  }
  visit(bytes, root, textOf, 0)
  return found
}

/** The mails attached as mails, without those inside them. */
export function enclosedMails(bytes: Buffer, parts: Part[]): EnclosedMail[] {
  const found: EnclosedMail[] = []
  for (const part of parts) {
    if (found.length >= enclosedLimit || !isMail(part.type.value)) continue
    const inner = innerMail(bytes, part)
    if (!inner || !looksLikeMail(inner.root.fields)) continue
    const read = createTextReader(inner.bytes, null, () => null)
    const text = bodiesOf(inner.root)
      .text.map((body) => (isHtmlPart(body) ? wordsOfHtml(read(body).text) : read(body).text))
      .join('\n')
    const { messageId, date, from, subject } = readEnvelope(inner.root.fields, null)
    found.push({ messageId, date, from, subject, text: text.replace(/\r\n?/g, '\n').slice(0, partTextLimitCharacters).trim() })
  }
  return found
}

function isMail(contentType: string): boolean {
  return contentType === 'message/rfc822' || contentType === 'message/global'
}

function looksLikeMail(fields: RawField[]): boolean {
  return ['from', 'subject', 'date', 'message-id'].some((name) => lastField(fields, name) !== undefined)
}

/** Undefined for one that is too large, or too odd to be read. */
function innerMail(bytes: Buffer, part: Part): { bytes: Buffer; root: Part } | undefined {
  if (part.end - part.start > mailLimitBytes) return undefined
  const inner = decodedContent(bytes.subarray(part.start, part.end), part.encoding).bytes
  try {
    return { bytes: inner, root: readParts(inner) }
  } catch (error) {
    if (error instanceof OverLimit) return undefined
    throw error
  }
}
