// Other people's words stay words.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapedWithin, maskAddress, moment, quoted, within } from '../../../src/channels/slack/plain-words.ts'

describe('quoted words', () => {
  it.each([
    ['<!channel> read this', 40, '&lt;!channel&gt; read this'],
    ['AT&T', 40, 'AT&amp;T'],
    ['two\nlines  and *bold*', 40, 'two lines and ∗bold∗'],
    ['&&&&', 12, '&amp;&amp;…'],
    ['short', 5, 'short'],
  ])('%j in %d characters is %j', (text, most, shown) => {
    expect(quoted(text, most)).toBe(shown)
  })

  it('never outgrow their room and never end within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, most) => {
        for (const cut of [escapedWithin(text, most), within(text, most)]) {
          expect(cut.length).toBeLessThanOrEqual(most)
          expect(cut.isWellFormed() || !text.isWellFormed()).toBe(true)
        }
        expect(escapedWithin(text, most)).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/)
      }),
    )
  })
})

it.each([
  ['jane.doe@example.org', 'j…@example.org'],
  ['"a@b"@example.org', '"…@example.org'],
  ['nonsense', '…'],
  ['@example.org', '…'],
])('the address %s is shown as %s', (address, shown) => {
  expect(maskAddress(address)).toBe(shown)
})

it('a moment is shown in each reader’s zone, with UTC for the others', () => {
  expect(moment(new Date('2026-11-20T15:04:05Z'))).toBe('<!date^1795187045^{date_short_pretty} at {time}|2026-11-20 15:04 UTC>')
})
