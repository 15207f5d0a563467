// From a mail's bytes to its description. Never trusts a length, a name or a character set; throws where the mail cannot
// be read at all, and then its bytes are set aside. Runs in the parse worker, never beside other work.
import { createHash } from 'node:crypto'
import { convert } from 'html-to-text'
import { type Attachment, type HeaderLines, type ParsedMail, type StructuredHeader, simpleParser } from 'mailparser'
import { safeAttachmentName } from './attachment-name.ts'
import type { AttachmentReading, HeaderField, MailReading } from './mail-reading.ts'
import { newWords } from './new-words.ts'
import { readAddresses } from './read-addresses.ts'
import { messageIdsIn, readDeliveryStatus } from './read-report.ts'

const textLimitCharacters = 500_000 // a long novel; what is beyond stays in the raw mail
const htmlLimitCharacters = 500_000
const subjectLimitCharacters = 998 // RFC 5322's longest line
const referencesLimit = 100
const attachmentLimit = 200
const headerLimit = 60
const headerValueLimitCharacters = 2_000
const resultsLimitCharacters = 16_000 // a mail with many signatures has as many results
const tokenLimitCharacters = 200

const lean = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepCidLinks: true,
  keepDeliveryStatus: true,
}
const htmlLimits = { maxInputLength: htmlLimitCharacters, maxDepth: 60, maxChildNodes: 5_000, ellipsis: '…' }
const htmlSelectors = [
  { selector: 'img', format: 'skip' },
  { selector: 'a', options: { ignoreHref: true } },
]

/** The fields that rules look at. Received lines and signatures stay in the raw mail. */
const keptHeaders =
  /^(?:authentication-results|auto-submitted|precedence|return-path|sender|delivered-to|x-original-to|list-.+|x-auto.*|x-failed-recipients|x-loop|x-waterdesk-.+|feedback-id|x-ms-exchange-generated-message-source|x-ms-exchange-inbox-rules-loop|x-mailer|x-vacation|x-cron-env|x-spam-flag|x-spam-status|content-type|delivery-status|original-recipient)$/

export async function readMail(bytes: Buffer): Promise<MailReading> {
  const mail = await simpleParser(bytes, lean)
  const problems: string[] = []
  const headers = keptFields(mail.headerLines)
  const type = mail.headers.get('content-type') as StructuredHeader | undefined
  const froms = readAddresses(mail.from)
  const html = typeof mail.html === 'string' ? clean(mail.html).slice(0, htmlLimitCharacters).toWellFormed() : null
  const text = wholeText(mail, html, problems)
  const attachments = mail.attachments.slice(0, attachmentLimit).map(describe)
  if (mail.attachments.length > attachmentLimit)
    problems.push(`only the first ${attachmentLimit} of ${mail.attachments.length} attachments are listed`)
  const subject = oneLine(mail.subject ?? '')
    .slice(0, subjectLimitCharacters)
    .toWellFormed()
  const from = froms[0] ?? { address: null, name: null }
  if (from.address === null) problems.push('no valid sender address')
  if (froms.length > 1) problems.push('several sender addresses')
  const messageId = messageIdIn(mail.messageId)
  return storable({
    messageId,
    date: dateIn(mail.headerLines),
    from,
    fromCount: froms.length,
    replyTo: readAddresses(mail.replyTo),
    to: readAddresses(mail.to),
    cc: readAddresses(mail.cc),
    subject,
    inReplyTo: messageIdIn(mail.inReplyTo),
    references: [mail.references ?? []]
      .flat()
      .flatMap((reference) => messageIdIn(reference) ?? [])
      .slice(-referencesLimit),
    text,
    html,
    ...newWords(text),
    attachments,
    contentType: token(type?.value) || 'text/plain',
    reportType: token(type?.params['report-type']),
    headers,
    reported: reportsIn(mail, text),
    digest: digestOf([messageId, from.address, subject, text, ...attachments.map((attachment) => attachment.md5)]),
    problems,
  })
}

function wholeText(mail: ParsedMail, html: string | null, problems: string[]): string {
  let text = clean(mail.text ?? '')
  if (text.trim() === '' && html !== null) text = clean(convert(html, { wordwrap: false, limits: htmlLimits, selectors: htmlSelectors }))
  if (text.length > textLimitCharacters) problems.push(`only the first ${textLimitCharacters} characters are shown`)
  return text.replace(/\r\n?/g, '\n').slice(0, textLimitCharacters).toWellFormed()
}

/** Every string of a description, whatever field it came from, so that no field is forgotten. */
function storable<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)])) as T
}

function token(given: string | undefined): string | null {
  return given === undefined ? null : oneLine(given).toLowerCase().slice(0, tokenLimitCharacters)
}

/** PostgreSQL refuses NUL in text and half a surrogate pair in JSON. */
function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

function oneLine(text: string): string {
  return clean(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
}

function describe(attachment: Attachment, index: number): AttachmentReading {
  return {
    filename: safeAttachmentName(attachment.filename, index + 1),
    contentType: oneLine(attachment.contentType).toLowerCase().slice(0, 200),
    bytes: attachment.size,
    md5: attachment.checksum,
    inline: attachment.related === true || attachment.contentDisposition === 'inline',
  }
}

function keptFields(lines: HeaderLines): HeaderField[] {
  const fields: HeaderField[] = []
  for (const { key, line } of lines) {
    if (fields.length >= headerLimit) break
    if (!keptHeaders.test(key)) continue
    const raw = Buffer.from(line.slice(line.indexOf(':') + 1), 'latin1').toString('utf8') // lines come one byte a character
    fields.push({
      name: key,
      value: oneLine(raw.replace(/\r?\n[ \t]*/g, ' '))
        .slice(0, key === 'authentication-results' ? resultsLimitCharacters : headerValueLimitCharacters)
        .toWellFormed(),
    })
  }
  return fields
}

function messageIdIn(given: string | undefined): string | null {
  const id = given?.match(/<[^<>\s]{1,500}>/)?.[0]
  return id ? clean(id) : null
}

/** The library takes the present for a date it cannot read, so the field is read here. */
function dateIn(lines: HeaderLines): string | null {
  const line = lines.find(({ key }) => key === 'date')?.line
  const date = new Date(
    line
      ?.slice(line.indexOf(':') + 1)
      .replace(/\([^)]*\)/g, ' ')
      .trim() ?? '',
  )
  const year = date.getUTCFullYear() // NaN for no date
  return year >= 1970 && year < 2200 ? date.toISOString() : null
}

function reportsIn(mail: ParsedMail, text: string): MailReading['reported'] {
  const messageIds = new Set<string>()
  const recipients: MailReading['reported']['recipients'] = []
  for (const part of mail.attachments) {
    const type = part.contentType.toLowerCase()
    const words = () => clean(part.content.subarray(0, 100_000).toString('latin1'))
    if (type === 'message/delivery-status' || type === 'message/global-delivery-status') recipients.push(...readDeliveryStatus(words()))
    if (/^(?:message\/rfc822|message\/global|text\/rfc822-headers|message\/rfc822-headers)/.test(type))
      for (const id of messageIdsIn(words())) messageIds.add(id)
  }
  for (const id of messageIdsIn(text)) messageIds.add(id)
  return { messageIds: [...messageIds], recipients }
}

function digestOf(parts: (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
