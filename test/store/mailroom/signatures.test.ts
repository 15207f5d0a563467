// A customer whose own domain signs his mail is established by the desk itself, and the mail's row says by what.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'
import { createSigner, namesOf, signedBy } from '../../support/signed-mail.ts'

const example = createSigner('example.com')
const mailer = createSigner('mailer.example')
let desk: MailDesk

beforeAll(async () => {
  desk = await openMailDesk({ verifiesDkim: true }, { resolve: namesOf([example, mailer]).resolve })
})
afterAll(() => desk?.close())

it('says of each mail who stands behind its sender, and by what that is known', async () => {
  const plain = (subject: string) => mailText({ subject, authentication: null })
  await desk.arrives([
    await signedBy(example, plain('signed')),
    await signedBy(mailer, plain('signed by a stranger')),
    (await signedBy(example, plain('changed'))).replace('so high', 'so low'),
    `Authentication-Results: mx.city.example; dmarc=fail header.from=example.com\r\n${await signedBy(example, plain('denied'))}`,
    mailText({ subject: 'told by the server' }),
    plain('unsigned'),
  ])
  const mails = await desk.db.client.mail.findMany({ orderBy: { receivedAt: 'asc' } })
  expect(
    mails.map(({ subject, verdict, reading }) => [subject, verdict, (reading as { authentication?: unknown }).authentication]),
  ).toEqual([
    ['signed', 'established', said('pass', 'pass', 'established', 'it is signed by example.com, which the desk verified')],
    [
      'signed by a stranger',
      'not-established',
      said('pass', 'not-checked', 'not-established', 'it is signed by mailer.example, which does not speak for its sender'),
    ],
    [
      'changed',
      'not-established',
      said('fail', 'not-checked', 'not-established', 'its signature by example.com does not hold: body hash did not verify'),
    ],
    ['denied', 'contradicted', said('pass', 'fail', 'contradicted', "the office's mail server says that DMARC failed")],
    [
      'told by the server',
      'established',
      said('none', 'pass', 'established', "the office's mail server says that DMARC passed for example.com"),
    ],
    ['unsigned', 'not-established', said('none', 'not-checked', 'not-established', 'nobody signed it')],
  ])
})

it('tells whoever sets the desk up whose results the newest mails carry', async () => {
  await desk.arrives([
    mailText({
      authentication: null,
      headers: ['Authentication-Results: \u001b[31mEVIL; none', 'Authentication-Results: mx.other.example; none'],
    }),
  ])
  expect(await desk.mailroom.resultsSeen()).toEqual({
    mails: 7,
    servers: [
      { name: 'mx.city.example', mails: 2 },
      { name: 'mx.other.example', mails: 1 },
    ],
  })
})

function said(dkim: string, dmarc: string, verdict: string, basis: string) {
  return { spf: 'not-checked', dkim, dmarc, verdict, basis }
}
