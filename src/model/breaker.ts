// Whether to ask at all: a server that failed several times running is left alone for a while, so that nobody waits for it. One
// request is let through after that, and its outcome decides again.

export type Outcome = { failed: boolean; at: Date }

export const failuresToOpen = 3
const restMinutes = 10

/** `newest`: the outcomes of the last requests, the newest first. Null: it may be asked. */
export function restsUntil(newest: readonly Outcome[], now: Date): Date | null {
  const last = newest.slice(0, failuresToOpen)
  if (last.length < failuresToOpen || !last.every(({ failed }) => failed)) return null
  const until = new Date((last[0] as Outcome).at.getTime() + restMinutes * 60_000)
  return until > now ? until : null
}
