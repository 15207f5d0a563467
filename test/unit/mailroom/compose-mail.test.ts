// A mail as it leaves: both parts say the approved text and nothing else, its fields are right, and its signature holds.
import { createVerify, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { convert } from 'html-to-text'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { composeMail, type WrittenMail } from '../../../src/mailroom/outgoing/compose-mail.ts'
import { textToHtml } from '../../../src/mailroom/outgoing/text-to-html.ts'
import { openMail } from '../../support/opened-mail.ts'

const mail: WrittenMail = {
  messageId: '<reply.1.2@city.example>',
  from: { name: 'Departamento de Agua, Atención', address: 'water+WD-000001-abcd2345@city.example' },
  to: 'ana@example.com',
  subject: 'Re: Factura más alta [WD-000001-abcd2345]',
  text: 'Señora Ruiz,\n\nYour bill of $1,234.56 is 12% higher.\n  Use: 3 < 4 & "5" > 2\n\n\nSee www.example.gov\n',
  headers: { 'In-Reply-To': '<first@example.com>', References: '<zero@example.com> <first@example.com>' },
  date: new Date('2026-03-02T16:00:00Z'),
}

const opened = async (written: WrittenMail) =>
  openMail({ messageId: written.messageId, envelopeFrom: '', to: '', cc: [], bytes: await composeMail(written) })

/** What a program that knows nothing of how the page was made reads in it. */
const readAloud = (html: string) => convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { ignoreHref: true } }] })
const spaced = (text: string) => text.split(/\s+/u).filter(Boolean)

/** The way back, from the page's own structure. */
function wordsOf(html: string): string {
  const body = /<body>\n([\s\S]*)\n<\/body>/.exec(html)?.[1] ?? ''
  const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  const words = body.replace(/^<p style="[^"]*">|<\/p>$/g, '').replace(/<\/p>\n<p style="[^"]*">/g, '\n\n')
  return words.replace(/<br>/g, '\n').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] as string)
}

describe('the HTML of a reply', () => {
  it('says the approved text, word by word, to a program that never heard of it', () => {
    expect(spaced(readAloud(textToHtml(mail.text)))).toEqual(spaced(mail.text))
  })

  it('has paragraphs, kept line breaks and no link, whatever the words look like', () => {
    const html = textToHtml(mail.text)
    expect(html.match(/<p /g)).toHaveLength(3)
    expect(html).toContain('higher.<br>  Use: 3 &lt; 4 &amp; &quot;5&quot; &gt; 2</p>')
    expect(html).not.toMatch(/<a\b|href|<img|<script/i)
  })

  it('can be read back to the very text, for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab1$<>&"\' \n\r\t;#&lt;é水', '\n\n', '</p>', '<br>', '&amp;') }), (text) => {
        expect(wordsOf(textToHtml(text))).toBe(text.replace(/\r\n?/g, '\n'))
      }),
    )
  })

  it('keeps every figure, for any figures at all', () => {
    const figure = fc.double({ min: 0, max: 1e7, noNaN: true }).map((value) => `$${value.toFixed(2)}`)
    const words = fc.array(fc.oneof(figure, fc.constantFrom('<b>', '&', 'use', '\n', '\n\n', '12%', 'B-1001')), { minLength: 1 })
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(' ')
        expect(spaced(readAloud(textToHtml(text)))).toEqual(spaced(text))
      }),
    )
  })
})

describe('the HTML of a mail to a colleague', () => {
  const pages = 'https://desk.example.gov'
  const html = (text: string) => textToHtml(text, { ownPages: pages })

  it('leads to the page that its text names, and shows its address', () => {
    const address = `${pages}/cases/WD-000007?approval=5c1b`
    expect(html(`Open it: ${address}\n\nNothing is decided by opening it.`)).toContain(`Open it: <a href="${address}">${address}</a></p>`)
    expect(wordsOf(html(`a ${address} & b`).replace(/<\/?a[^>]*>/g, ''))).toBe(`a ${address} & b`)
  })

  it.each([
    'https://elsewhere.example/cases/1',
    'https://desk.example.gov.elsewhere.example/cases/1',
    'https://desk.example.gov@elsewhere.example/',
    'javascript:alert(1)',
    `${pages}/"onclick="x`,
    `x${pages}/cases/1`,
  ])('does not lead to %s', (address) => {
    expect(html(address)).not.toContain('<a')
  })
})

describe('a composed mail', () => {
  it('carries text and HTML as alternatives, with the words exactly', async () => {
    const read = await opened(mail)
    expect(read.text).toBe(mail.text)
    expect(wordsOf(read.html)).toBe(mail.text)
    expect(read.headers['Content-Type']).toMatch(/^multipart\/alternative; boundary=/)
  })

  it('has its fields, and none of a list', async () => {
    const { headers, from, subject, date } = await opened(mail)
    expect(headers).toMatchObject({
      'Message-ID': mail.messageId,
      'MIME-Version': '1.0',
      'In-Reply-To': '<first@example.com>',
      References: '<zero@example.com> <first@example.com>',
      To: 'ana@example.com',
    })
    expect({ from, subject, date }).toEqual({ from: mail.from, subject: mail.subject, date: mail.date })
    expect(Object.keys(headers).filter((name) => /^(?:list-|precedence|auto-submitted|x-mailer|bcc)/i.test(name))).toEqual([])
  })

  it('names who gets a copy, and nobody where nobody does', async () => {
    expect((await opened({ ...mail, cc: ['leo@example.com', 'eva@example.com'] })).headers).toMatchObject({
      To: 'ana@example.com',
      Cc: 'leo@example.com, eva@example.com',
    })
    expect(Object.keys((await opened(mail)).headers)).not.toContain('Cc')
  })

  it.each([
    ['Spanish', 'Estimada señora Núñez: su consumo subió.\n'],
    ['Chinese', `${'您的水費帳單。'.repeat(300)}\n`],
    ['one line of 5,000 characters', `${'word '.repeat(1000)}\n`],
    ['a line with only a dot', 'a\n.\nb\n'],
    ['a line that begins with From', 'x\nFrom here on it rose.\n'],
    ['line ends of Windows', 'a\r\nb\r\n'],
    ['no words at all', ''],
  ])('is 7-bit, in short lines with CRLF, for %s', async (_, text) => {
    const bytes = await composeMail({ ...mail, text })
    const raw = bytes.toString('latin1')
    expect([...bytes].filter((byte) => byte > 0x7e || (byte < 0x20 && !'\t\r\n'.includes(String.fromCharCode(byte))))).toEqual([])
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    expect((await opened({ ...mail, text })).text.trimEnd()).toBe(text.replace(/\r\n/g, '\n').trimEnd())
  })

  it('is the same bytes each time it is composed', async () => {
    expect(await composeMail(mail)).toEqual(await composeMail(mail))
  })

  it('lets no words of a subject, a name or a field become a field', async () => {
    const hostile = { ...mail, subject: 'x\r\nBcc: a@example.com', from: { name: 'x\r\nBcc: b@example.com', address: mail.from.address } }
    const raw = (await composeMail({ ...hostile, headers: { References: '<a@b>\r\nBcc: c@example.com' } })).toString()
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/im)
  })

  it('fetches nothing that its words name', async () => {
    expect((await opened({ ...mail, text: 'file:///etc/passwd http://127.0.0.1/' })).text).toBe('file:///etc/passwd http://127.0.0.1/')
  })
})

const unfolded = (text: string) => text.replace(/\r\n(?=[ \t])/g, '')
const relaxed = (line: string) => {
  const colon = line.indexOf(':')
  return `${line.slice(0, colon).toLowerCase()}:${line
    .slice(colon + 1)
    .replace(/[ \t]+/g, ' ')
    .trim()}`
}

describe('a signed mail', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { domain: 'city.example', selector: 'desk', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }

  it('is the unsigned one with a signature on top, made with the key', async () => {
    const [bare, signed] = [await composeMail(mail), await composeMail(mail, key)]
    expect(signed.subarray(-bare.length)).toEqual(bare)
    const field = unfolded(signed.subarray(0, signed.length - bare.length).toString())
    expect(field).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=city\.example; q=dns\/txt; s=desk; bh=/)
    // RFC 6376 by hand: the named fields and the signature's own, relaxed, under the public key.
    const [start = '', signature = ''] = field.split(/(?<=; b=)/)
    const names = / h=([^;]+);/.exec(start)?.[1]?.split(':') ?? []
    expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id', 'in-reply-to']))
    const header = unfolded(bare.toString('latin1').split('\r\n\r\n')[0] ?? '').split('\r\n')
    const named = names.map((name) => header.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? '')
    const verify = createVerify('RSA-SHA256').update([...named, start].map(relaxed).join('\r\n'))
    expect(verify.verify(publicKey, signature.replaceAll(/\s/g, ''), 'base64')).toBe(true)
  })

  it('is not sent unsigned where the key does not serve', async () => {
    await expect(composeMail(mail, { ...key, privateKey: 'no key' })).rejects.toThrow('could not be signed')
  })
})

describe('a mail with enclosures', () => {
  const enclosed = [
    {
      name: 'Water use.png',
      type: 'image/png' as const,
      sha256: 'a'.repeat(64),
      alt: 'Gallons a day: <3> & "5"',
      bytes: Buffer.from('a picture'),
    },
    { name: 'Comparación.pdf', type: 'application/pdf' as const, sha256: 'b'.repeat(64), alt: null, bytes: Buffer.from('%PDF-1.7 a page') },
  ]

  it('shows the picture in its text, says in both parts what it shows, and brings the file beside it', async () => {
    const parsed = await simpleParser(await composeMail({ ...mail, enclosed }), { skipImageLinks: true })
    expect(parsed.text).toContain(mail.text.trim())
    for (const part of [parsed.text, readAloud(String(parsed.html))])
      expect(spaced(part ?? '').join(' ')).toContain('[Gallons a day: <3> & "5"]')
    const [picture, page] = parsed.attachments
    expect(picture).toMatchObject({ contentType: 'image/png', contentDisposition: 'inline', content: enclosed[0]?.bytes })
    expect(parsed.html).toContain(`src="cid:${picture?.cid}"`)
    expect(page).toMatchObject({ filename: 'Comparación.pdf', contentType: 'application/pdf', content: enclosed[1]?.bytes })
    expect(page?.contentDisposition).toBe('attachment')
  })

  it('is the same bytes when it is composed again', async () => {
    expect(await composeMail({ ...mail, enclosed })).toEqual(await composeMail({ ...mail, enclosed }))
  })
})
