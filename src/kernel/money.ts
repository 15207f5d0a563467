// Money is integer cents everywhere. This file reads, writes and divides it; what is owed for what is billing's.

/** A whole number of US cents; negative is a credit. */
export type Cents = number & { readonly __cents: unique symbol }

/** Checks that `n` is a safe whole number. A fraction of a cent here is a fault in the program, so it throws. */
export function cents(n: number): Cents {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number of cents: ${n}`)
  return (n === 0 ? 0 : n) as Cents
}

export function sumCents(parts: Iterable<Cents>): Cents {
  let total = 0
  for (const part of parts) total += part
  return cents(total)
}

/** `1234567` → `$12,345.67`; `-500` → `−$5.00` with a plain hyphen, as letters and mails print it. */
export function formatCents(amount: Cents): string {
  const whole = Math.floor(Math.abs(amount) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  const rest = (Math.abs(amount) % 100).toString().padStart(2, '0')
  return `${amount < 0 ? '-' : ''}$${whole}.${rest}`
}

/** `"12.34"` → 1234. `undefined` when it is no amount or has more than two decimals. */
export function parseDollars(text: string): Cents | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text)
  if (!match) return undefined
  const value = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return cents(match[1] ? -value : value)
}

/**
 * Divides `total` over `weights` by largest remainder, so that the parts add up exactly; a tie goes to the earlier part.
 * Weights are non-negative whole numbers and not all zero; anything else throws.
 */
export function allocateCents(total: Cents, weights: readonly number[]): Cents[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) throw new RangeError('weights must be whole and not negative')
  const sum = weights.reduce((a, weight) => a + BigInt(weight), 0n)
  if (sum === 0n) throw new RangeError('weights add up to zero')
  const sign = total < 0 ? -1n : 1n
  const amount = BigInt(Math.abs(total))
  const parts = weights.map((weight) => (amount * BigInt(weight)) / sum)
  const remainders = weights.map((weight, index) => ({ index, rest: (amount * BigInt(weight)) % sum }))
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))
  let left = amount - parts.reduce((a, part) => a + part, 0n)
  for (const { index } of remainders) {
    if (left === 0n) break
    parts[index] = (parts[index] as bigint) + 1n
    left -= 1n
  }
  return parts.map((part) => cents(Number(sign * part)))
}
