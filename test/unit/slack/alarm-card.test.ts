// Whatever a server says in an alarm, Slack takes the message, shows the words as they are, and hears no mark in them.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { alarmCard } from '../../../src/channels/slack/alarm-card.ts'
import type { AlarmRecord } from '../../../src/notices/notices.ts'
import { faultsInMessage, marksIn, textLength } from '../../support/slack-block-rules.ts'

const raisedAt = new Date('2026-03-02T18:00:00Z')
const alarm: AlarmRecord = {
  ...{ id: 'b6f3c1d2-0000-4000-8000-000000000000', key: 'mailbox:main', raisedAt, lastSeenAt: raisedAt, clearedAt: null, clearedBy: null },
  text: 'The mailbox main cannot be read: desk_1 was refused.',
  remedy: 'See MAILBOX_MAIN_PASSWORD, then: npm run -s waterdesk -- doctor',
}
const pageUrl = 'https://desk.office.example/alarms'
const ownMarks = /^(https:\/\/desk\.office\.example\/alarms\|Alarms in the console|!date\^\d+\^\{date_short_pretty\} at \{time\}\|[^|<>]*)$/

it('says what is wrong and what to do, so that settings and commands can be copied', () => {
  const said = JSON.stringify(alarmCard(alarm, pageUrl).blocks)
  expect(said).toContain('The mailbox main cannot be read: desk_1 was refused.')
  expect(said).toContain('See MAILBOX_MAIN_PASSWORD, then: npm run -s waterdesk -- doctor')
})

it('once it is over says from when to when, and whether a person closed it', () => {
  const clearedAt = new Date('2026-03-02T19:30:00Z')
  const itself = JSON.stringify(alarmCard({ ...alarm, clearedAt }, pageUrl))
  expect(itself).toMatch(/Alarm: over.*2026-03-02 18:00 UTC.*2026-03-02 19:30 UTC/)
  expect(itself).not.toContain('by hand')
  expect(JSON.stringify(alarmCard({ ...alarm, clearedAt, clearedBy: alarm.id }, pageUrl))).toContain('closed it by hand')
})

it('is taken by Slack and carries no mark but its own, whatever it says', () => {
  const words = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1000 }),
      fc.constant('&'.repeat(1000)),
      fc.constant('<!channel> <@U0> '.repeat(50)),
    )
    .filter((some) => some.trim() !== '')
  fc.assert(
    fc.property(words, words, fc.option(fc.constant(raisedAt)), (text, remedy, clearedAt) => {
      const card = alarmCard({ ...alarm, text, remedy, clearedAt }, pageUrl)
      expect(faultsInMessage(card.blocks)).toEqual([])
      expect(textLength(card.blocks)).toBeLessThanOrEqual(11_000)
      for (const mark of marksIn(card)) expect(mark).toMatch(ownMarks)
    }),
  )
})
