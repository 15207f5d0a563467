// The numbers of a rate file: fractions of the decimals as they are written, so that a third of a budget or a rounding at
// one half comes out the same everywhere. Only a power whose exponent is no small whole number is taken in floating point.
import { ok, type Result, refused } from '../../kernel/result.ts'
import { type Fraction, minus, over, plus, times, whole } from '../fraction.ts'
import type { OwrsRefusalName } from './refusal.ts'

export type Operator = '+' | '-' | '*' | '/' | '^'

type Failure = Extract<OwrsRefusalName, 'division-by-zero' | 'number-too-large' | 'not-a-number'>

const mostCharacters = 60 // of a number as written; a double printed in full has about 25
const mostDigits = 300 // of numerator or denominator: far beyond any bill, and still within a double for powers
const bound = 10n ** BigInt(mostDigits)
const largestExactExponent = 64

/** `-1.5`, `.8`, `2e-3`; undefined for anything that is not one number. */
export function parseNumber(text: string): Fraction | undefined {
  if (text.length > mostCharacters) return undefined
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,2}))?$/.exec(text)
  if (!match) return undefined
  const [, sign, integer = '', decimals = '', exponent = '0'] = match
  if (integer + decimals === '') return undefined
  const digits = BigInt(integer + decimals)
  const shift = Number(exponent) - decimals.length
  const n = sign === '-' ? -digits : digits
  return reduced(shift < 0 ? { n, d: 10n ** BigInt(-shift) } : { n: n * 10n ** BigInt(shift), d: 1n })
}

export function calculate(operator: Operator, a: Fraction, b: Fraction): Result<Fraction, Failure> {
  switch (operator) {
    case '+':
      return bounded(plus(a, b))
    case '-':
      return bounded(minus(a, b))
    case '*':
      return bounded(times(a, b))
    case '/':
      return b.n === 0n ? refused('division-by-zero') : bounded(over(a, b))
    case '^':
      return power(a, b)
  }
}

/** The nearest whole number, a half going to the even one: 2.5 → 2, 3.5 → 4. */
export function roundHalfEven(value: Fraction): Fraction {
  const below = value.n / value.d - (value.n < 0n && value.n % value.d !== 0n ? 1n : 0n)
  const twiceTheRest = 2n * (value.n - below * value.d)
  const up = twiceTheRest > value.d || (twiceTheRest === value.d && below % 2n !== 0n)
  return { n: up ? below + 1n : below, d: 1n }
}

export function isBelow(a: Fraction, b: Fraction): boolean {
  return a.n * b.d < b.n * a.d
}

function power(base: Fraction, exponent: Fraction): Result<Fraction, Failure> {
  if (base.n === 0n && exponent.n < 0n) return refused('division-by-zero')
  const isSmallWhole = exponent.d === 1n && exponent.n >= -largestExactExponent && exponent.n <= largestExactExponent
  if (!isSmallWhole) return floatingPower(base, exponent)
  let product: Result<Fraction, Failure> = ok(whole(1))
  for (let left = Math.abs(Number(exponent.n)); left > 0 && product.ok; left -= 1) product = bounded(times(product.value, base))
  return product.ok && exponent.n < 0n ? bounded(over(whole(1), product.value)) : product
}

function floatingPower(base: Fraction, exponent: Fraction): Result<Fraction, Failure> {
  const value = asDouble(base) ** asDouble(exponent)
  if (Number.isNaN(value)) return refused('not-a-number')
  const parsed = Number.isFinite(value) ? parseNumber(String(value)) : undefined
  return parsed ? ok(parsed) : refused('number-too-large')
}

function asDouble(value: Fraction): number {
  return Number(value.n) / Number(value.d)
}

function bounded(value: Fraction): Result<Fraction, Failure> {
  const small = reduced(value)
  return small.n < bound && small.n > -bound && small.d < bound ? ok(small) : refused('number-too-large')
}

function reduced({ n, d }: Fraction): Fraction {
  let [a, b] = [n < 0n ? -n : n, d]
  while (b !== 0n) [a, b] = [b, a % b]
  return { n: n / a, d: d / a }
}
