// What a person wrote into a draft stands in the next one.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepOwnWords, paragraphsOf } from '../../../../src/replies/asked/keep-own-words.ts'

const rendered =
  'Dear Ann,\n\nThank you for writing. We looked.\n\nWHY\n\nYour bill is $10.00.\n\nHOW TO REACH US\n\nReply here.\n\nThe office\n'
const fresh =
  'Dear Ann,\n\nThank you for writing. We looked.\n\nTHE PAYMENT\n\nWe found it.\n\nHOW TO REACH US\n\nReply here.\n\nThe office\n'

describe('own words', () => {
  it('are none where nobody edited', () => {
    expect(keepOwnWords(rendered, rendered, fresh)).toEqual({ text: fresh, kept: [] })
  })

  it('a paragraph of his own follows the one that it followed', () => {
    const text = rendered.replace('We looked.\n', 'We looked.\n\nI am sorry about your trouble.\n')
    expect(keepOwnWords(rendered, text, fresh).text).toBe(fresh.replace('We looked.\n', 'We looked.\n\nI am sorry about your trouble.\n'))
  })

  it('where that one is gone, it stands before the way to reach the office', () => {
    const text = rendered.replace('$10.00.\n', '$10.00.\n\nMind the toilet.\n')
    expect(keepOwnWords(rendered, text, fresh).text).toBe(fresh.replace('HOW TO REACH US', 'Mind the toilet.\n\nHOW TO REACH US'))
  })

  it('a mended paragraph takes the place of the same one', () => {
    const text = rendered.replace('Thank you for writing.', 'Thank you very much for writing.')
    expect(keepOwnWords(rendered, text, fresh).text).toBe(fresh.replace('Thank you for writing.', 'Thank you very much for writing.'))
  })

  it('of a mended paragraph that the new draft has not, only his sentences come along', () => {
    const text = rendered.replace('Your bill is $10.00.', 'Your bill is $10.00. That is little.')
    const { text: kept } = keepOwnWords(rendered, text, fresh)
    expect(kept).toContain('That is little.')
    expect(kept).not.toContain('$10.00')
  })

  it('an answer in place of the line in brackets comes along whole', () => {
    const blank = 'Hello,\n\n[Write the answer here.]\n\nThe office\n'
    const text = 'Hello,\n\nWe open at eight.\n\n  Bring a deed.\n  And a passport.\n\nThe office\n'
    expect(keepOwnWords(blank, text, blank).text).toBe(text)
    expect(keepOwnWords(blank, text, fresh).kept).toEqual(['We open at eight.', '  Bring a deed.\n  And a passport.'])
  })

  it('what he took out is no word of his', () => {
    expect(keepOwnWords(rendered, rendered.replace('Your bill is $10.00.\n\n', ''), fresh).kept).toEqual([])
  })

  const paragraph = fc.constantFrom(
    'Dear Ann,',
    'Alpha beta gamma.',
    'Your bill is $10.00. It is due.',
    'WHY',
    'HOW TO REACH US',
    'The office',
    'Delta.',
  )
  const document = fc.array(paragraph, { minLength: 1, maxLength: 10 })
  const single = fc.uniqueArray(paragraph, { minLength: 1, maxLength: 7 })
  const own = fc.array(
    fc.tuple(fc.nat(10), fc.constantFrom('His own words.', 'Come by on Monday!', 'Lo sentimos mucho.', 'Ünïcode ß 😀')),
    { maxLength: 4 },
  )
  const join = (paragraphs: readonly string[]) => `${paragraphs.join('\n\n')}\n`
  const withOwn = (paragraphs: readonly string[], added: readonly [number, string][]) => {
    const result = [...paragraphs]
    for (const [at, words] of added) result.splice(Math.min(at, result.length), 0, words)
    return result
  }

  it('any edit: each paragraph that he added stands in the new draft, and of the new template nothing is lost', () => {
    fc.assert(
      fc.property(document, document, own, (before, after, added) => {
        const { text } = keepOwnWords(join(before), join(withOwn(before, added)), join(after))
        const now = paragraphsOf(text)
        for (const [, words] of added) expect(now).toContain(words)
        expect(now.filter((words) => !added.some(([, his]) => his === words))).toEqual(after)
      }),
    )
  })

  it('any edit kept twice is the same as kept once', () => {
    fc.assert(
      fc.property(single, single, own, (before, after, added) => {
        const once = keepOwnWords(join(before), join(withOwn(before, added)), join(after)).text
        expect(keepOwnWords(join(after), once, join(after)).text).toBe(once)
      }),
    )
  })

  it('any two texts end in little time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (a, b, c) => {
        keepOwnWords(a, b, c)
      }),
    )
    const long = Array.from({ length: 3_000 }, (_, index) => `p${index}`).join('\n\n')
    const began = performance.now()
    keepOwnWords(long, `${long}\n\nmine`, long)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
