// What people type after a command, forgivingly.
import { expect, it } from 'vitest'
import { caseCommand } from '../../../src/channels/slack/commands/case-command.ts'
import { caseNumber, dayAtEnd } from '../../../src/channels/slack/commands/read-words.ts'
import { type Asked, readTyped } from '../../../src/channels/slack/commands/slash-command.ts'
import { formatDay } from '../../../src/kernel/days.ts'

it.each(['WD-000123', '123', 'wd-123', 'wd123', '#123', '[WD-000123-k7f2q9]', '000123'])('%j is case 123', (typed) => {
  expect(caseNumber(typed)).toBe(123)
})

it.each(['', '0', '-5', '99999999999', '123;', '<!channel>', 'rhubarb'])('%j is no case', (typed) => {
  expect(caseNumber(typed)).toBeUndefined()
})

it.each([
  ['take 123', 'take', '123'],
  ['  TAKE   WD-000123 ', 'take', 'WD-000123'],
  ['give 123 @sam', 'assign', '123 @sam'],
  ['done 123 told on the phone', 'resolve', '123 told on the phone'],
  ['my', 'mine', ''],
])('%j is %s', (typed, name, words) => {
  const read = readTyped(caseCommand, typed)
  expect('subcommand' in read && read.subcommand.names[0]).toBe(name)
  expect(read.words).toBe(words)
})

it.each([
  ['', true],
  ['help', true],
  ['?', true],
  ['rhubarb', false],
])('%j asks for help: %s', (typed, help) => expect(readTyped(caseCommand, typed)).toMatchObject({ help }))

const room = { desk: { clock: { now: () => new Date('2026-03-02T16:00:00Z') }, timeZone: 'America/Chicago' } } as Asked['room']
it.each([
  ['asked for a picture until 2026-03-09', '2026-03-09', 'asked for a picture'],
  ['asked for a picture by 3/9', '2026-03-09', 'asked for a picture'],
  ['asked, until 1/5', '2027-01-05', 'asked,'],
  ['tomorrow', '2026-03-03', ''],
  ['call back in 5 days', '2026-03-07', 'call back'],
  ['nothing of the kind', null, 'nothing of the kind'],
])('%j ends with %s', (words, day, rest) => {
  const read = dayAtEnd({ room, words })
  expect(read.day === null ? null : formatDay(read.day)).toBe(day)
  expect(read.rest).toBe(rest)
})
