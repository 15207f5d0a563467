// The small grammar of rate files: what it reads, what it refuses, and that no text at all gets past it as anything else.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calculate, parseNumber, roundHalfEven } from '../../../src/billing/owrs/exact-number.ts'
import { type Formula, parseFormula } from '../../../src/billing/owrs/formula.ts'
import { quoteOwrs } from '../../../src/billing/owrs/quote-owrs.ts'
import { parseOwrsText } from '../../../src/commands/read-owrs-file.ts'

const operators = fc.constantFrom('+', '-', '*', '/') as fc.Arbitrary<'+' | '-' | '*' | '/'>
const { formula } = fc.letrec<{ formula: Formula; atom: Formula }>((tie) => ({
  atom: fc.oneof(
    fc.record({ kind: fc.constant('number' as const), text: fc.constantFrom('0', '1', '748', '0.62', '.8', '2.5e3') }),
    fc.record({ kind: fc.constant('name' as const), name: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,8}$/) }),
  ),
  formula: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'formula' },
    tie('atom'),
    fc.record({ kind: fc.constant('negative' as const), of: tie('formula') }),
    fc.record({ kind: fc.constant('power' as const), base: tie('formula'), exponent: tie('formula') }),
    fc
      .tuple(tie('formula'), operators, tie('formula'))
      .map(([first, operator, operand]) => ({ kind: 'chain' as const, first, rest: [{ operator, operand }] })),
  ),
}))

/** Every part in parentheses, so that nothing is left to precedence. */
function printed(part: Formula): string {
  if (part.kind === 'number') return part.text
  if (part.kind === 'name') return part.name
  if (part.kind === 'negative') return `-(${printed(part.of)})`
  if (part.kind === 'power') return `(${printed(part.base)})^(${printed(part.exponent)})`
  return `(${printed(part.first)})${part.rest.map(({ operator, operand }) => ` ${operator} (${printed(operand)})`).join('')}`
}

function billOf(text: string): unknown {
  const file = parseOwrsText(`rate_structure:\n  A:\n    bill: ${JSON.stringify(text)}\n`)
  const quoted = file.ok ? quoteOwrs(file.value, 'A', new Map([['x', '3']])) : file
  return quoted.ok ? quoted.value.billCents / 100 : quoted.refusal.name
}

describe('formulas', () => {
  it.each([
    ['2+3*4', 14],
    ['(2+3)*4', 20],
    ['10-4-3', 3],
    ['100/5/2', 10],
    ['-2^2', -4],
    ['2^3^2', 512],
    ['2^-1', 0.5],
    ['16^0.5', 4],
    ['- -2 * +3', 6],
    ['  .5 * x  ', 1.5],
    ['(1/3)*3', 1],
    ['1e2 + 1', 101],
  ])('%s is %d', (text, value) => {
    expect(billOf(text)).toBe(value)
  })

  it.each([
    ['1/(x-3)', 'division-by-zero'],
    ['0^-1', 'division-by-zero'],
    ['(0-8)^0.5', 'not-a-number'],
    ['10^64^9', 'number-too-large'],
    ['10^64*10^64*10^64*10^64*10^64', 'number-too-large'],
    ['y', 'missing-input'],
    ['', 'malformed-field'],
    ['2 3', 'bad-formula'],
    ['x +', 'bad-formula'],
    ['max(1, 2)', 'bad-formula'],
    ['process.exit()', 'bad-formula'],
    ['1.2.3', 'bad-formula'],
    ['$4.50', 'bad-formula'],
    [`${'('.repeat(1000)}1`, 'bad-formula'],
    [`${'-'.repeat(1000)}1`, 'bad-formula'],
    [`1${'+1'.repeat(3000)}`, 'bad-formula'],
  ])('%s is refused', (text, name) => {
    expect(billOf(text)).toBe(name)
  })

  it('reads again what it printed', () => {
    fc.assert(
      fc.property(formula, (made) => {
        const parsed = parseFormula(printed(made))
        expect(parsed).toEqual(printed(made).length > 2000 ? expect.objectContaining({ ok: false }) : { ok: true, value: made })
      }),
    )
  })

  it('makes a value or a named refusal of any text', () => {
    const nearly = fc
      .array(fc.constantFrom('x', '(', ')', '+', '-', '*', '/', '^', '2', '.', '0', 'e', ' ', '%', '|', ';'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (text) => {
        const bill = billOf(text)
        expect(typeof bill === 'string' || Number.isFinite(bill)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('numbers', () => {
  it.each([
    ['2.5', 2n],
    ['3.5', 4n],
    ['-2.5', -2n],
    ['-1.5', -2n],
    ['2.51', 3n],
    ['2.4999', 2n],
  ])('rounds %s to %d, a half to the even one', (text, whole) => {
    expect(roundHalfEven(parseNumber(text) as NonNullable<ReturnType<typeof parseNumber>>)).toEqual({ n: whole, d: 1n })
  })

  it.each(['', '.', '-', '1,000', '1e999', 'NaN', 'Infinity', '0x10', '1'.repeat(61)])('takes %s for no number', (text) => {
    expect(parseNumber(text)).toBeUndefined()
  })

  it('adds a tenth ten times to one', () => {
    const tenth = { n: 1n, d: 10n }
    let sum = { n: 0n, d: 1n }
    for (let times = 0; times < 10; times += 1) {
      const next = calculate('+', sum, tenth)
      if (next.ok) sum = next.value
    }
    expect(sum).toEqual({ n: 1n, d: 1n })
  })
})
