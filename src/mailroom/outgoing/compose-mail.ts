// A mail is composed once, to bytes: what is signed, sent and filed is the same. The same mail composed again is the same
// bytes, so that a later try cannot be told from the first.
import { createHash } from 'node:crypto'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { EnclosedFile } from '../enclosure.ts'
import { textToHtml, withNewlines } from './text-to-html.ts'

export type WrittenMail = {
  messageId: string
  from: { name: string; address: string }
  to: string
  cc?: readonly string[]
  subject: string
  text: string
  /** Pictures with words stand in the text; other files beside it. */
  enclosed?: readonly EnclosedFile[]
  headers: { [name: string]: string }
  /** When it was written. */
  date: Date
  /** To a colleague: what addresses of the desk's pages begin with, which become links. */
  ownPages?: string
}

/** What the office's mail is signed with (RFC 6376): an RSA key, PEM, whose public part stands at SELECTOR._domainkey.DOMAIN. */
export type DkimKey = { domain: string; selector: string; privateKey: string }

const boundaryCharacters = 24

/**
 * Text and HTML as alternatives (RFC 2046), 7-bit clean whatever the words are. What a picture shows stands in both in words; the
 * picture itself belongs to the HTML part (RFC 2392). No field of a list is ever written.
 */
export async function composeMail(mail: WrittenMail, dkim?: DkimKey): Promise<Buffer> {
  const { messageId, from, to, cc = [], subject, headers, date } = mail
  const { enclosed = [] } = mail
  const pictures = enclosed.flatMap(({ alt, sha256 }) => (alt === null ? [] : [{ alt, cid: pictureId(sha256, messageId) }]))
  const text = [withNewlines(mail.text), ...pictures.map(({ alt }) => `[${alt}]\n`)].join('\n')
  const composer = new MailComposer({
    messageId,
    from,
    to,
    ...(cc.length > 0 ? { cc: [...cc] } : {}),
    replyTo: from,
    subject,
    text,
    html: textToHtml(withNewlines(mail.text), { ownPages: mail.ownPages, pictures }),
    attachments: enclosed.map(({ name, type, alt, sha256, bytes }) => ({
      filename: name,
      contentType: type,
      content: bytes,
      ...(alt === null ? {} : { cid: pictureId(sha256, messageId), contentDisposition: 'inline' as const }),
    })),
    date,
    headers,
    ...fixed,
    baseBoundary: createHash('sha256').update(messageId).update(text).digest('hex').slice(0, boundaryCharacters),
  })
  const bytes = await composer.compile().build()
  return dkim ? sign(bytes, dkim) : bytes
}

const fixed = { newline: 'windows', xMailer: false, disableFileAccess: true, disableUrlAccess: true } as const

/** Unlike any other mail's picture. */
function pictureId(sha256: string, messageId: string): string {
  return `${sha256.slice(0, 24)}.${messageId.replace(/^<|>$/g, '')}`
}

async function sign(bytes: Buffer, { domain, selector, privateKey }: DkimKey): Promise<Buffer> {
  const signer = new DKIM({ domainName: domain, keySelector: selector, privateKey })
  const chunks: Buffer[] = []
  for await (const chunk of signer.sign(bytes)) chunks.push(chunk as Buffer)
  const signed = Buffer.concat(chunks)
  // The library leaves the signature out where the key does not serve; such a mail would fail at strict receivers.
  if (!signed.subarray(0, signatureField.length).equals(signatureField)) throw new Error('the mail could not be signed with the DKIM key')
  return signed
}

const signatureField = Buffer.from('DKIM-Signature:')
