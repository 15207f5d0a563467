import { describe, expect, it } from 'vitest'
import { setAsideAsked, setAsideView } from '../../../src/channels/console/set-aside-view.ts'

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

describe('a page of mails that were set aside', () => {
  it('leads to the next by the key of its last', () => {
    const { nextHref, firstHref } = setAsideView({ entries: [entry], more: true }, undefined)
    const query = Object.fromEntries(new URL(nextHref as string, 'http://desk.invalid').searchParams)
    const asked = setAsideAsked(query)
    expect(asked).toEqual({ id: entry.id, recordedAt: entry.recordedAt })
    expect(firstHref).toBeNull()
    const next = setAsideView({ entries: [], more: false }, asked)
    expect([next.nextHref, next.firstHref]).toEqual([null, '/mailroom#aside'])
    expect(setAsideAsked(Object.fromEntries(new URL(next.here, 'http://desk.invalid').searchParams))).toEqual(asked)
  })

  it.each([undefined, '', 'x', `yesterday~${entry.id}`, '2026-11-22T20:00:00.000Z~1', `2026-99-22T20:00:00.000Z~${entry.id}`, ['a']])(
    'begins at the newest for %j',
    (after) => expect(setAsideAsked({ after })).toBeUndefined(),
  )
})
