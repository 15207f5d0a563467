// Bounces, abuse reports and receipts of dozens of mail systems (sisimai's own test mails), each with what it is.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { tellKind } from '../../../src/mailroom/reading/mail-kind.ts'
import type { BouncedRecipient } from '../../../src/mailroom/reading/mail-reading.ts'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'
import { blocksAddress } from '../../../src/mailroom/reading/reports/blocks-address.ts'

const folder = path.resolve(import.meta.dirname, '../../../../shared/corpora/sisimai')
const present = existsSync(folder)
if (!present) console.log("skipped: sisimai's mails are not at ../shared/corpora/sisimai")

type Expected = { class: string; recipients: { dsn: string; reason: string; hard: boolean }[] }
type Case = { file: string; expected: Expected; kind: string; recipients: BouncedRecipient[] }

const kinds: Record<string, string> = { bounce: 'bounce', feedback: 'feedback-report', delivered: 'receipt' }
const own = { address: 'water@city.example' }

function casesIn(): Case[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => {
      const reading = readMail(readFileSync(path.join(folder, file)))
      const expected: Expected = JSON.parse(readFileSync(path.join(folder, file.replace(/eml$/, 'expected.json')), 'utf8'))
      return { file, expected, kind: tellKind(reading, own).kind, recipients: reading.reported.recipients }
    })
}

describe.skipIf(!present)("sisimai's mails", () => {
  const cases = present ? casesIn() : []

  it('are of the right kind in at least 99.5 of a hundred', () => {
    const misses = cases.filter(({ expected, kind }) => kind !== kinds[expected.class])
    const listed = misses.map(({ file, expected, kind }) => `${file}: ${expected.class} was taken for ${kind}`)
    expect(1 - misses.length / cases.length, listed.join('\n')).toBeGreaterThanOrEqual(0.995)
  })

  /** A mail counts as right where it names as many recipients, and each in its order is permanent where its status begins with 5. */
  it('say of at least 98 in a hundred whether the failure is permanent', () => {
    const withStatus = cases.filter(({ expected }) => expected.recipients.some(({ dsn }) => dsn !== ''))
    const misses = withStatus.filter(
      ({ expected, recipients }) => permanents(expected) !== recipients.map(({ permanent }) => permanent).join(),
    )
    const listed = misses.map(({ file, expected, recipients }) => `${file}: ${statuses(expected)} was read as ${read(recipients)}`)
    // Left: lhost-gmail-08, a warning of a delay that says nothing else, which sisimai counts as final.
    expect(1 - misses.length / withStatus.length, listed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  it('name a recipient that mail can be sent to', () => {
    const named = cases.filter(({ expected }) => expected.class !== 'feedback').flatMap(({ recipients }) => recipients)
    expect(named.filter(({ recipient }) => recipient === null || !/^[^\s@<>]+@[^\s@<>]+$/.test(recipient))).toEqual([])
  })

  /**
   * `hard` is sisimai's own opinion, and the desk's differs on purpose. It blocks an address whose server says that there is no
   * such mailbox, also when it says so only after the text (`filtered`), that it is closed (`suspend`), or that it is no address
   * (`syntaxerror`): nothing will ever arrive. It blocks none for a server that takes no mail today (`notaccept`), nor for
   * "access denied", which is a word about the sender.
   */
  it('block the addresses that sisimai calls hard, but for the differences that are meant', () => {
    const compared = cases
      .filter(({ expected, recipients }) => expected.class === 'bounce' && expected.recipients.length === recipients.length)
      .flatMap(({ file, expected, recipients }) => recipients.map((one, at) => ({ file, one, its: expected.recipients[at]! })))
    const differing = compared.filter(({ one, its }) => blocksAddress(one) !== its.hard)
    const unmeant = differing.filter(
      ({ one, its }) =>
        !(its.hard
          ? its.reason === 'notaccept' || /access denied/i.test(one.reason ?? '')
          : /^(?:filtered|suspend|syntaxerror)$/.test(its.reason)),
    )
    expect(unmeant.map(({ file, one, its }) => `${file}: ${its.reason} ${its.dsn}, read as ${one.status}: ${one.reason}`)).toEqual([])
    expect(1 - differing.length / compared.length).toBeGreaterThanOrEqual(0.9)
  })
})

function permanents({ recipients }: Expected): string {
  return recipients
    .filter(({ dsn }) => dsn !== '')
    .map(({ dsn }) => dsn.startsWith('5'))
    .join()
}

function statuses({ recipients }: Expected): string {
  return recipients.map(({ dsn, reason }) => `${dsn} (${reason})`).join(', ')
}

function read(recipients: BouncedRecipient[]): string {
  return recipients.map(({ recipient, status, action }) => `${recipient} ${status} ${action}`).join(', ') || 'nobody'
}
