import { describe, expect, it } from 'vitest'
import { draftOverdue, offerRedraft } from '../../../src/channels/console/offer-redraft.ts'
import type { OutgoingRecord } from '../../../src/mailroom/mailroom.ts'
import type { DraftStatus } from '../../../src/replies/draft.ts'

const clerk = { role: 'clerk' } as const
const draft = (status: DraftStatus, text = 'Dear customer') => ({ status, text, rendered: 'Dear customer\n' })
const words = (status: DraftStatus, mail?: OutgoingRecord['status']) => offerRedraft(draft(status), mail, clerk)?.words ?? null

describe('a draft from the desk', () => {
  it('is offered where there is none yet', () => expect(offerRedraft(undefined, undefined, clerk)?.words).toBe('Write a fresh draft'))

  it.each<DraftStatus>(['in-review', 'returned', 'held'])('is offered anew while the draft is %s', (status) => {
    expect(words(status)).toBe('Write a fresh draft')
    expect(words(status, 'recalled')).toBe('Write a fresh draft')
  })

  it.each<[OutgoingRecord['status'], string | null]>([
    ['queued', null],
    ['sending', null],
    ['unknown', null],
    ['sent', null],
    ['failed', 'Write a fresh draft'],
    ['held', 'Write a fresh draft'],
    ['recalled', 'Write a fresh draft'],
  ])('for an approved one whose mail is %s: %s', (mail, offered) => expect(words('approved', mail)).toBe(offered))

  it('is offered as another reply once one was sent', () => expect(words('dispatched', 'sent')).toBe('Write another reply'))

  it('asks again before it replaces somebody’s own words', () => {
    expect(offerRedraft(draft('in-review'), undefined, clerk)?.edited).toBe(false)
    expect(offerRedraft(draft('in-review', 'Dear customer, with an edit'), undefined, clerk)?.edited).toBe(true)
  })

  it('is not an administrator’s to ask for', () => {
    for (const standing of [undefined, draft('held'), draft('dispatched')])
      expect(offerRedraft(standing, undefined, { role: 'administrator' })).toBeNull()
  })
})

describe('a first draft that does not come', () => {
  const openedAt = new Date('2026-11-22T20:00:00Z')
  it.each([
    ['new', 120, false],
    ['new', 121, true],
    ['open', 1, true],
  ] as const)('a case that is %s after %i seconds: %s', (status, seconds, overdue) => {
    expect(draftOverdue({ status, openedAt }, new Date(openedAt.getTime() + seconds * 1_000))).toBe(overdue)
  })
})
