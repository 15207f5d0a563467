// A mail that left, read back from its bytes as a customer's mail program would, for tests that look at what it says.
import { simpleParser } from 'mailparser'
import type { OutgoingMail } from '../../src/mailroom/mailroom.ts'

export type OpenedMail = OutgoingMail & {
  from: { name: string; address: string }
  subject: string
  /** The plain part, with \n at line ends. */
  text: string
  html: string
  /** As written, unfolded; of a repeated field the first. */
  headers: { [name: string]: string }
  date: Date
}

export async function openMail(mail: OutgoingMail): Promise<OpenedMail> {
  const read = await simpleParser(mail.bytes, { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true })
  const [from] = read.from?.value ?? []
  const headers: { [name: string]: string } = {}
  for (const { line } of read.headerLines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon)] ??= line
      .slice(colon + 1)
      .replace(/\r?\n[ \t]+/g, ' ')
      .trim()
  }
  return {
    ...mail,
    from: { name: from?.name ?? '', address: from?.address ?? '' },
    subject: read.subject ?? '',
    text: read.text ?? '',
    html: read.html || '',
    headers,
    date: read.date ?? new Date(Number.NaN),
  }
}
