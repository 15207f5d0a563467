// The desk verifies signatures itself: who signed, with a key that his domain shows, may speak for the sender of From only.
import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { afterAll, describe, expect, it } from 'vitest'
import { createMailReader } from '../../../src/mailroom/reading/mail-reader.ts'
import { createSignatureCheck, type Resolve } from '../../../src/mailroom/reading/senders/check-signatures.ts'
import { signaturesIn } from '../../../src/mailroom/reading/senders/dkim-signatures.ts'
import { weighSender } from '../../../src/mailroom/reading/senders/sender.ts'
import { createSigner, namesOf, type SigningAsked, signedBy } from '../../support/signed-mail.ts'

const reader = createMailReader({ timeMilliseconds: 20_000 })
afterAll(() => reader.close())

const mx = 'mx.city.example'
const arrivedAt = new Date('2026-03-02T16:00:00Z')
const example = createSigner('example.com')
const mailer = createSigner('mailer.example')
const mailText = mailFrom('Ana Ruiz <ana@example.com>')

function mailFrom(from: string): string {
  return [
    `From: ${from}`,
    'To: water@city.example',
    'Subject: My bill',
    'Date: Mon, 02 Mar 2026 10:00:00 -0600',
    '',
    'Why is it so high?',
    '',
  ]
    .join('\r\n')
    .concat('Ana\r\n')
}

async function weighed(mail: string, { resolve = namesOf([example, mailer]).resolve, limitMilliseconds = 60_000 }: Asked = {}) {
  const bytes = Buffer.from(mail)
  const read = await reader.read(bytes)
  if (!read.ok) throw new Error(read.problem)
  const check = createSignatureCheck({ reader, resolve, limitMilliseconds })
  const { dkim, dmarc, verdict, basis } = weighSender(read.reading, mx, await check(bytes, read.reading, arrivedAt))
  return { dkim, dmarc, verdict, basis }
}
type Asked = { resolve?: Resolve; limitMilliseconds?: number }

const signed = (asked: SigningAsked = {}, mail = mailText) => signedBy(example, mail, asked)

describe('a signature of the sender’s own domain', () => {
  it('establishes him', async () => {
    expect(await weighed(await signed())).toEqual({
      dkim: 'pass',
      dmarc: 'pass',
      verdict: 'established',
      basis: 'it is signed by example.com, which the desk verified',
    })
  })

  it('establishes him also as another program writes it', async () => {
    const dkim = { domainName: 'example.com', keySelector: example.selector, privateKey: example.privateKey }
    const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', dkim })
    const { message } = await transport.sendMail({ from: 'ana@example.com', to: 'water@city.example', subject: 'My bill', text: 'Why?' })
    expect(await weighed((message as Buffer).toString('latin1'))).toMatchObject({ dkim: 'pass', verdict: 'established' })
  })

  it.each([
    ['the body was changed', async () => (await signed()).replace('so high', 'so low'), 'fail'],
    ['words were put before the body', async () => (await signed()).replace('\r\n\r\n', '\r\n\r\nPay the sender.\r\n'), 'fail'],
    ['the subject was changed', async () => (await signed()).replace('My bill', 'My refund'), 'fail'],
    ['the sender was changed', async () => (await signed()).replace('ana@', 'bob@'), 'fail'],
    [
      'it had expired when the mail arrived',
      () => signed({ signTime: new Date('2026-02-01'), expires: new Date('2026-02-08') }),
      'neutral',
    ],
    ['it covers a part of the body', async () => `${await signed({ maxBodyLength: 10 })}Send the bill to another address.\r\n`, 'pass'],
    ['it covers none of the body', () => signed({ maxBodyLength: 0 }), 'pass'],
    ['it is made with SHA-1', () => signed({ algorithm: 'rsa-sha1' }), 'neutral'],
    ['it does not cover From', async () => (await signed()).replace(/h=[^;]*/i, 'h=Subject:Date:To'), 'fail'],
  ])('does not where %s', async (_, mail, dkim) => {
    expect(await weighed(await mail())).toMatchObject({ dkim, verdict: 'not-established' })
  })

  it('still does where it has expired since the mail arrived', async () => {
    const mail = await signed({ signTime: new Date('2026-03-02T15:00:00Z'), expires: new Date('2026-03-03') })
    expect(await weighed(mail)).toMatchObject({ verdict: 'established' })
  })

  it('still does where its length is that of the whole body', async () => {
    const length = mailText.length - mailText.indexOf('\r\n\r\n') - 4
    expect(await weighed(await signed({ maxBodyLength: length }))).toMatchObject({ verdict: 'established' })
  })

  it('does not where its key is short', async () => {
    const weak = createSigner('example.com', { bits: 768 })
    const mail = await signedBy(weak, mailText)
    expect(await weighed(mail, namesOf([weak]))).toMatchObject({ dkim: 'neutral', verdict: 'not-established' })
  })

  it.each([
    ['there is none', {}],
    ['it was withdrawn', { 'key1._domainkey.example.com': 'v=DKIM1; k=rsa; p=' }],
    ['it is another', { 'key1._domainkey.example.com': mailer.record }],
    ['it is not for mail', { 'key1._domainkey.example.com': `s=tlsrpt; ${example.record}` }],
  ])('does not where DNS is asked for the key and %s', async (_, records) => {
    expect(await weighed(await signed(), namesOf([], records))).toMatchObject({ verdict: 'not-established' })
  })
})

describe('a signature of another domain', () => {
  it('does not establish a forged sender', async () => {
    expect(await weighed(await signedBy(mailer, mailText))).toMatchObject({
      dkim: 'pass',
      dmarc: 'not-checked',
      verdict: 'not-established',
      basis: 'it is signed by mailer.example, which does not speak for its sender',
    })
  })

  it('does no harm beside that of the sender’s domain', async () => {
    const mail = await signedBy(mailer, await signed())
    expect(await weighed(mail)).toMatchObject({ verdict: 'established' })
  })

  it.each([
    ['example.com', 'ana@mail.example.com', {}, 'established'],
    ['mail.example.com', 'ana@example.com', {}, 'established'],
    ['a.example.com', 'ana@b.example.com', {}, 'established'],
    ['a.example.com', 'ana@b.example.com', { '_dmarc.b.example.com': 'v=DMARC1; p=none; adkim=r' }, 'established'],
    ['mail.example.com', 'ana@example.com', { '_dmarc.example.com': 'v=DMARC1; p=reject; adkim=s' }, 'not-established'],
    ['example.com', 'ana@mail.example.com', { '_dmarc.example.com': 'v=DMARC1; p=reject; adkim=s' }, 'not-established'],
    ['example.com', 'ana@example.com', { '_dmarc.example.com': 'v=DMARC1; p=reject; adkim=s' }, 'established'],
    ['bar.co.uk', 'ana@foo.co.uk', {}, 'not-established'],
    ['two.github.io', 'ana@one.github.io', {}, 'not-established'],
  ])('%s speaks for %s with the policy %o: %s', async (domain, from, records, verdict) => {
    const signer = createSigner(domain)
    const mail = await signedBy(signer, mailFrom(from))
    expect((await weighed(mail, namesOf([signer], records))).verdict).toBe(verdict)
  })

  it('speaks for it where DNS does not tell the policy', async () => {
    const signer = createSigner('mail.example.com')
    const { resolve } = namesOf([signer])
    const broken: Resolve = async (name, type) => {
      if (name.startsWith('_dmarc.')) throw Object.assign(new Error('refused'), { code: 'ESERVFAIL' })
      return resolve(name, type)
    }
    expect(await weighed(await signedBy(signer, mailText), { resolve: broken })).toMatchObject({ verdict: 'established' })
  })
})

describe('several senders', () => {
  it('are not established by a signature over one of their fields', async () => {
    const mail = `From: Mallory <mallory@example.com>\r\n${await signed()}`
    expect((await weighed(mail)).verdict).toBe('not-established')
  })

  it('are not established by a signature over the field that names both', async () => {
    const mail = await signed({}, mailFrom('ana@example.com, bob@example.com'))
    expect((await weighed(mail)).verdict).toBe('not-established')
  })
})

describe('what is asked of DNS', () => {
  it('is nothing for a mail that nobody signed', async () => {
    const dns = namesOf([example])
    expect(await weighed(mailText, dns)).toMatchObject({ dkim: 'none', dmarc: 'not-checked', verdict: 'not-established' })
    expect(dns.asked).toEqual([])
  })

  it('is one name for the sender’s own signature', async () => {
    const dns = namesOf([example])
    await weighed(await signed(), dns)
    expect(dns.asked).toEqual(['key1._domainkey.example.com'])
  })

  it('are five names at most, the sender’s among them however many strangers stand above', async () => {
    const strangers = Array.from(
      { length: 40 },
      (_, index) => `DKIM-Signature: v=1; a=rsa-sha256; d=x${index}.example; s=k; h=from; bh=x; b=x`,
    )
    const dns = namesOf([example])
    expect(await weighed(`${strangers.join('\r\n')}\r\n${await signed()}`, dns)).toMatchObject({ verdict: 'established' })
    expect(dns.asked).toHaveLength(5)
    expect(dns.asked).toContain('key1._domainkey.example.com')
  })

  it('is waited for no longer than the limit', async () => {
    const silent: Resolve = () => new Promise(() => {})
    expect(await weighed(await signed(), { resolve: silent, limitMilliseconds: 20 })).toMatchObject({
      dkim: 'temperror',
      verdict: 'not-established',
    })
  })
})

describe('beside what the office’s own server says', () => {
  const said = (results: string) => `Authentication-Results: ${mx}; ${results}\r\n`

  it('a signature that holds outweighs silence', async () => {
    const mail = `${said('spf=none')}${await signed()}`
    expect(await weighed(mail)).toMatchObject({ dkim: 'pass', verdict: 'established' })
  })

  it('the server’s denial outweighs a signature that holds', async () => {
    const mail = `${said('dmarc=fail header.from=example.com')}${await signed()}`
    expect(await weighed(mail)).toMatchObject({ dkim: 'pass', dmarc: 'fail', verdict: 'contradicted' })
  })

  it('the server is believed where DNS fails', async () => {
    const mail = `${said('dkim=pass header.d=example.com; dmarc=pass header.from=example.com')}${await signed()}`
    const broken: Resolve = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ESERVFAIL' }))
    expect(await weighed(mail, { resolve: broken })).toMatchObject({ dkim: 'pass', dmarc: 'pass', verdict: 'established' })
  })

  it('the server is believed where it changed the body after it had verified it', async () => {
    const changed = (await signed()).replace('\r\n\r\n', '\r\n\r\n[EXTERNAL]\r\n')
    const mail = `${said('dkim=pass header.d=example.com; dmarc=pass header.from=example.com')}${changed}`
    expect(await weighed(mail)).toMatchObject({ dkim: 'fail', verdict: 'established' })
  })
})

it('fields are found in any bytes at all, and only surplus ones are taken out', () => {
  const piece = fc.constantFrom(
    'DKIM-Signature: d=x.example; s=k;',
    'dkim-signature',
    ':',
    '\r\n',
    '\n',
    ' ',
    '\t',
    '=',
    ';',
    'From: a',
    '\0',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const bytes = Buffer.from(pieces.join(''))
      const found = signaturesIn(bytes, 'x.example')
      if (found.kind !== 'signed') return
      expect(found.keys.length).toBeLessThanOrEqual(5)
      const again = signaturesIn(found.bytes, 'x.example')
      expect(again).toEqual({ kind: 'signed', bytes: found.bytes, keys: found.keys })
    }),
  )
})

it('a header of many thousand lines is not looked through', async () => {
  const bytes = Buffer.from(`X-Long: a\r\n${' b\r\n'.repeat(9_000)}${await signed()}`)
  const dns = namesOf([example])
  const check = createSignatureCheck({ reader, resolve: dns.resolve })
  const from = { address: 'ana@example.com', name: null }
  expect(await check(bytes, { from, fromCount: 1 }, arrivedAt)).toMatchObject({ dkim: 'neutral', vouches: null })
  expect(dns.asked).toEqual([])
})
