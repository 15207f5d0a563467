// What people type after /case.
import { expect, it } from 'vitest'
import { readCaseCommand } from '../../../src/channels/slack/read-command.ts'

it.each(['WD-000123', '123', 'wd-123', ' wd123 ', '#123', 'show 123', 'WD 123', '[WD-000123-k7f2q9]', '000123'])(
  '%j is case 123',
  (typed) => {
    expect(readCaseCommand(typed)).toEqual({ kind: 'case', number: 123 })
  },
)

it.each([
  ['', 'help'],
  ['help', 'help'],
  ['?', 'help'],
  ['MINE', 'mine'],
  ['0', 'not-understood'],
  ['-5', 'not-understood'],
  ['99999999999', 'not-understood'],
  ['123; drop table', 'not-understood'],
  ['<!channel>', 'not-understood'],
])('%j is %s', (typed, kind) => {
  expect(readCaseCommand(typed)).toEqual({ kind })
})
