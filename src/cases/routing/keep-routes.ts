// Routes a case by its account's records and its own past, beside what its customer's words said: the reasons stand in the timeline with
// the rulebook's version, and whoever must know at once is told.
import type { Tx } from '../../platform/database.ts'
import type { HardReason } from '../../rulebook/kinds/triage.ts'
import type { CaseRecord } from '../case.ts'
import type { DutyParts } from '../duty-parts.ts'
import type { SafetyFlags } from '../safety-flags.ts'
import { appendEvents, findCases, lockCase, updateCase } from '../store.ts'
import { type Routed, routeCase } from './route-case.ts'
import { countInquiries, wasReopened } from './store.ts'

/** What the records say of an account, asked of the slices that know. */
export type RecordsAsked = {
  disputedCents(tx: Tx, accountNumber: string): Promise<number>
  contradictions(accountNumber: string): Promise<string[]>
}

export type Routes = {
  /** Whether the case turned hard by it. May be called again: it only adds what is new. */
  route(caseId: string): Promise<{ turnedHard: boolean }>
}

const millisecondsADay = 86_400_000

export function createRoutes(parts: DutyParts, records: RecordsAsked, flags: Pick<SafetyFlags, 'raise'>): Routes {
  const { db, clock, rulebook, today, rosters } = parts
  return {
    async route(caseId) {
      const people = await rosters.now()
      const [before] = await findCases(db.client, [caseId])
      if (!before) throw new Error(`no case ${caseId}`)
      const contradictions = before.accountNumber === null ? [] : await records.contradictions(before.accountNumber)
      return db.inTransaction(async (tx) => {
        await lockCase(tx, caseId)
        const [record] = (await findCases(tx, [caseId])) as [CaseRecord]
        const { value: rules, version } = rulebook.inForce('routing', today())
        const found = routeCase(
          {
            topic: record.topic,
            inquiries: await countInquiries(
              tx,
              record,
              new Date(clock.now().getTime() - rules.repeated_contact.within_days * millisecondsADay),
            ),
            reopened: await wasReopened(tx, caseId),
            disputedCents: record.accountNumber === null ? 0 : await records.disputedCents(tx, record.accountNumber),
            notEstablished: record.accountNumber !== null && !record.entitled,
            contradictions,
          },
          rules,
        )
        const fresh = found.filter(({ reason }) => !record.hardReasons.includes(reason))
        const alarming = alarmingOf(record, rules.alarm_at_any_hour)
        for (const reason of record.hardReasons.filter((one) => rules.safety_flag.reasons.includes(one)))
          await flags.raise(tx, { record, reason, by: 'desk' })
        if (fresh.length > 0) await noteRoute(tx, record, fresh, version)
        // At the case's first routing only: its words were read once, and what they alarm for stands in the case from the start.
        if (alarming.length > 0)
          await parts.tell(tx, { caseId, key: `alarm.${caseId}`, to: parts.deciders(people), says: 'alarmed', about: alarming.join(', ') })
        return { turnedHard: fresh.length > 0 && record.hardReasons.length === 0 }
      })
    },
  }

  async function noteRoute(tx: Tx, record: CaseRecord, fresh: readonly Routed[], rulebookVersion: string): Promise<void> {
    const at = clock.now()
    await updateCase(tx, record.id, { hardReasons: [...record.hardReasons, ...fresh.map(({ reason }) => reason)], updatedAt: at })
    const content = {
      reasons: fresh.map(({ reason }) => reason),
      because: fresh.map(({ because }) => because).join('; '),
      rulebook: rulebookVersion,
    }
    await appendEvents(tx, [{ caseId: record.id, kind: 'case-routed', actor: 'desk', at, content }])
  }
}

function alarmingOf({ hardReasons }: CaseRecord, alarm: readonly HardReason[]): HardReason[] {
  return hardReasons.filter((reason) => alarm.includes(reason))
}
