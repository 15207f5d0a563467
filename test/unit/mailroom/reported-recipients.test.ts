// Whom a bounce is about, with what status, and which mail of ours it returns, in the forms that mail systems use.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'
import { blocksAddress } from '../../../src/mailroom/reading/reports/blocks-address.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/mail')
const reported = (name: string) => readMail(readFileSync(path.join(folder, `${name}.eml`))).reported
const ours = ['<reply.1.2@city.example>']

/** recipient, status, action, a part of the reason, whether the address is blocked from then on */
type Told = [recipient: string, status: string, action: string, reason: string | null, blocked: boolean]

describe('a bounce', () => {
  it.each<[name: string, messageIds: string[], ...told: Told[]]>([
    [
      'bounce-one-failed-one-delayed',
      ours,
      ['ana@example.com', '5.1.1', 'failed', '550 5.1.1 unknown user', true],
      ['bob@example.com', '4.4.1', 'delayed', '421 4.4.1 connection timed out', false],
    ],
    ['bounce-with-null-return-path', ours, ['ana@example.com', '5.1.1', 'failed', '550 5.1.1', true]],
    ['bounce-in-words-only', ['<reply.3.4@city.example>'], ['bob@example.net', '5.1.1', 'failed', 'no mailbox here by that name', true]],
    [
      'bounce-qmail-two-recipients-in-words',
      ours,
      ['ana@example.com', '5.1.1', 'failed', 'User unknown', true],
      ['bob@example.com', '5.2.2', 'failed', '552 5.2.2 Mailbox full', false],
    ],
    ['bounce-exim-in-words', ours, ['ana@example.com', '5.1.1', 'failed', '550 No such user here', true]],
    ['bounce-exim-retries-ran-out', ours, ['ana@example.com', '4.4.7', 'failed', 'retry timeout exceeded', false]],
    ['bounce-exim-warns-of-a-delay', [], ['ana@example.com', '4.4.1', 'delayed', 'connection refused', false]],
    ['bounce-exchange-ndr', ours, ['ana@example.com', '5.1.10', 'failed', 'RecipientNotFound', true]],
    ['bounce-exchange-in-words', ours, ['ana@example.com', '5.1.1', 'failed', "couldn't be found", true]],
    ['bounce-postfix-cut-to-text', ours, ['ana@example.com', '5.1.1', 'failed', 'does not exist', true]],
    ['bounce-postfix-soft-status-over-a-refusal', ours, ['ana@example.com', '5.7.1', 'failed', '550 5.7.1 Service refused', false]],
    [
      'bounce-groups-without-empty-lines',
      [],
      ['ana@example.com', '5.2.2', 'failed', null, false],
      ["o'brien@example.com", '5.1.1', 'failed', null, true],
    ],
    ['bounce-of-a-bounce', ['<inner@other.example>'], ['ana@example.com', '5.0.0', 'failed', "doesn't have a example.com account", true]],
    ['bounce-amazon-json', ours, ['ana@example.com', '5.1.1', 'failed', '550 5.1.1 user unknown', true]],
    ['bounce-amazon-json-in-envelope-broken-line', ours, ['ana@example.com', '4.0.0', 'failed', null, false]],
    ['bounce-spanish-in-words', ours, ['ana@example.com', '5.1.1', 'failed', 'El usuario no existe', true]],
    ['bounce-chinese-in-words', ours, ['ana@example.com', '5.1.1', 'failed', '用户不存在', true]],
    [
      'bounce-old-sendmail-transcript',
      ours,
      ['ana@example.com', '5.1.1', 'failed', 'User unknown', true],
      ['bob@example.org', '5.1.2', 'failed', '550 Host unknown', true],
    ],
    ['bounce-courier-in-words', [], ['ana@example.com', '5.1.1', 'failed', 'User Unknown', true]],
    ['bounce-carrier-answers-in-thread', [], ['3125550100@carrier.example', '5.1.1', 'failed', 'no such user here', true]],
    ['bounce-gateway-without-a-system-sender', [], ['ana@example.com', '5.1.1', 'failed', 'user unknown', true]],
    ['bounce-list-refuses-a-stranger', [], ['tenants@example.org', '5.7.1', 'failed', 'not a member', false]],
    ['bounce-names-only-the-returned-mails-recipient', [], ['3125550100@carrier.example', '5.1.1', 'failed', 'No valid recipients', true]],
    ['receipt-amazon-delivery', ours, ['ana@example.com', '2.6.0', 'delivered', '250 2.6.0', false]],
    [
      'receipt-relayed-and-expanded',
      [],
      ['ana@example.com', '2.1.5', 'relayed', null, false],
      ['all@example.com', '2.1.5', 'expanded', null, false],
    ],
  ])('%s', (name, messageIds, ...told) => {
    const found = reported(name)
    expect(found.messageIds).toEqual(messageIds)
    expect(found.recipients.map(({ recipient, status, action, permanent }) => [recipient, status, action, permanent])).toEqual(
      told.map(([recipient, status, action]) => [recipient, status, action, status.startsWith('5')]),
    )
    for (const [at, [, , , reason, blocked]] of told.entries()) {
      const recipient = found.recipients[at]!
      if (reason === null) expect(recipient.reason).toBeNull()
      else expect(recipient.reason).toContain(reason)
      expect(blocksAddress(recipient)).toBe(blocked)
    }
  })

  it("is not read into a person's words", () => {
    expect(reported('person-plain-complaint').recipients).toEqual([])
    expect(reported('vacation-english-without-header').recipients).toEqual([])
  })

  it('of no length takes no time that is not its length', () => {
    const user = 'user mailbox recipient <'.repeat(20_000)
    const lines = 'a@b.example: \n'.repeat(20_000)
    for (const text of [user, lines, `{"a":${'}\n'.repeat(20_000)}`, `${'{'.repeat(60_000)}}`, '1'.repeat(60_000), '> '.repeat(30_000)]) {
      const mail = readMail(Buffer.from(`From: MAILER-DAEMON@example.com\r\nSubject: failure notice\r\n\r\n${text}`))
      expect(mail.reported.recipients.length).toBeLessThanOrEqual(50)
    }
  })
})
