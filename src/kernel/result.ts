// An expected refusal is a value that the caller must handle; only faults are thrown.

export type Result<T, R> = { ok: true; value: T } | { ok: false; refusal: R }

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refused<R>(refusal: R): { ok: false; refusal: R } {
  return { ok: false, refusal }
}

/** Ends a switch over a tagged union: a forgotten tag does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unexpected: ${JSON.stringify(value)}`)
}
