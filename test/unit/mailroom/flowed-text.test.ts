// Flowed lines are joined for the rules about words, and the text itself stays as it came.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMail } from '../../../src/mailroom/reading/read-mail.ts'
import { unflowed } from '../../../src/mailroom/reading/words/flowed-text.ts'

describe('a flowed text', () => {
  it.each([
    ['goes on in the next line', 'My bill is \ntoo high.\nPlease check.', 'My bill is too high.\nPlease check.'],
    ['keeps its depth of quotation', '> We read \n> it.\n>> Is it \n>> right?\nNo.', '> We read it.\n>> Is it right?\nNo.'],
    ['ends a paragraph where the depth changes', '> We read \nNo, you \ndid not.', '> We read \nNo, you did not.'],
    ['loses the space that was put before a line', ' From March on\n  two', 'From March on\n two'],
    ['does not run into the mark of a signature', 'Thanks \n-- \nAna', 'Thanks \n-- \nAna'],
    ['ends with a line left open', 'Thanks ', 'Thanks '],
  ])('%s', (_, text, joined) => expect(unflowed(text, { delSp: false })).toBe(joined))

  it('without spaces between its words gets none (DelSp)', () => {
    expect(unflowed('水费账 \n单有误', { delSp: true })).toBe('水费账单有误')
  })

  it('loses no letter', () => {
    const line = fc
      .tuple(fc.constantFrom('', '> ', '>> ', ' '), fc.constantFrom('a', 'bc ', '-- ', '', ' '))
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.boolean(), (lines, delSp) => {
        const letters = (text: string) => text.replace(/[\s>]/g, '')
        expect(letters(unflowed(lines.join('\n'), { delSp }))).toBe(letters(lines.join('\n')))
      }),
    )
  })

  it('in a mail is joined for what is new, and kept for what is shown', () => {
    const body =
      'My bill is \r\ntoo high.\r\n\r\nOn Mon, Mar 2, 2026 at 9:00 AM City Water Department of the \r\nCity <w@city.example> wrote:\r\n> We read \r\n> it.'
    const mail = readMail(Buffer.from(`From: a@example.com\r\nContent-Type: text/plain; format=flowed\r\n\r\n${body}`))
    expect(mail.text).toBe(body.replaceAll('\r\n', '\n'))
    expect(mail.newText).toBe('My bill is too high.')
    expect(mail.quotedText).toContain('> We read it.')
  })
})
