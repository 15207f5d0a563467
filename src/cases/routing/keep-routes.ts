// Routes a case by its account's records and its own past, beside what its customer's words said: the reasons stand in the timeline with
// the rulebook's version, and whoever must know at once is told. The same rules, changed, are tried on the cases of late.
import type { Tx } from '../../platform/database.ts'
import type { Routing } from '../../rulebook/kinds/routing.ts'
import { type HardReason, recordReasons } from '../../rulebook/kinds/triage.ts'
import { type CaseRecord, caseName } from '../case.ts'
import type { DutyParts } from '../duty-parts.ts'
import type { SafetyFlags } from '../safety-flags.ts'
import { appendEvents, findCases, findNewest, lockCase, updateCase } from '../store.ts'
import { type Past, type Routed, routeCase } from './route-case.ts'
import { countInquiries, wasReopened } from './store.ts'

/** What the records say of an account, asked of the slices that know. */
export type RecordsAsked = {
  disputedCents(tx: Tx, accountNumber: string): Promise<number>
  contradictions(accountNumber: string): Promise<string[]>
}

export type RouteMoved = { case: string; was: HardReason[]; becomes: HardReason[] }

export type Routes = {
  /** Whether the case turned hard by it. May be called again: it only adds what is new. */
  route(caseId: string): Promise<{ turnedHard: boolean }>
  /** Which of the newest cases other rules would have made hard, or not. Nothing is changed. */
  simulateRouting(rules: Routing, newest: number): Promise<{ looked: number; moved: RouteMoved[] }>
}

const millisecondsADay = 86_400_000

export function createRoutes(parts: DutyParts, records: RecordsAsked, flags: Pick<SafetyFlags, 'raise'>): Routes {
  const { db, clock, rulebook, today, rosters } = parts

  async function pastOf(tx: Tx, record: CaseRecord, rules: Routing, contradictions: readonly string[]): Promise<Past> {
    const since = new Date(clock.now().getTime() - rules.repeated_contact.within_days * millisecondsADay)
    return {
      topic: record.topic,
      inquiries: await countInquiries(tx, record, since),
      reopened: await wasReopened(tx, record.id),
      disputedCents: record.accountNumber === null ? 0 : await records.disputedCents(tx, record.accountNumber),
      notEstablished: record.accountNumber !== null && !record.entitled,
      contradictions,
    }
  }

  const contradictionsOf = ({ accountNumber }: CaseRecord) =>
    accountNumber === null ? Promise.resolve([]) : records.contradictions(accountNumber)

  return {
    async route(caseId) {
      const people = await rosters.now()
      const [before] = await findCases(db.client, [caseId])
      if (!before) throw new Error(`no case ${caseId}`)
      const contradictions = await contradictionsOf(before)
      return db.inTransaction(async (tx) => {
        await lockCase(tx, caseId)
        const [record] = (await findCases(tx, [caseId])) as [CaseRecord]
        const { value: rules, version } = rulebook.inForce('routing', today())
        const found = routeCase(await pastOf(tx, record, rules, contradictions), rules)
        const fresh = found.filter(({ reason }) => !record.hardReasons.includes(reason))
        const alarming = record.hardReasons.filter((reason) => rules.alarm_at_any_hour.includes(reason))
        for (const reason of record.hardReasons.filter((one) => rules.safety_flag.reasons.includes(one)))
          await flags.raise(tx, { record, reason, by: 'desk' })
        if (fresh.length > 0) await noteRoute(tx, record, fresh, version)
        if (alarming.length > 0)
          await parts.tell(tx, { caseId, key: `alarm.${caseId}`, to: parts.deciders(people), says: 'alarmed', about: alarming.join(', ') })
        return { turnedHard: fresh.length > 0 && record.hardReasons.length === 0 }
      })
    },

    async simulateRouting(rules, newest) {
      const now = rulebook.inForce('routing', today()).value
      const moved: RouteMoved[] = []
      const cases = await findNewest(db.client, newest)
      for (const record of cases) {
        const contradictions = await contradictionsOf(record)
        const told = record.hardReasons.filter(
          (reason) => !(recordReasons as readonly string[]).includes(reason) || reason === 'asked-by-colleague',
        )
        const under = async (which: Routing): Promise<HardReason[]> => {
          const past = await db.inTransaction((tx) => pastOf(tx, record, which, contradictions))
          return [...told, ...routeCase(past, which).map(({ reason }) => reason)]
        }
        const [was, becomes] = [await under(now), await under(rules)]
        if (was.length > 0 !== becomes.length > 0) moved.push({ case: caseName(record), was, becomes })
      }
      return { looked: cases.length, moved }
    },
  }

  async function noteRoute(tx: Tx, record: CaseRecord, fresh: readonly Routed[], rulebookVersion: string): Promise<void> {
    const at = clock.now()
    await updateCase(tx, record.id, { hardReasons: [...record.hardReasons, ...fresh.map(({ reason }) => reason)], updatedAt: at })
    const because = fresh.map((one) => one.because).join('; ')
    const content = { reasons: fresh.map(({ reason }) => reason), because, rulebook: rulebookVersion }
    await appendEvents(tx, [{ caseId: record.id, kind: 'case-routed', actor: 'desk', at, content }])
  }
}
