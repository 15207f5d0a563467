import { describe, expect, it } from 'vitest'
import { setAsideAsked, setAsideKey, setAsideView } from '../../../src/channels/console/set-aside-view.ts'

const mail = {
  mailbox: 'Water ~ complaints & co',
  uidValidity: 4_294_967_295n,
  uid: 17n,
  kind: 'quarantined' as const,
  reason: 'larger than 30 MB',
  fromAddress: 'ada@mail.example',
  fromName: null,
  subject: '',
  recordedAt: new Date('2026-11-22T20:00:00.123Z'),
  rawSha256: null,
}

describe('a page of mails that were set aside', () => {
  it('leads to the next by the key of its last, whatever the mailbox is called', () => {
    const { nextHref, firstHref } = setAsideView({ mails: [mail], more: true }, undefined)
    const query = Object.fromEntries(new URL(nextHref as string, 'http://desk.invalid').searchParams)
    const asked = setAsideAsked(query)
    expect(asked).toEqual({ mailbox: mail.mailbox, uidValidity: mail.uidValidity, uid: mail.uid, recordedAt: mail.recordedAt })
    expect(firstHref).toBeNull()
    const next = setAsideView({ mails: [], more: false }, asked)
    expect([next.nextHref, next.firstHref]).toEqual([null, '/mailroom#aside'])
    expect(setAsideAsked(Object.fromEntries(new URL(next.here, 'http://desk.invalid').searchParams))).toEqual(asked)
  })

  it.each([undefined, '', 'x', 'yesterday~1~2~INBOX', '2026-11-22T20:00:00.000Z~1~2~', '2026-11-22T20:00:00.000Z~-1~2~INBOX', ['a']])(
    'begins at the newest for %j',
    (after) => expect(setAsideAsked({ after })).toBeUndefined(),
  )

  it.each([
    ['quarantined', 'could not be read'],
    ['ignored', 'ignored'],
    ['automatic-reply', 'automatic reply'],
  ] as const)('says %s as “%s”', (kind, words) => {
    const { rows } = setAsideView({ mails: [{ ...mail, kind }], more: false }, undefined)
    expect(rows[0]).toMatchObject({ kindWords: words, from: 'ada@mail.example', address: null, subject: '(no subject)' })
  })

  it('takes no key that a form made up', () => {
    for (const uid of ['-1', '1.5', '1e3', '9'.repeat(19), ''])
      expect(setAsideKey.safeParse({ mailbox: 'INBOX', uidValidity: '1', uid }).success).toBe(false)
  })
})
