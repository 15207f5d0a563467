// A long draft in Slack's small inputs: nothing is lost, nothing is made up.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinParts, partsForEditing, textForCard } from '../../../src/channels/slack/draft-parts.ts'

const paragraph = fc.string({ maxLength: 900 }).map((text) => text.replace(/\s+/g, ' '))
const letter = fc.array(paragraph, { maxLength: 15 }).map((paragraphs) => paragraphs.join('\n\n'))

describe('a draft in the edit form', () => {
  it('comes back as it was when nobody changes it', () => {
    fc.assert(
      fc.property(letter, (text) => {
        const parts = partsForEditing(text)
        if (parts) expect(joinParts(parts)).toBe(text)
      }),
    )
  })

  it('fits when it is a letter of the usual length', () => {
    const text = Array.from({ length: 12 }, (_, index) => `Paragraph ${index} ${'word '.repeat(80)}.`).join('\n\n')
    expect(partsForEditing(text)?.length).toBe(2)
  })

  it('is left to the console when one paragraph is longer than an input', () => {
    expect(partsForEditing('x'.repeat(3001))).toBeUndefined()
  })

  it('is left to the console when it needs more inputs than a form should have', () => {
    expect(partsForEditing(Array.from({ length: 5 }, () => 'x'.repeat(2400)).join('\n\n'))).toBeUndefined()
  })

  it('loses a part that somebody emptied, and keeps the others apart', () => {
    expect(joinParts(['one', '  ', 'three\r\nfour'])).toBe('one\n\nthree\nfour')
  })
})

describe('a draft on the card', () => {
  it('is cut and said to be cut when it is longer than the card holds', () => {
    const { sections, whole } = textForCard('word '.repeat(3000))
    expect(whole).toBe(false)
    expect(sections.join('').length).toBeLessThanOrEqual(6000)
  })

  it('without any space, is cut into sections all the same', () => {
    const { sections } = textForCard('x&'.repeat(900))
    expect(sections.map((section) => section.length)).toEqual([3000, 2400])
  })

  it('is whole at exactly the card’s share, and not one character further', () => {
    expect(textForCard('x'.repeat(6000)).whole).toBe(true)
    expect(textForCard('x'.repeat(6001)).whole).toBe(false)
  })

  it('shows a hidden direction mark instead of obeying it', () => {
    expect(textForCard('pay \u202e00.5$ now').sections.join('')).toBe('pay �00.5$ now')
  })
})
