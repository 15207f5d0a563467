// New versions of the rulebook: proposed by one person, decided by another, in force from their day on. What is in force was decided by
// two, and what was in force on any day can be read for ever.
import { createHash, randomUUID } from 'node:crypto'
import type { DecisionRefusal } from '../approvals/approval.ts'
import type { Approvals } from '../approvals/approvals.ts'
import { addDays, type Day, dayOf, fromDateColumn, toDateColumn } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import { type Rulebook, type RulebookKind, rulebookKinds } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'

export type Revision = {
  id: string
  kind: RulebookKind
  effectiveOn: Day
  text: string
  basedOn: string
  note: string
  status: 'proposed' | 'approved' | 'returned' | 'withdrawn'
  proposedBy: string
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  reason: string | null
}

export type ProposeRefusal =
  | { kind: 'not-authorised' | 'note-missing' | 'no-change' }
  | { kind: 'too-early'; earliest: Day }
  | { kind: 'not-valid'; problems: string[] }

export type DecideRefusal = DecisionRefusal | { kind: 'reason-missing' } | { kind: 'too-late'; effectiveOn: Day }

export type Revisions = {
  /** Takes what was approved into the rulebook; may be called again and again. */
  load(): Promise<void>
  propose(act: {
    kind: RulebookKind
    effectiveOn: Day
    text: string
    note: string
    by: StaffMember
  }): Promise<Result<Revision, ProposeRefusal>>
  /** Newest first. */
  list(where?: { kind?: RulebookKind; status?: Revision['status'] }): Promise<Revision[]>
  byId(id: string): Promise<Revision | undefined>
  approve(act: { id: string; by: StaffMember }): Promise<Result<Revision, DecideRefusal>>
  giveBack(act: { id: string; reason: string; by: StaffMember }): Promise<Result<Revision, DecideRefusal>>
  /** Whoever proposed it takes it back. */
  withdraw(act: { id: string; by: StaffMember }): Promise<Result<void, DecideRefusal>>
}

type Parts = {
  db: Database
  clock: Clock
  rulebook: Rulebook
  approvals: Pick<Approvals, 'request' | 'decide' | 'newestFor' | 'void'>
  timeZone: string
}

const textLimitCharacters = 200_000
const noteLimitCharacters = 1_000
const listed = 200

export function createRevisions({ db, clock, rulebook, approvals, timeZone }: Parts): Revisions {
  const today = () => dayOf(clock.now(), timeZone)
  const authority = () => rulebook.inForce('authority', today()).value

  async function decide(
    { id, by }: { id: string; by: StaffMember },
    as: { kind: 'approve' } | { kind: 'return'; reason: string },
  ): Promise<Result<Revision, DecideRefusal>> {
    const decided = await db.inTransaction(async (tx): Promise<Result<Revision, DecideRefusal>> => {
      const revision = await lock(tx, id)
      const asked = revision && (await approvals.newestFor(id, tx))
      if (!revision || !asked) return refused({ kind: 'not-found' })
      if (as.kind === 'approve' && revision.effectiveOn <= today()) return refused({ kind: 'too-late', effectiveOn: revision.effectiveOn })
      const result = await approvals.decide(tx, { approvalId: asked.id, by, contentHash: hashOf(revision), ...as })
      if (!result.ok) return result
      const status = as.kind === 'approve' ? ('approved' as const) : ('returned' as const)
      const change = { status, decidedBy: by.id, decidedAt: clock.now(), reason: as.kind === 'return' ? as.reason : null }
      await tx.rulebookRevision.update({ where: { id }, data: change })
      await audit(tx, { at: clock.now(), actor: actorOf(by), act: `rulebook-${status}`, subject: `${revision.kind}:${id}` })
      return ok({ ...revision, ...change })
    })
    if (decided.ok && decided.value.status === 'approved') adopt(decided.value)
    return decided
  }

  function adopt({ kind, effectiveOn, text }: Revision): void {
    rulebook.adopt({ kind, effective: effectiveOn, text })
  }

  return {
    async load() {
      const rows = await db.client.rulebookRevision.findMany({ where: { status: 'approved' }, orderBy: { decidedAt: 'asc' } })
      for (const revision of rows.flatMap(toRevision)) adopt(revision)
    },

    propose: ({ kind, effectiveOn, text: given, note: why, by }) =>
      db.inTransaction(async (tx) => {
        if (!may(by, 'propose_rulebook', authority())) return refused({ kind: 'not-authorised' })
        const note = why.trim().slice(0, noteLimitCharacters)
        if (note === '') return refused({ kind: 'note-missing' })
        const earliest = addDays(today(), 1) // a day's decisions follow one version
        if (effectiveOn < earliest) return refused({ kind: 'too-early', earliest })
        const text = `${given.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trimEnd()}\n`
        const problems = text.length > textLimitCharacters ? [`longer than ${textLimitCharacters} characters`] : rulebook.check(kind, text)
        if (problems.length > 0) return refused({ kind: 'not-valid', problems })
        const { version: basedOn } = rulebook.inForce(kind, effectiveOn)
        if (rulebook.versions(kind).find(({ version }) => version === basedOn)?.text === text) return refused({ kind: 'no-change' })
        const revision: Revision = {
          ...{ id: randomUUID(), kind, effectiveOn, text, basedOn, note, status: 'proposed', proposedBy: by.id, proposedAt: clock.now() },
          ...{ decidedBy: null, decidedAt: null, reason: null },
        }
        await tx.rulebookRevision.create({ data: { ...revision, effectiveOn: toDateColumn(effectiveOn) } })
        await approvals.request(tx, { subjectKind: 'rulebook', subjectId: revision.id, contentHash: hashOf(revision), authorIds: [by.id] })
        await audit(tx, {
          at: clock.now(),
          actor: actorOf(by),
          act: 'rulebook-proposed',
          subject: `${kind}:${revision.id}`,
          detail: { note },
        })
        return ok(revision)
      }),

    list: async (where = {}) =>
      (await db.client.rulebookRevision.findMany({ where, orderBy: { proposedAt: 'desc' }, take: listed })).flatMap(toRevision),
    byId: async (id) => (await db.client.rulebookRevision.findMany({ where: { id } })).flatMap(toRevision)[0],
    approve: (act) => decide(act, { kind: 'approve' }),
    giveBack: async (act) => {
      const reason = act.reason.trim().slice(0, noteLimitCharacters)
      return reason === '' ? refused({ kind: 'reason-missing' }) : decide(act, { kind: 'return', reason })
    },
    withdraw: ({ id, by }) =>
      db.inTransaction(async (tx) => {
        const revision = await lock(tx, id)
        if (!revision) return refused({ kind: 'not-found' })
        if (revision.proposedBy !== by.id) return refused({ kind: 'not-authorised', role: by.role })
        if (revision.status !== 'proposed') return refused({ kind: 'stale', reason: 'already-decided' })
        await approvals.void(tx, id, 'withdrawn')
        await tx.rulebookRevision.update({ where: { id }, data: { status: 'withdrawn', decidedBy: by.id, decidedAt: clock.now() } })
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'rulebook-withdrawn', subject: `${revision.kind}:${id}` })
        return ok(undefined)
      }),
  }
}

async function lock(tx: Tx, id: string): Promise<Revision | undefined> {
  await tx.$queryRaw`SELECT id FROM rulebook_revision WHERE id = ${id}::uuid FOR UPDATE`
  return (await tx.rulebookRevision.findMany({ where: { id } })).flatMap(toRevision)[0]
}

function hashOf({ kind, effectiveOn, text }: Revision): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, effectiveOn, text]))
    .digest('hex')
}

type Row = Omit<Revision, 'kind' | 'effectiveOn' | 'status'> & { kind: string; effectiveOn: Date; status: string }

/** A kind that this software does not know any more is left out. */
function toRevision(row: Row): Revision[] {
  const kind = rulebookKinds.find((known) => known === row.kind)
  return kind === undefined
    ? []
    : [{ ...row, kind, effectiveOn: fromDateColumn(row.effectiveOn), status: row.status as Revision['status'] }]
}
