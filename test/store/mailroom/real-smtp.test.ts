// Mail out through a real conversation: what each failure means, and that nothing is ever sent twice by itself.
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSmtpTransport } from '../../../src/channels/smtp/smtp-transport.ts'
import type { OutgoingMail, Transport } from '../../../src/mailroom/mailroom.ts'
import { composeMail, type WrittenMail } from '../../../src/mailroom/outgoing/compose-mail.ts'
import { publicPartOf } from '../../../src/platform/signing-key.ts'
import { type Behaviour, type SmtpSink, startSmtpSink } from '../../support/smtp-sink.ts'

let sink: SmtpSink
let transport: Transport
beforeEach(async () => {
  sink = await startSmtpSink()
  transport = createSmtpTransport({ host: sink.host, port: sink.port, security: 'plain' })
})
afterEach(async () => {
  await transport.close()
  await sink.close()
})

const written: WrittenMail = {
  messageId: '<reply.1.2@city.example>',
  from: { name: 'City Water', address: 'water+WD-000001-abcd2345@city.example' },
  to: 'ana@example.com',
  subject: 'Re: Factura más alta [WD-000001-abcd2345]',
  text: 'Señora Ruiz,\n\n.a line with a dot\nYour use rose.\n',
  headers: { 'In-Reply-To': '<first@example.com>', References: '<zero@example.com> <first@example.com>' },
  date: new Date('2026-03-02T16:00:00Z'),
}
const mail: OutgoingMail = {
  messageId: written.messageId,
  envelopeFrom: 'water+WD-000001-abcd2345@city.example',
  to: written.to,
  cc: [],
  bytes: await composeMail(written),
}

it('sends a mail with its threading fields as they stand', async () => {
  expect(await transport.send(mail)).toMatchObject({ kind: 'accepted', response: expect.stringContaining('250') })
  const [kept] = sink.mails
  expect(kept).toMatchObject({ from: mail.envelopeFrom, to: ['ana@example.com'] })
  const fields = kept!.raw
    .split('\r\n\r\n')[0]!
    .replace(/\r\n\s+/g, ' ')
    .split('\r\n')
  expect(fields).toContain('Message-ID: <reply.1.2@city.example>')
  expect(fields).toContain('In-Reply-To: <first@example.com>')
  expect(fields).toContain('References: <zero@example.com> <first@example.com>')
  expect(fields).toContain('From: City Water <water+WD-000001-abcd2345@city.example>')
  expect(fields).toContain('Reply-To: City Water <water+WD-000001-abcd2345@city.example>')
  expect(kept!.raw).toBe(mail.bytes.toString('latin1').replace(/\r\n$/, '')) // dots and all, byte by byte
})

it('asks to be told of failure and delay, and of what is ours', async () => {
  await transport.send(mail)
  expect(sink.mails[0]!.asked).toEqual([
    'MAIL FROM:<water+WD-000001-abcd2345@city.example> RET=HDRS ENVID=reply.1.2@city.example',
    'RCPT TO:<ana@example.com> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ana@example.com',
  ])
})

it('sends one mail to all its recipients, and says whom of them the server did not take', async () => {
  const copied = { ...written, cc: ['leo@example.com', 'gone@example.com'] }
  const outcome = await transport.send({ ...mail, cc: copied.cc, bytes: await composeMail(copied) })
  expect(outcome).toMatchObject({
    kind: 'accepted',
    refused: [{ address: 'gone@example.com', error: expect.stringContaining('550 5.1.1 no such user') }],
  })
  expect(sink.mails.map(({ to }) => to)).toEqual([['ana@example.com', 'leo@example.com']])
  expect(sink.mails[0]?.raw).toContain('Cc: leo@example.com, gone@example.com')
  expect(sink.mails[0]?.asked[1]).toBe('RCPT TO:<ana@example.com> NOTIFY=FAILURE,DELAY')
})

it('says of each recipient why the server took the mail for none', async () => {
  const outcome = await transport.send({ ...mail, to: 'gone@example.com', cc: ['gone@example.org'] })
  const refused = ['gone@example.com', 'gone@example.org'].map((address) => ({ address, error: expect.stringContaining('550 5.1.1') }))
  expect(outcome).toMatchObject({ kind: 'refused', refused })
})

it('keeps its connection between mails', async () => {
  for (let index = 0; index < 5; index++) await transport.send(mail)
  expect(sink.connections()).toBe(1)
})

describe('when the server', () => {
  it.each<[Behaviour, string, number]>([
    ['refuse', 'refused', 0],
    ['refuse-words', 'refused', 0],
    ['defer', 'try-again', 0],
    ['drop-before-words', 'try-again', 0],
    ['drop-after-words', 'unknown', 1],
  ])('does "%s", the outcome is %s', async (behaviour, kind, arrived) => {
    sink.behave(behaviour)
    expect(await transport.send(mail)).toMatchObject({ kind })
    expect(sink.mails).toHaveLength(arrived)
    sink.behave('accept')
    expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
  })

  it('does not answer at all, the mail is tried again', async () => {
    const nobody = createSmtpTransport({ host: '127.0.0.1', port: 1, security: 'plain' })
    expect(await nobody.send(mail)).toMatchObject({ kind: 'try-again' })
    await expect(nobody.verify()).rejects.toThrow()
    await nobody.close()
  })

  it('closed a kept connection meanwhile, a fresh one is used at once', async () => {
    await transport.send(mail)
    sink.behave('drop-before-words')
    await transport.send(mail)
    const { port } = sink
    await sink.close()
    sink = await startSmtpSink(port)
    expect(await transport.send(mail)).toMatchObject({ kind: 'accepted' })
    expect(sink.mails).toHaveLength(1)
  })

  it('is asked by the doctor, it says hello', async () => {
    await expect(transport.verify()).resolves.toBeUndefined()
  })
})

it('writes no line of a subject into the header', async () => {
  await transport.send({ ...mail, bytes: await composeMail({ ...written, subject: 'Re: x\r\nBcc: everybody@example.com' }) })
  expect(sink.mails[0]!.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
  expect(sink.mails[0]!.to).toEqual(['ana@example.com'])
})

describe('a signed mail', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const dns = async (name: string, type: string) => {
    if (name !== 'desk._domainkey.city.example' || type !== 'TXT') throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    return [[`v=DKIM1; k=rsa; p=${publicPartOf(key)}`]]
  }
  const arrivedOf = async (words: Partial<WrittenMail>) => {
    const bytes = await composeMail({ ...written, ...words }, { domain: 'city.example', selector: 'desk', privateKey: key })
    await transport.send({ ...mail, bytes })
    return Buffer.from(`${sink.mails[0]!.raw}\r\n`, 'latin1')
  }

  it.each([
    ['an answer', {}],
    ['Chinese words', { text: '您的水費帳單。\n'.repeat(40), subject: '水費' }],
    ['a long thread', { headers: { References: Array.from({ length: 20 }, (_, n) => `<${'x'.repeat(60)}${n}@example.com>`).join(' ') } }],
    ['lines with dots and spaces at their ends', { text: '.\n..\nx  \n\n\n' }],
  ])('holds at its receiver, over a real conversation: %s', async (_, words) => {
    const { results } = await dkimVerify(await arrivedOf(words), { resolver: dns })
    expect(results).toMatchObject([
      { signingDomain: 'city.example', selector: 'desk', status: { result: 'pass', aligned: 'city.example' } },
    ])
  })

  it('does not hold once a figure was changed', async () => {
    const arrived = (await arrivedOf({ text: 'You owe $10.00.\n' })).toString('latin1')
    const { results } = await dkimVerify(Buffer.from(arrived.replaceAll('$10.00', '$90.00'), 'latin1'), { resolver: dns })
    expect(results[0]?.status.result).not.toBe('pass')
  })
})

describe('a server that wants to know who sends', () => {
  let guarded: SmtpSink
  let door: Transport
  afterEach(async () => {
    await door.close()
    await guarded.close()
  })

  it('lets the desk in with its password, and a wrong one is no fault of the mail', async () => {
    let right = 'open sesame'
    guarded = await startSmtpSink(0, (mechanism, given) => mechanism === 'PLAIN' && given === `\0desk\0${right}`)
    const { host, port } = guarded
    door = createSmtpTransport({ host, port, security: 'plain', user: 'desk', password: 'open sesame' })
    expect(await door.send(mail)).toMatchObject({ kind: 'accepted' })
    right = 'changed'
    await door.close()
    door = createSmtpTransport({ host, port, security: 'plain', user: 'desk', password: 'open sesame' })
    expect(await door.send(mail)).toMatchObject({ kind: 'not-signed-in', remedy: expect.stringContaining('SMTP_PASSWORD') })
    await expect(door.verify()).rejects.toThrow('535')
    expect(guarded.mails).toHaveLength(1)
  })

  describe('by an access token', () => {
    let office: Server
    let granted: string[]
    let revoked: boolean
    let asked: URLSearchParams[]
    beforeEach(async () => {
      granted = ['first', 'second', 'third']
      revoked = false
      asked = []
      office = createServer(async (request, response) => {
        let body = ''
        for await (const chunk of request) body += chunk
        asked.push(new URLSearchParams(body))
        response.writeHead(revoked ? 400 : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(revoked ? { error: 'invalid_grant' } : { access_token: granted.shift(), expires_in: 3600 }))
      })
      await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve))
    })
    afterEach(() => new Promise((resolve) => office.close(resolve)))

    const behind = (accepts: (token: string) => boolean | 'explain') =>
      startSmtpSink(0, (mechanism, given) => {
        const [user, auth] = given.split('\x01')
        if (mechanism !== 'XOAUTH2' || user !== 'user=desk@city.example') return false
        return accepts((auth ?? '').replace('auth=Bearer ', ''))
      })
    const open = () => {
      const tokenUrl = `http://127.0.0.1:${(office.address() as AddressInfo).port}/token`
      const oauth2 = { tokenUrl, clientId: 'desk', clientSecret: 'secret', scope: 'https://outlook.office365.com/.default' }
      return createSmtpTransport({ host: guarded.host, port: guarded.port, security: 'plain', user: 'desk@city.example', oauth2 })
    }

    it('takes mail with one token for many connections', async () => {
      guarded = await behind((token) => token === 'first')
      door = open()
      expect(await Promise.all([door.send(mail), door.send(mail), door.send(mail)])).toMatchObject(Array(3).fill({ kind: 'accepted' }))
      expect(guarded.connections()).toBe(3)
      expect(Object.fromEntries(asked[0]!)).toMatchObject({ grant_type: 'client_credentials', client_id: 'desk' })
    })

    it.each([
      ['Microsoft', false],
      ['Google', 'explain'],
    ] as const)('asks for another token where %s does not take the one at hand any more', async (_, refusal) => {
      guarded = await behind((token) => token === 'second' || refusal)
      door = open()
      expect(await door.send(mail)).toMatchObject({ kind: 'accepted' })
      expect(asked).toHaveLength(2)
    })

    it('says at once when access was revoked, and that the mail waits', async () => {
      guarded = await behind(() => true)
      revoked = true
      door = open()
      expect(await door.send(mail)).toEqual({
        kind: 'not-signed-in',
        error: 'the token endpoint refused: invalid_grant',
        remedy: expect.stringContaining('Grant the desk access again'),
      })
      expect(guarded.mails).toEqual([])
    })

    it('takes a silent token endpoint for something that passes', async () => {
      guarded = await behind(() => true)
      door = open()
      await new Promise((resolve) => office.close(resolve))
      expect(await door.send(mail)).toMatchObject({ kind: 'try-again', error: 'the token endpoint does not answer' })
      await new Promise<void>((resolve) => office.listen(0, resolve))
    })
  })
})
