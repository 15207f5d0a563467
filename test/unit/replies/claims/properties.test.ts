// What holds for every text: a changed digit is caught, nothing hides between digits, offsets are places of the text, and no text
// makes the check throw or wait.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClaims } from '../../../../src/replies/claims/check-claims.ts'
import { factsAsked } from '../../../../src/replies/claims/facts.ts'

const folder = path.resolve(import.meta.dirname, '../../../fixtures/claims')
const facts = factsAsked.parse(JSON.parse(readFileSync(path.join(folder, 'facts-household.json'), 'utf8')))

/** Figures of one record each, in sentences that name it; no other fact of the kind is a digit away. */
const sentences = [
  'Your bill of June 9, 2026 is $412.86.',
  'Your latest bill covers 60 days and 35,161 gallons of water.',
  'Your latest bill was due on July 3, 2026.',
  'You used 586 gallons a day in your latest bill.',
  'Your account number is 603418-229175 and your case is WD-004417.',
  'The late penalty is 1.25 percent a month.',
  'As of July 20, 2026 the balance of your account is $418.02.',
  'Please call 312-555-0144.',
  'The bill of April 9, 2026 was $198.74 for 17,056 gallons.',
  'The PIN is 14-18-203-015-0000 and the meter is M-7719034.',
  'Su factura del 9 de junio de 2026 es de $412.86 y cubre 60 días.',
  'El saldo de su cuenta es de 418.02 dólares.',
  'La lectura final fue 133040.',
]
const digitsIn = (text: string) => [...text.matchAll(/\d/g)].map((found) => found.index)

describe('a supported text', () => {
  it.each(sentences)('is supported: %s', (text) => {
    expect(checkClaims(text, facts).unsupported).toEqual([])
  })

  it.each(sentences)('is not, with any one digit changed to any other: %s', (text) => {
    const passed: string[] = []
    for (const at of digitsIn(text))
      for (let digit = 0; digit < 10; digit++) {
        const changed = text.slice(0, at) + digit + text.slice(at + 1)
        if (changed !== text && checkClaims(changed, facts).unsupported.length === 0) passed.push(changed)
      }
    expect(passed).toEqual([])
  })

  it.each(sentences)('is not, with neighbouring digits transposed: %s', (text) => {
    const passed: string[] = []
    for (const at of digitsIn(text)) {
      if (!/\d/.test(text[at + 1] ?? '') || text[at] === text[at + 1]) continue
      const changed = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
      if (checkClaims(changed, facts).unsupported.length === 0) passed.push(changed)
    }
    expect(passed).toEqual([])
  })

  it.each(sentences)('is not, with something hidden between two digits: %s', (text) => {
    const passed: string[] = []
    for (const at of digitsIn(text))
      for (const hidden of ['\u00a0', '\u200b', '\u2009', '\u2060', '\u00ad', '\u202e', '\n', ' ']) {
        if (!/\d/.test(text[at + 1] ?? '')) continue
        if (checkClaims(text.slice(0, at + 1) + hidden + text.slice(at + 1), facts).unsupported.length === 0)
          passed.push(JSON.stringify(hidden) + at)
      }
    expect(passed).toEqual([])
  })

  it.each(sentences)('is not, in the digits of another script: %s', (text) => {
    const of = (zero: number) => text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
    for (const zero of [0xff10, 0x660, 0x966, 0x1d7ce]) expect(checkClaims(of(zero), facts).unsupported).not.toEqual([])
  })
})

describe('any text', () => {
  it('property: offsets are places of it, figures do not overlap, and no sign of number is passed over', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(...sentences, 'We will ', 'two ', ' % ', '$', 'June 3', '\n\n'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join(' ')
        const { claims, unsupported } = checkClaims(text, facts)
        const figures = [...claims, ...unsupported]
          .filter(({ kind }) => !/policy|commitment|comparison/.test(kind))
          .sort((a, b) => a.start - b.start)
        for (const claim of [...claims, ...unsupported]) expect(text.slice(claim.start, claim.end)).toBe(claim.text)
        for (const [at, claim] of figures.entries()) expect(claim.start).toBeGreaterThanOrEqual(figures[at - 1]?.end ?? 0)
        for (const sign of text.matchAll(/[1-9]/g)) {
          const isListMark = /^\d{1,2}[.):]? ?/.test(text.slice(sign.index)) || /\d$/.test(text.slice(0, sign.index))
          if (!isListMark) expect(figures.some((claim) => claim.start <= sign.index && sign.index < claim.end)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    '1 ',
    'a',
    '$1,',
    'will ',
    'June 3 ',
    'more than ',
    'account ',
    'one hundred ',
    'A.',
    'Dear Aa Bb ',
    '\n \n',
    '312-555-0144 ',
    'a@',
    'a.',
    '(((',
    '-',
    '¼',
    'no ',
    'de ',
    'bill of ',
  ])('of 100,000 characters is read in bounded time: %j', (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length))
    const begun = process.cpuUsage()
    checkClaims(text, facts)
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1_000).toBeLessThan(hostileLimitMs)
  })
})

/** Of processor time, so that what else the machine does counts little; the slowest takes three seconds alone. A reply has 20,000 characters at the most. */
const hostileLimitMs = 10_000
