// What the ledger says of a person's decision: his own words are never taken for the desk's.
import { expect, it } from 'vitest'
import { isDiscard, settledWords } from '../../../src/channels/console/ledger-words.ts'

it.each(['spam', 'constructor', 'toString', '__proto__'])('a mail discarded with the word "%s" is a discarded one', (reason) => {
  expect(isDiscard(reason)).toBe(true)
  expect(settledWords(reason)).toBe(`discarded it: ${reason}`)
})

it('what the desk wrote itself is no reason of a person', () => {
  expect(isDiscard('attached to a case')).toBe(false)
  expect(settledWords('attached to a case')).toBe('attached it to a case')
})
