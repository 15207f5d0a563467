// Two cases belong together: of neighbours, of a landlord and his tenant, of a customer and the alderman who asks for him. Each stays what it
// is, and nobody may be told more for it.
import { type Day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Actor, actorOf, type StaffMember } from '../staff/staff-member.ts'
import { type CaseRecord, caseName, type LinkedBecause } from './case.ts'
import type { LinkRefusal } from './case-refusals.ts'
import { appendEvents, deleteLink, findCases, findConstituentCase, findLinks, insertLinks, lockCases } from './store.ts'

export type LinkedCase = { case: CaseRecord; because: LinkedBecause; reason: string }

export type Links = {
  linked(caseId: string): Promise<LinkedCase[]>
  link(act: LinkAct): Promise<Result<CaseRecord, LinkRefusal>>
  unlink(act: LinkAct): Promise<Result<CaseRecord, LinkRefusal>>
  /** An official's case and the newest of the customer whose account it is about; nothing where there is none. */
  linkConstituent(tx: Tx, about: { caseId: string; accountNumber: string; actor: Actor }): Promise<void>
}

type LinkAct = { caseId: string; otherId: string; reason: string; by: StaffMember }

type Parts = {
  db: Database
  clock: Clock
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  timeZone: string
}

const reasonLimitCharacters = 1_000

export function createLinks({ db, clock, rulebook, timeZone }: Parts): Links {
  const mayWork = (by: StaffMember) => may(by, 'work_on_cases', rulebook.inForce('authority', dayOf(clock.now(), timeZone)).value)

  const act = (
    { caseId, otherId, reason: given, by }: LinkAct,
    change: (tx: Tx, pair: readonly [CaseRecord, CaseRecord], why: string) => Promise<LinkRefusal | undefined>,
  ): Promise<Result<CaseRecord, LinkRefusal>> =>
    db.inTransaction(async (tx) => {
      if (!mayWork(by)) return refused({ kind: 'not-authorised' })
      const why = given.trim().slice(0, reasonLimitCharacters)
      if (why === '') return refused({ kind: 'reason-missing' })
      if (caseId === otherId) return refused({ kind: 'the-same-case' })
      await lockCases(tx, [caseId, otherId])
      const found = await findCases(tx, [caseId, otherId])
      const [one, other] = [caseId, otherId].map((id) => found.find((record) => record.id === id))
      if (!one || !other) return refused({ kind: 'no-case' })
      const refusal = await change(tx, [one, other], why)
      return refusal ? refused(refusal) : ok(other)
    })

  const note = (tx: Tx, [one, other]: readonly [CaseRecord, CaseRecord], event: NotedLink) =>
    appendEvents(
      tx,
      [
        [one, other],
        [other, one],
      ].map(([of, to]) => ({
        caseId: (of as CaseRecord).id,
        kind: event.kind,
        actor: event.actor,
        at: clock.now(),
        content: { case: caseName(to as CaseRecord), caseId: (to as CaseRecord).id, ...event.content },
      })),
    )

  return {
    async linked(caseId) {
      const links = await findLinks(db.client, caseId)
      const records = await findCases(
        db.client,
        links.map(({ otherId }) => otherId),
      )
      return links.flatMap(({ otherId, because, reason }) => {
        const record = records.find(({ id }) => id === otherId)
        return record ? [{ case: record, because, reason }] : []
      })
    },

    link: (asked) =>
      act(asked, async (tx, pair, why) => {
        const ids = [pair[0].id, pair[1].id] as const
        const added = await insertLinks(tx, [{ ids, because: 'by-hand', reason: why, linkedBy: asked.by.id, linkedAt: clock.now() }])
        if (added === 0) return { kind: 'linked-already' }
        await note(tx, pair, { kind: 'case-linked', actor: actorOf(asked.by), content: { because: 'by-hand', why } })
        return undefined
      }),

    unlink: (asked) =>
      act(asked, async (tx, pair, why) => {
        if ((await deleteLink(tx, [pair[0].id, pair[1].id])) === 0) return { kind: 'not-linked' }
        await note(tx, pair, { kind: 'link-undone', actor: actorOf(asked.by), content: { why } })
        return undefined
      }),

    async linkConstituent(tx, { caseId, accountNumber, actor }) {
      const constituent = await findConstituentCase(tx, accountNumber, caseId)
      const [own] = await findCases(tx, [caseId])
      if (!constituent || !own) return
      await lockCases(tx, [caseId, constituent.id])
      const link = { ids: [caseId, constituent.id] as const, because: 'constituent' as const, reason: '', linkedBy: actor }
      if ((await insertLinks(tx, [{ ...link, linkedAt: clock.now() }])) === 0) return
      await note(tx, [own, constituent], { kind: 'case-linked', actor, content: { because: 'constituent' } })
    },
  }
}

type NotedLink = { kind: 'case-linked' | 'link-undone'; actor: Actor; content: { [key: string]: string } }
