import { expect, it } from 'vitest'
import { day } from '../../../src/kernel/days.ts'
import { blocksOf, letterPage } from '../../../src/mailroom/outgoing/letter-page.ts'

it('a letter’s words are cut into headings, paragraphs and lists, and nothing of them is lost', () => {
  const text =
    'Dear Ana,\n\nWHAT WE FOUND\n\nIt comes from:\n  $1.00  use\n  $2.00  price\nAnd more\nof it.\n\nLO QUE PUEDE HACER\n\n  one\n'
  expect(blocksOf(text)).toEqual([
    { kind: 'words', words: 'Dear Ana,' },
    { kind: 'heading', words: 'WHAT WE FOUND' },
    { kind: 'words', words: 'It comes from:' },
    { kind: 'lines', lines: ['$1.00  use', '$2.00  price'] },
    { kind: 'words', words: 'And more of it.' },
    { kind: 'heading', words: 'LO QUE PUEDE HACER' },
    { kind: 'lines', lines: ['one'] },
  ])
})

it('carries whom it goes to, what is enclosed on paper, and no token for machines', () => {
  const enclosures = [
    { name: 'Bill comparison.pdf', type: 'application/pdf' as const, sha256: 'a', alt: null },
    { name: 'Use.png', type: 'image/png' as const, sha256: 'b', alt: 'use' },
  ]
  const letter = { recipient: 'post:Ana\n12 Elm St', subject: 'Re: My bill [WD-000001-abcd1234]', text: 'Hello', enclosures }
  const rest = { office: 'Water', returnAddress: ['PO Box 1'], case: 'WD-000001', on: day('2026-03-02'), large: false }
  expect(letterPage({ letter, language: 'es', ...rest })).toMatchObject({
    to: ['Ana', '12 Elm St'],
    subject: 'My bill',
    on: '2 de marzo de 2026',
    enclosed: ['Bill comparison'],
    enclosedWords: 'Anexos',
    page: ['Página', 'de'],
  })
})
