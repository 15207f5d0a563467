// Exact arithmetic for rates and quantities. A float never touches money: a quantity spread over days is a fraction
// until the one place where a rule says that it becomes cents.

/** `n` / `d`, with `d` above zero. Not reduced: the numbers of a bill stay far from any size that would matter. */
export type Fraction = { readonly n: bigint; readonly d: bigint }

const mostDigits = 18 // a printed rate or percentage has six at most; more is a mistake in a file, not a price

/** `"36.51"` → 3651/100. `undefined` for anything that is not a plain decimal number of zero or more. */
export function parseDecimal(text: string): Fraction | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return undefined
  const decimals = match[2] ?? ''
  if (text.length > mostDigits) return undefined
  return { n: BigInt((match[1] as string) + decimals), d: 10n ** BigInt(decimals.length) }
}

/** For decimals the program has checked before; throws when it is none. */
export function decimal(text: string): Fraction {
  const parsed = parseDecimal(text)
  if (!parsed) throw new RangeError(`not a decimal number: ${text}`)
  return parsed
}

export function whole(value: number): Fraction {
  return { n: BigInt(value), d: 1n }
}

/** `value` × `numerator` / `denominator`, for spreading over days. The denominator is above zero. */
export function scale(value: Fraction, numerator: number, denominator: number): Fraction {
  return { n: value.n * BigInt(numerator), d: value.d * BigInt(denominator) }
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d }
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { n: -b.n, d: b.d })
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d }
}

/** a / b; `b` is not zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  return b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n }
}

export function isEqual(a: Fraction, b: Fraction): boolean {
  return a.n * b.d === b.n * a.d
}

/** The nearest whole number, a half going up: 2.5 → 3, -2.5 → -2. */
export function roundHalfUp(value: Fraction): number {
  const doubled = 2n * value.n + value.d
  const divisor = 2n * value.d
  const quotient = doubled / divisor
  return Number(doubled < 0n && doubled % divisor !== 0n ? quotient - 1n : quotient)
}

/** The nearest whole number, a half going to the even one: 2.5 → 2, 3.5 → 4. */
export function roundHalfEven(value: Fraction): number {
  const up = roundHalfUp(value)
  const isHalf = 2n * value.n === (2n * BigInt(up) - 1n) * value.d
  return isHalf && up % 2 !== 0 ? up - 1 : up
}

/** Decimal text with at most `places` decimals, half up, without trailing zeros: 4580/1 → `"4580"`. */
export function decimalText(value: Fraction, places: number): string {
  const shifted = roundHalfUp({ n: value.n * 10n ** BigInt(places), d: value.d })
  const digits = Math.abs(shifted)
    .toString()
    .padStart(places + 1, '0')
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '')
  return shifted < 0 ? `-${text}` : text
}
