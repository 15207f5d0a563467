// Mail out through a real conversation: what each failure means, and that nothing is ever sent twice by itself.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSmtpTransport } from '../../../src/channels/smtp/smtp-transport.ts'
import type { OutgoingMail, Transport } from '../../../src/mailroom/mailroom.ts'
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

const mail: OutgoingMail = {
  messageId: '<reply.1.2@city.example>',
  envelopeFrom: 'water+WD-000001-abcd2345@city.example',
  from: { name: 'City Water', address: 'water+WD-000001-abcd2345@city.example' },
  to: 'ana@example.com',
  subject: 'Re: Factura más alta [WD-000001-abcd2345]',
  text: 'Señora Ruiz,\n\n.a line with a dot\nYour use rose.\n',
  headers: { 'In-Reply-To': '<first@example.com>', References: '<zero@example.com> <first@example.com>' },
  date: new Date('2026-03-02T16:00:00Z'),
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
  await transport.send({ ...mail, subject: 'Re: x\r\nBcc: everybody@example.com' })
  expect(sink.mails[0]!.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
  expect(sink.mails[0]!.to).toEqual(['ana@example.com'])
})
