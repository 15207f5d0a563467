// A small seeded generator of numbers, so that the sample office is the same for the same seed on every machine. It
// decides nothing but sample data.

export type Random = {
  /** From 0, below 1. */
  fraction(): number
  /** A whole number, both ends in. */
  between(least: number, most: number): number
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
}

/** `seed` may be any text: each account has a stream of its own, so that one may change without the others. */
export function createRandom(seed: string): Random {
  let state = fnv1a(seed)
  const fraction = () => {
    // mulberry32, by Tommy Ettinger, in the public domain
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    pick: <T>(items: readonly T[]) => items[Math.floor(fraction() * items.length)] as T,
    chance: (probability) => fraction() < probability,
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash | 0
}
