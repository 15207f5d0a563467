// What a language model sees of a text, and what comes back from its answer.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAnswer } from '../../../src/model/check-answer.ts'
import { redactAnswer } from '../../../src/model/redact-answer.ts'
import { fromSlots, slotPattern, toSlots } from '../../../src/model/slots.ts'
import { straysIn } from '../../../src/model/stray.ts'

const text = 'Dear Ann Lee,\n\nYour bill of June 9, 2026 is $412.86. See https://city.example or [[ask]] two clerks.'
const place = (words: string, kind: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length, kind })
const places = [place('$412.86', 'money'), place('Ann Lee', 'name'), place('June 9, 2026', 'date')]

describe('slots', () => {
  it('stand for what the caller names and for whatever else must not be seen', () => {
    const { text: sent, slots } = toSlots(text, places)
    expect(sent).toBe(
      'Dear [[NAME-A]],\n\nYour bill of [[DATE-B]] is [[MONEY-C]]. See [[LINK-D]] or [[MARK-E]][[MARK-F]]ask[[MARK-G]][[MARK-H]] [[FIGURE-I]] clerks.',
    )
    expect(slots.map(({ words }) => words).slice(0, 4)).toEqual(['Ann Lee', 'June 9, 2026', '$412.86', 'https://city.example'])
  })

  it('join where places overlap', () => {
    const { text: sent } = toSlots('We will credit $25.00 soon.', [
      { start: 0, end: 26, kind: 'commitment' },
      { start: 15, end: 21, kind: 'money' },
    ])
    expect(sent).toBe('[[COMMITMENT-A]].')
  })

  it('give back the very text, wherever the places are, and leave nothing to see', () => {
    const anyPlaces = fc.array(fc.record({ start: fc.nat(60), length: fc.nat(12), kind: fc.constantFrom('money', 'date', 'name') }))
    const words = fc
      .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('$5', ' twenty ', 'a@b.cc', '[[', ']]', '\n')))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(words, anyPlaces, (given, asked) => {
        const inside = asked.map(({ start, length, kind }) => ({
          start: Math.min(start, given.length),
          end: Math.min(start + length, given.length),
          kind,
        }))
        const sent = toSlots(given, inside)
        expect(fromSlots(sent.text, sent.slots).text).toBe(given)
        expect(straysIn(sent.text.replace(slotPattern, ' '))).toEqual([])
        for (const { start, end, slot } of fromSlots(sent.text, sent.slots).places) expect(given.slice(start, end)).toBe(slot.words)
      }),
      { numRuns: 500 },
    )
  })
})

describe('an answer', () => {
  const sent = toSlots(text.replace(' or [[ask]] two clerks', ''), places)

  it('with the same slots is taken, in whatever words', () => {
    expect(checkAnswer(sent.text, sent)).toBeNull()
    expect(checkAnswer('Hello [[NAME-A]]! It is [[MONEY-C]], of [[DATE-B]]; read [[LINK-D]].', sent)).toBeNull()
  })

  it.each([
    ['a digit', 'x 7', 'figure'],
    ['a digit of another script', 'x ٧', 'figure'],
    ['a digit in a circle', 'x ⑦', 'figure'],
    ['a fraction', 'x ½', 'figure'],
    ['an exponent', 'x²', 'figure'],
    ['a currency', 'x €', 'figure'],
    ['a number word', 'x seventeen', 'figure'],
    ['a Spanish number word', 'x veintitrés', 'figure'],
    ['hundreds in words', 'x a hundred', 'figure'],
    ['a half', 'x half of it', 'figure'],
    ['a unit of money', 'x dollars', 'figure'],
    ['an address on the net', 'x http://a.example/b', 'link'],
    ['a host', 'x pay.example', 'link'],
    ['a host spelled out', 'x pay dot com', 'link'],
    ['a mail address', 'x a@b', 'link'],
    ['an invisible sign', 'x\u200by', 'mark'],
    ['a sign that turns the writing', 'x\u202ey', 'mark'],
    ['a letter that looks Latin', 'p\u0430y', 'mark'],
    ['a combining sign', 'x\u0335', 'mark'],
    ['an icon', 'x 📞', 'mark'],
    ['a letter in a square', 'x 🄰', 'mark'],
    ['a tag', 'x <a>', 'mark'],
    ['a bracket', 'x [y]', 'mark'],
    ['a template', 'x {{y}}', 'mark'],
    ['a carriage return', 'x\ry', 'mark'],
    ['Markdown', '**x**', 'mark'],
  ])('with %s is refused', (_what, words, stray) => {
    expect(checkAnswer(`${sent.text} ${words}`, sent)).toMatchObject({ kind: 'stray', stray })
  })

  it('may use the small words that only look like numbers', () => {
    expect(checkAnswer(`${sent.text} This one is yours; una vez más.`, sent)).toBeNull()
  })

  it('is kept without what was never sent', () => {
    const content = JSON.stringify({ text: 'Pay [[MONEY-C]] and $99.99 at evil.example, seventy times.\u200b' })
    expect(redactAnswer(content)).toBe('{"text":"Pay [[MONEY-C]] and (figure) at (link), (figure) times."}')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        expect(redactAnswer(any)).not.toMatch(/\p{N}|@\p{L}/u)
      }),
      { numRuns: 500 },
    )
  })
})
