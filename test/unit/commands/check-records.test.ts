// What the doctor says of the billing system's records by their age.
import { expect, it } from 'vitest'
import { recordsAge } from '../../../src/accounts/records-age.ts'
import { recordsFinding } from '../../../src/commands/check-records.ts'
import { addDays, day } from '../../../src/kernel/days.ts'

const asOf = day('2026-11-20')

it.each([
  [0, 'well', 'of the billing system, as of 2026-11-20, 0 days ago'],
  [1, 'well', 'of the billing system, as of 2026-11-20, 1 day ago'],
  [3, 'well', 'of the billing system, as of 2026-11-20, 3 days ago'],
  [4, 'wrong', 'of the billing system, as of 2026-11-20, 4 days ago: after 3 no reply may state a balance or a payment'],
])('records of %i days ago, where three are fit to send, are %s', (days, state, says) => {
  expect(recordsFinding(recordsAge(asOf, addDays(asOf, days), 3))).toMatchObject({ state, says })
})

it('without any set nothing is known, and the doctor says what to do', () => {
  const finding = recordsFinding(recordsAge(undefined, asOf, 3))
  expect(finding).toMatchObject({ state: 'not-configured', remedy: expect.stringContaining('docs/import.md') })
})
