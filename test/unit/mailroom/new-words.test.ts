// What the customer added is kept; what he quotes is not taken for his words.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newWords } from '../../../src/mailroom/reading/new-words.ts'

describe('the new words of', () => {
  it.each<[string, string, string, string]>([
    [
      'an answer above a quotation',
      'No, it is wrong.\n\nOn Mon, Mar 2, 2026 at 9:00 AM City Water <water@city.example> wrote:\n> We read it.\n> Regards',
      'No, it is wrong.',
      '> On Mon, Mar 2, 2026 at 9:00 AM City Water <water@city.example> wrote:\n> We read it.\n> Regards',
    ],
    ['one below it', '> We read it.\n\nNo, you did not.', 'No, you did not.', '> We read it.'],
    [
      'one between the lines',
      '> Was the read right?\nNo.\n> Do you have a leak?\nNo leak.',
      'No.\nNo leak.',
      '> Was the read right?\n> Do you have a leak?',
    ],
    [
      'one with a wrapped attribution',
      'Thanks.\n\nOn Mon, Mar 2, 2026, City Water Department Customer Accounts\n<water@city.example> wrote:\n\n> Hello',
      'Thanks.',
      '> On Mon, Mar 2, 2026, City Water Department Customer Accounts\n> <water@city.example> wrote:\n> Hello',
    ],
    [
      'one over an unmarked quotation of Outlook',
      'It is wrong.\n\nFrom: City Water <water@city.example>\nSent: Monday, March 2, 2026\nTo: Ana\nSubject: Re: bill\n\nWe read it.',
      'It is wrong.',
      'From: City Water <water@city.example>\nSent: Monday, March 2, 2026\nTo: Ana\nSubject: Re: bill\n\nWe read it.',
    ],
    [
      'one in Spanish',
      'No es correcto.\n\nEl lun, 2 mar 2026 a las 9:00, City Water escribió:\n> Leímos',
      'No es correcto.',
      '> El lun, 2 mar 2026 a las 9:00, City Water escribió:\n> Leímos',
    ],
    [
      'one in Polish',
      'To błąd.\n\nW dniu 2.03.2026 o 9:00, City Water napisał(a):\n> Odczyt',
      'To błąd.',
      '> W dniu 2.03.2026 o 9:00, City Water napisał(a):\n> Odczyt',
    ],
    ['a mail that only quotes', '> We read it.', '> We read it.', ''],
    [
      'a letter that speaks of what somebody wrote',
      'On my bill it says what your clerk wrote:\nnothing at all.',
      'On my bill it says what your clerk wrote:\nnothing at all.',
      '',
    ],
    [
      'a forwarded mail',
      'See below.\n---------- Forwarded message ---------\nFrom: x\nDate: y\nTo: z\n\nThe landlord says so.',
      'See below.\n---------- Forwarded message ---------\nFrom: x\nDate: y\nTo: z\n\nThe landlord says so.',
      '',
    ],
  ])('%s', (_, text, words, quoted) => {
    const read = newWords(text)
    expect(read.newText).toBe(words)
    expect(read.quotedText.replace(/\n{2,}> /g, '\n> ')).toBe(quoted)
  })

  it('a signed mail leave the signature out', () => {
    expect(newWords('Please check.\n-- \nAna Ruiz\n773 555 0101')).toEqual({
      newText: 'Please check.',
      quotedText: '',
      signature: 'Ana Ruiz\n773 555 0101',
    })
    expect(newWords('Please check.\n\nSent from my iPhone')).toMatchObject({ newText: 'Please check.', signature: 'Sent from my iPhone' })
  })

  it('any mail lose no line', () => {
    const line = fc.oneof(
      fc.constantFrom('', '> x', 'On Monday somebody wrote:', '-- ', 'From: a', 'Sent: b', 'To: c', '-----Original Message-----'),
      fc.string({ maxLength: 30 }),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n')
        const { newText, quotedText, signature } = newWords(text)
        const letters = (given: string) => [...given.replace(/[\s>-]/g, '')].sort().join('')
        expect(letters(newText + quotedText + signature)).toBe(letters(text))
        if (text.trim() !== '') expect(newText).not.toBe('')
      }),
    )
  })

  it('a mail of one endless line come at once', () => {
    const began = performance.now()
    newWords(`${'On a '.repeat(200_000)}\n${'> '.repeat(100_000)}`)
    newWords('On a\n'.repeat(100_000))
    expect(performance.now() - began).toBeLessThan(1_500)
  })
})
