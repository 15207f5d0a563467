import { describe, expect, it } from 'vitest'
import { accountNumbersIn } from '../../../src/cases/account-in-text.ts'

describe('account numbers in a text', () => {
  it.each([
    ['with a hyphen', 'account 100234-567890.', ['100234-567890']],
    ['without', 'acct #100234567890', ['100234-567890']],
    ['twice the same', '100234-567890 and 100234 567890', ['100234-567890']],
    ['not inside a longer number', 'card 4100234567890123', []],
  ])('%s', (_, text, numbers) => {
    expect(accountNumbersIn(text)).toEqual(numbers)
  })
})
