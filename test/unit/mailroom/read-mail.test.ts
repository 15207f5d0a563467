// From bytes to a description: names made safe, nothing the database refuses, and no bytes at all that bring the desk down.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createMailReader } from '../../../src/mailroom/reading/mail-reader.ts'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'

const fixture = (name: string) => readFileSync(path.resolve(import.meta.dirname, '../../fixtures/mail', `${name}.eml`))

describe('a mail', () => {
  it('with a group and two senders names them all', async () => {
    const mail = await readMail(fixture('quirk-group-and-two-froms'))
    expect(mail.from).toEqual({ address: 'ana@example.com', name: 'Ana' })
    expect(mail.fromCount).toBe(2)
    expect(mail.to).toEqual([
      { address: 'a@example.com', name: null },
      { address: 'jane@example.com', name: 'Doe, Jane' },
    ])
    expect(mail.problems).toContain('several sender addresses')
  })

  it('with attachment names that walk about gets safe ones', async () => {
    const { attachments } = await readMail(fixture('quirk-attachment-names'))
    expect(attachments.map((attachment) => attachment.filename)).toEqual(['passwd', 'billfdp.exe', 'attachment-3'])
    expect(attachments[0]).toMatchObject({ bytes: 1, md5: '9dd4e461268c8034f5c8564e155c67a6' })
  })

  it('with NUL bytes and no real date is clean', async () => {
    const mail = await readMail(fixture('quirk-nul-and-bad-date'))
    expect(mail.date).toBeNull()
    expect(mail.text).toBe('beforeafter\n')
    expect(JSON.stringify(mail)).not.toContain('\\u0000')
  })

  it.each([
    ['a NUL in its type', 'Content-Type: text/pl\0ain; charset=utf-8', { contentType: 'text/plain' }],
    ['a NUL in its report type', 'Content-Type: multipart/report; report-type="a\0b"; boundary=x', { reportType: 'ab' }],
    [
      'an endless report type',
      `Content-Type: multipart/report; report-type="${'x'.repeat(5_000)}"; boundary=x`,
      { reportType: 'x'.repeat(200) },
    ],
    ['a NUL in what a server found', 'Authentication-Results: mx; spf=pass (\0)', {}],
  ])('with %s is clean and bounded', async (_, field, expected) => {
    const mail = await readMail(Buffer.from(`From: a@example.com\r\nSubject: =?utf-8?q?=00=ED=A0=80x?=\r\n${field}\r\n\r\nhi`))
    expect(mail).toMatchObject(expected)
    expect(JSON.stringify(mail)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
  })

  it('with HTML only is read as text', async () => {
    const mail = await readMail(fixture('quirk-html-only'))
    expect(mail.text).toContain('Why is it so high?')
    expect(mail.newText).toBe('Why is it so high?')
  })

  const alternative = (plain: string) =>
    Buffer.from(
      `From: a@example.com\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\n\r\n${plain}\r\n` +
        '--B\r\nContent-Type: text/html\r\n\r\n<p>No water since Monday.</p>\r\n--B--\r\n',
    )
  it.each([
    ['an empty one', ''],
    ['a blank one', ' \u00a0\r\n\u200b'],
    ['one that a program always writes', 'To view the message, please use an HTML compatible email viewer!'],
    ['the same in Spanish', 'Su cliente de correo no soporta HTML'],
  ])('has the words of its HTML where its plain text is %s', (_, plain) => {
    expect(readMail(alternative(plain)).newText).toBe('No water since Monday.')
  })

  it('has the words of its plain text where that says something', () => {
    expect(readMail(alternative('I cannot read the HTML bill, send paper.')).newText).toBe('I cannot read the HTML bill, send paper.')
  })

  it('has the words of a text of an old kind', () => {
    const { newText } = readMail(Buffer.from('From: a@example.com\r\nContent-Type: text/enriched\r\n\r\nNo water.'))
    expect(newText).toBe('No water.')
  })

  it.each([
    ['encrypted', '-----BEGIN PGP MESSAGE-----', 'it is encrypted (PGP), and the desk has no key to read it with'],
    ['signed', '-----BEGIN PGP SIGNED MESSAGE-----', 'it is signed (PGP); the signature was not checked'],
  ])('that was %s in its text says so', (_, line, problem) => {
    expect(readMail(Buffer.from(`From: a@example.com\r\n\r\n${line}\r\n\r\nx`)).problems).toEqual([problem])
    expect(readMail(Buffer.from(`From: a@example.com\r\n\r\nI got ${line}\r\n`)).problems).toEqual([])
  })

  it('has the words that stand behind a picture where nothing else is said', () => {
    const { newText, attachments } = readMail(
      Buffer.from(
        'From: a@example.com\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n' +
          '--B\r\nContent-Type: text/html\r\n\r\n<p>No water.</p>\r\n--B--\r\n',
      ),
    )
    expect(newText).toBe('No water.')
    expect(attachments).toHaveLength(2)
  })

  it.each(['My bill is wrong, this is no base64 at all!', 'Hello,\r\n\r\nmy bill = 400 dollars'])(
    'with plain words under the name of base64 keeps them: %s',
    (words) => {
      const mail = readMail(Buffer.from(`From: a@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n${words}\r\n`))
      expect(mail.newText.replace(/\s+/g, ' ')).toBe(words.replace(/\s+/g, ' '))
      expect(mail.problems).toContain('a text says that it is base64 and is not')
    },
  )

  it.each([
    ['two brackets', '<eve@evil.example> <ana@example.com>', 2],
    ['a bracket in the quotes of its name', '"Ana <ana@old.example>" <ana@example.com>', 1],
    ['one bracket', 'Ana <ana@example.com>', 1],
  ])('with %s in From names so many senders', (_, from, count) => {
    expect(readMail(Buffer.from(`From: ${from}\r\n\r\nhi`))).toMatchObject({ from: { address: 'ana@example.com' }, fromCount: count })
  })

  it('answers what it names, also where a fold broke the name or it is no ASCII', () => {
    const mail = (fields: string) => readMail(Buffer.from(`From: a@example.com\r\n${fields}\r\n\r\nhi`))
    expect(mail('References: <one@\r\n example.com> <>\r\n <>< > <tw\u00f6@x>').references).toEqual(['<one@example.com>', '<tw\u00f6@x>'])
    expect(mail('Message-ID: <tw\u00f6@x>').messageId).toBe('<tw\u00f6@x>')
  })

  it('with an empty From has no sender, whatever its Reply-To says', async () => {
    const mail = await readMail(fixture('quirk-empty-from-with-reply-to'))
    expect(mail.from.address).toBeNull()
    expect(mail.replyTo).toEqual([{ address: 'ana@example.com', name: null }])
  })

  it('from an international domain has the address that mail can be sent to', async () => {
    expect((await readMail(fixture('quirk-idn-sender'))).from).toEqual({ address: 'jose@xn--mnchen-3ya.example', name: 'José' })
  })

  it('that reports a bounce says whose and of what', async () => {
    expect((await readMail(fixture('bounce-with-null-return-path'))).reported).toEqual({
      messageIds: ['<reply.1.2@city.example>'],
      recipients: [
        {
          recipient: 'ana@example.com',
          action: 'failed',
          status: '5.1.1',
          reason: 'smtp; 550 5.1.1 <ana@example.com>: unknown',
          permanent: true,
        },
      ],
    })
    expect((await readMail(fixture('bounce-in-words-only'))).reported.messageIds).toEqual(['<reply.3.4@city.example>'])
  })

  it('has the same digest by whatever way it came', async () => {
    const raw = fixture('person-plain-complaint').toString()
    const [one, other] = [
      await readMail(Buffer.from(raw)),
      await readMail(Buffer.from(`Received: from elsewhere\r\nDelivered-To: x@y\r\n${raw}`)),
    ]
    expect(one.digest).toBe(other.digest)
    expect((await readMail(Buffer.from(raw.replace('double', 'treble')))).digest).not.toBe(one.digest)
  })
})

describe('the mail reader', () => {
  const reader = createMailReader({ timeMilliseconds: 2_000 })
  afterAll(() => reader.close())

  it('comes to an end with any bytes at all, and what it reads can be stored', async () => {
    const header = fc.constantFrom(
      'From: a@b.c',
      'From: <<>>',
      'Subject: =?utf-8?B?////?=',
      'Content-Type: multipart/mixed; boundary=x',
      'Content-Type: text/plain; charset=nonsense',
      'Content-Transfer-Encoding: base64',
      'Date: never',
      'To: g:;',
      'Message-ID: <<>>',
    )
    const shaped = fc
      .tuple(fc.array(header), fc.uint8Array({ maxLength: 300 }))
      .map(([headers, body]) => Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n--x\r\n`), body]))
    const anything = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes))
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, shaped), async (bytes) => {
        const read = await reader.read(bytes)
        const text = JSON.stringify(read)
        expect(text).not.toContain('\\u0000')
        expect(text).not.toMatch(/\\ud[89a-f]/i)
        if (read.ok) expect(read.reading.attachments.every(({ filename }) => !/[/\\\0]/.test(filename) && filename !== '')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['a hundred thousand header fields', () => `${'X-A: b\r\n'.repeat(100_000)}\r\nhi`],
    [
      'two thousand nested parts',
      () => Array.from({ length: 2_000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join(''),
    ],
    ['fifty thousand nested elements', () => `Content-Type: text/html\r\n\r\n${'<div>'.repeat(50_000)}hi`],
    ['twenty megabytes of text', () => `Content-Type: text/plain\r\n\r\n${'all work and no play makes\r\n'.repeat(740_000)}`],
  ])(
    'ends with %s, and reads the next mail',
    async (_, make) => {
      const bomb = Buffer.from(make())
      const began = performance.now()
      await reader.read(bomb)
      expect(performance.now() - began).toBeLessThan(3_000)
      expect(await reader.read(Buffer.from('Subject: next\r\n\r\nhi'))).toMatchObject({ ok: true, reading: { subject: 'next' } })
    },
    15_000,
  )
})
