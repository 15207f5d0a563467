import { describe, expect, it } from 'vitest'
import { askedOfLedger, ledgerQuery, pageLinks, toLedgerAsked } from '../../../src/channels/console/ledger-asked.ts'

const entry = {
  id: '0b6f9f3c-9d0a-4a55-8f0e-3f9f0d6f4f11',
  mailbox: 'Water ~ complaints & co',
  folder: 'INBOX',
  uid: 17n,
  kind: 'quarantined' as const,
  reason: 'larger than 30 MB',
  fromAddress: 'ada@mail.example',
  fromName: null,
  subject: '',
  receivedAt: new Date('2026-11-22T19:00:00.000Z'),
  recordedAt: new Date('2026-11-22T20:00:00.123Z'),
  size: null,
  caseId: null,
  mailId: null,
  rawSha256: null,
  settled: null,
}
const queryOf = (href: string | null) => Object.fromEntries(new URL(href as string, 'http://desk.invalid').searchParams)

describe('a page of the ledger', () => {
  it('leads to the next by the key of its last, with the same filters, whatever the mailbox is called', () => {
    const filters = { search: 'meter & pit', kind: 'quarantined' as const, mailbox: entry.mailbox }
    const first = pageLinks('/mailroom/ledger', filters, { entries: [entry], more: true })
    expect(first.newestHref).toBeNull()
    const asked = askedOfLedger(queryOf(first.olderHref))
    expect(asked).toEqual({ ...filters, after: { id: entry.id, recordedAt: entry.recordedAt } })
    const next = pageLinks('/mailroom/ledger', asked, { entries: [], more: false })
    expect(next.olderHref).toBeNull()
    expect(askedOfLedger(queryOf(next.newestHref))).toEqual(filters)
    expect(askedOfLedger(queryOf(ledgerQuery(asked)))).toEqual(asked)
  })

  it('asks the mailroom for one kind, and a page of it', () => {
    expect(toLedgerAsked({ kind: 'bounce' })).toEqual({ kinds: ['bounce'], limit: 50 })
    expect(ledgerQuery({})).toBe('')
  })

  it.each([undefined, '', 'x', `yesterday~${entry.id}`, '2026-11-22T20:00:00.000Z~1', `2026-99-22T20:00:00.000Z~${entry.id}`, ['a']])(
    'begins at the newest for %j',
    (after) => expect(askedOfLedger({ after })).toEqual({}),
  )

  it('leaves out what an address made up', () => {
    expect(askedOfLedger({ kind: 'nonsense', search: ['a', 'b'], mailbox: '' })).toEqual({})
    expect(askedOfLedger({ search: 'x'.repeat(201) })).toEqual({})
  })
})
