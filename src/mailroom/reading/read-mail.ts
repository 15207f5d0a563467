// From a mail's bytes to its description. Never trusts a length, a name or a character set. Throws OverLimit for what no
// honest mail is; its bytes are set aside then. Runs in the parse worker, never beside other work.
import { createHash } from 'node:crypto'
import type { Envelope, MailReading } from './mail-reading.ts'
import { type AttachedFile, attachedFiles } from './mime/attached-files.ts'
import { type Bodies, bodiesOf, isHtmlPart, isUnnamedText } from './mime/body-structure.ts'
import { describeFile, type FoundFile, wholeOf } from './mime/describe-file.ts'
import { enclosedMails, reportParts } from './mime/inner-mails.ts'
import { keptFields, oneLine } from './mime/kept-fields.ts'
import { type Part, readParts } from './mime/mime-tree.ts'
import { createTextReader, type PartText } from './mime/part-text.ts'
import { readEnvelope } from './mime/read-envelope.ts'
import { sealsInText, sealsOf } from './mime/sealed-mail.ts'
import type { TnefContent } from './mime/tnef.ts'
import { takeUuencoded, type UuencodedFile } from './mime/uuencoded.ts'
import { readReport } from './reports/read-report.ts'
import { unflowed } from './words/flowed-text.ts'
import { forwardedAsAttachment } from './words/forwarded-mail.ts'
import { wordsOfHtml } from './words/html-words.ts'
import { readWords } from './words/new-words.ts'
import { saysNothing } from './words/says-nothing.ts'
import { subjectPrefix } from './words/subject-prefix.ts'

/** `charset`: to be believed instead of what the mail says, where a person knows better. */
export type ReadingAsked = { charset?: string }

const textLimitCharacters = 500_000 // a long novel; what is beyond stays in the raw mail
const htmlLimitCharacters = 500_000
const attachmentLimit = 200
const tokenLimitCharacters = 200

export function readMail(bytes: Buffer, { charset }: ReadingAsked = {}): MailReading {
  const problems: string[] = []
  const { root, bodies, textOf, hint, words, unwrapped, files, outlook } = openMail(bytes, charset)
  const envelope = readEnvelope(root.fields, hint)
  const html = htmlOf(bodies.html, textOf)
  const text = boundedText(words.trim() === '' ? (wordsOfOutlook(outlook) ?? words) : words, problems)
  const described = files.slice(0, attachmentLimit).map((file, index) => describeFile(file, index, filesOf))
  const attachments = described.map(({ attachment }) => attachment)
  if (files.length > attachmentLimit) problems.push(`only the first ${attachmentLimit} of ${files.length} attachments are listed`)
  if (envelope.from.address === null) problems.push('no valid sender address')
  if (envelope.fromCount > 1) problems.push('several sender addresses')
  problems.push(...textProblems(new Set([...bodies.text, ...bodies.html]), textOf), ...new Set([...sealsOf(root), ...sealsInText(text)]))

  const { messageId, from, to, cc, subject } = envelope
  const headers = keptFields(root.fields, hint)
  const contentType = token(root.type.value) ?? 'text/plain'
  const enclosed = enclosedMails(bytes, bodies.attachments)
  const around = { subject, recipients: [...to, ...cc], isFirst: isFirst(envelope) }
  const told = readWords(words.trim() === '' ? text : unwrapped.slice(0, textLimitCharacters), around)
  return storable({
    ...envelope,
    text,
    html,
    ...told,
    forwarded: told.forwarded ?? forwardedAsAttachment(enclosed, { subject, words: told.newText, contentType }),
    attachments,
    harmful: described.flatMap(({ harm }, number) => (harm === null ? [] : [{ number, why: harm }])),
    enclosed,
    contentType,
    reportType: token(root.type.parameters.get('report-type')),
    headers,
    reported: readReport(reportParts(bytes, root, textOf), { from, to, subject, headers }),
    digest: digestOf([messageId, from.address, subject, text, ...attachments.map((attachment) => attachment.md5)]),
    problems,
  })
}

/** Null where the mail has no such file; `number` counts from nought. */
export function readFile(bytes: Buffer, number: number): FoundFile | null {
  const file = openMail(bytes).files.slice(0, attachmentLimit)[number]
  if (!file) return null
  const pieces: Buffer[] = []
  file.read((piece) => pieces.push(piece))
  return { ...describeFile(file, number, filesOf), content: wholeOf(pieces) }
}

function filesOf(mail: Buffer): AttachedFile[] {
  return openMail(mail).files
}

/** The mail's parts, its words, and the files that came with it in their order. */
function openMail(bytes: Buffer, charset?: string) {
  const root = readParts(bytes, charset ?? null)
  const bodies = bodiesOf(root)
  let hint: string | null = charset ?? null
  const textOf = createTextReader(bytes, charset ?? null, () => hint)
  hint ??= charsetOf(bodies.text, textOf)
  const { words, unwrapped, written } = wordsOf(bodies, textOf)
  const garbled = bodies.text.filter((part) => textOf(part).undecodable && !bodies.attachments.includes(part))
  const { files, outlook } = attachedFiles(bytes, [...bodies.attachments, ...garbled], written)
  return { root, bodies, textOf, hint, words, unwrapped, files, outlook }
}

type TextOf = (part: Part) => PartText

function charsetOf(parts: readonly Part[], textOf: TextOf): string | null {
  const [first] = parts
  const charset = first && textOf(first).charset
  return charset === undefined || charset === 'us-ascii' ? null : charset
}

function isFirst({ subject, inReplyTo, references }: Envelope): boolean {
  return inReplyTo === null && references.length === 0 && subject !== '' && subjectPrefix(subject).prefix === 'none'
}

type Said = { words: string; unwrapped: string; written: UuencodedFile[] }

/** Where the part that is to be read says nothing, its writer's words stand in another: beside an empty or a standing plain text, or behind a picture. */
function wordsOf({ text, html, attachments }: Bodies, textOf: TextOf): Said {
  const said = plainWords(text, textOf)
  if (!saysNothing(said.words)) return said
  for (const parts of [html.filter((part) => !text.includes(part)), attachments.filter(isUnnamedText)]) {
    const other = plainWords(parts, textOf)
    if (!saysNothing(other.words)) return { ...other, written: [...said.written, ...other.written] }
  }
  return said
}

/** Files that were written into the text itself are taken out of it. `unwrapped`: with flowed lines joined. */
function plainWords(parts: readonly Part[], textOf: TextOf): Said {
  const written: UuencodedFile[] = []
  const pieces = parts.map((part) => {
    if (isHtmlPart(part)) return { part, text: wordsOfHtml(textOf(part).text) }
    const taken = takeUuencoded(textOf(part).text)
    written.push(...taken.files)
    return { part, text: taken.text }
  })
  const unwrapped = pieces.map(({ part, text }) => (isFlowed(part) ? unflowed(text, { delSp: parameter(part, 'delsp') === 'yes' }) : text))
  return { words: pieces.map(({ text }) => text).join('\n'), unwrapped: unwrapped.join('\n'), written }
}

function isFlowed(part: Part): boolean {
  return !isHtmlPart(part) && parameter(part, 'format') === 'flowed'
}

function parameter(part: Part, name: string): string | undefined {
  return part.type.parameters.get(name)?.trim().toLowerCase()
}

function htmlOf(parts: readonly Part[], textOf: TextOf): string | null {
  const pages = parts.filter(isHtmlPart).map((part) => textOf(part).text)
  return pages.length === 0 ? null : pages.join('\n').slice(0, htmlLimitCharacters)
}

function wordsOfOutlook(outlook: TnefContent | null): string | null {
  return outlook?.text ?? (outlook?.html ? wordsOfHtml(outlook.html) : null)
}

function boundedText(words: string, problems: string[]): string {
  if (words.length > textLimitCharacters) problems.push(`only the first ${textLimitCharacters} characters are shown`)
  return words.slice(0, textLimitCharacters).replace(/\r\n?/g, '\n')
}

function textProblems(parts: ReadonlySet<Part>, textOf: TextOf): string[] {
  const found = new Set<string>()
  for (const part of parts) {
    const { charset, relabelled, cut, undecodable } = textOf(part)
    const label = part.type.parameters.get('charset')
    if (relabelled && label !== undefined) found.add(`a text says that it is ${oneLine(label).slice(0, 40)} and was read as ${charset}`)
    if (cut) found.add('a text is so long that only its beginning was read')
    if (undecodable) found.add('a text says that it is base64 and is not')
  }
  return [...found]
}

function token(given: string | undefined): string | null {
  return given === undefined
    ? null
    : given
        .replace(/\p{Cc}+/gu, '')
        .trim()
        .toLowerCase()
        .slice(0, tokenLimitCharacters)
}

/** Every string of a description, whatever field it came from, so that no field is forgotten: PostgreSQL refuses NUL in text and half a surrogate pair in JSON. */
function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed() as T
  if (Array.isArray(value)) return value.map(storable) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)])) as T
}

function digestOf(parts: (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
