// Who else is in a case right now, so that two people do not write the same answer. It is told, and kept nowhere.
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'

export type Present = { staffId: string; writing: boolean }

export type Presence = {
  /** Says that somebody has the case open, and answers who else has; whoever writes first. */
  here(of: { caseId: string; staffId: string; writing: boolean }): Promise<Present[]>
  /** Forgets those who have left. */
  sweep(): Promise<void>
}

/** A page asks each ten seconds; one that has not for so long is closed. */
const goneAfterMilliseconds = 30_000

export function createPresence({ db, clock }: { db: Database; clock: Clock }): Presence {
  const since = () => new Date(clock.now().getTime() - goneAfterMilliseconds)
  return {
    async here({ caseId, staffId, writing }) {
      const now = { seenAt: clock.now(), writing }
      await db.client.casePresence.upsert({
        where: { caseId_staffId: { caseId, staffId } },
        create: { caseId, staffId, ...now },
        update: now,
      })
      return db.client.casePresence.findMany({
        where: { caseId, seenAt: { gte: since() }, NOT: { staffId } },
        orderBy: [{ writing: 'desc' }, { seenAt: 'asc' }],
        select: { staffId: true, writing: true },
      })
    },
    sweep: async () => {
      await db.client.casePresence.deleteMany({ where: { seenAt: { lt: since() } } })
    },
  }
}
