// What administrators do about people: invite, end access, change a role, reset a second factor. A role and a second factor are two
// people's to change; where there is no second one it goes through and stands as an alarm until somebody has looked.
import { createHash, randomUUID } from 'node:crypto'
import type { DecisionRefusal } from '../approvals/approval.ts'
import type { Approvals } from '../approvals/approvals.ts'
import { type Day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Alarms } from '../notices/notices.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import type { Staff } from '../staff/staff.ts'
import { actorOf, type Role, type StaffMember } from '../staff/staff-member.ts'
import { endLinks, type Link, openInvitations } from './link-store.ts'
import type { EnqueueMail, Links } from './links.ts'
import { lockManagers, lockPerson } from './people-store.ts'
import type { FactorStanding, SecondFactors } from './second-factors.ts'
import { endSessions } from './store.ts'
import { type ChangeKind, invitationNeedsTwo, isThereAnother, wouldLeaveNobody } from './who-confirms.ts'

export type StaffChange = {
  id: string
  kind: ChangeKind
  /** null: an invitation, of which only the address is known. */
  staffId: string | null
  email: string
  fromRole: Role | null
  toRole: Role | null
  languages: string[]
  askedBy: string
  askedAt: Date
}

export type Person = { member: StaffMember; factor: FactorStanding; lastSignInAt: Date | null; openSessions: number }

export type PeopleRefusal =
  | { kind: 'not-authorised' | 'not-found' | 'no-change' | 'own' | 'email-taken' | 'asked-already' | 'last-administrator' }
  | DecisionRefusal

/** `waits`: for another administrator. `alone`: done, and an alarm stands for it. */
export type Outcome = 'done' | 'waits' | 'alone'

export type People = {
  list(): Promise<Person[]>
  openInvitations(): Promise<Link[]>
  /** Those that wait for a second person and can still be decided. */
  waiting(): Promise<StaffChange[]>
  invite(act: { email: string; role: Role; languages: string[]; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
  withdrawInvitation(act: { id: string; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
  changeRole(act: { id: string; role: Role; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
  resetSecondFactor(act: { id: string; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
  decide(act: { id: string; kind: 'approve' | 'return'; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
  setActive(act: { id: string; active: boolean; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
  endSessions(act: { id: string; by: StaffMember }): Promise<Result<Outcome, PeopleRefusal>>
}

export type PeopleParts = {
  db: Database
  clock: Clock
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  timeZone: string
  staff: Pick<Staff, 'byId' | 'byEmail' | 'list' | 'setRole' | 'setActive'>
  approvals: Pick<Approvals, 'request' | 'decide' | 'newestFor' | 'void'>
  alarms: Pick<Alarms, 'raiseAlarm'>
  secondFactors: Pick<SecondFactors, 'reset' | 'standingOf'>
  links: Pick<Links, 'mailInvitation'>
  enqueueMail: EnqueueMail
  officeName: string
}

export function createPeople(parts: PeopleParts): People {
  const { db, clock, rulebook, timeZone, staff, approvals, alarms, secondFactors, links, enqueueMail, officeName } = parts
  const authority = () => rulebook.inForce('authority', dayOf(clock.now(), timeZone)).value
  const mayManage = (by: StaffMember) => may(by, 'manage_staff', authority())

  /** One after the other: who could confirm is looked at while nobody becomes or stops being one. */
  async function managers(tx: Tx): Promise<StaffMember[]> {
    await lockManagers(tx)
    return (await staff.list()).filter(mayManage)
  }

  async function ask(
    tx: Tx,
    asked: Pick<StaffChange, 'kind' | 'staffId' | 'email' | 'fromRole' | 'toRole' | 'languages'>,
    by: StaffMember,
  ): Promise<Result<Outcome, PeopleRefusal>> {
    await endStale(tx, asked.kind, asked.email)
    if (await tx.staffChange.findFirst({ where: { kind: asked.kind, email: asked.email, status: 'proposed' } }))
      return refused({ kind: 'asked-already' })
    const change: StaffChange = { ...asked, id: randomUUID(), askedBy: by.id, askedAt: clock.now() }
    const alone = !isThereAnother(await managers(tx), { askedBy: by.id, about: asked.staffId })
    await tx.staffChange.create({ data: { ...change, alone, status: alone ? 'approved' : 'proposed' } })
    await written(tx, change, by, alone ? 'staff-change-alone' : 'staff-change-proposed')
    if (alone) {
      const done = await carryOut(tx, change, by)
      if (!done.ok) throw new NotCarriedOut(done.refusal)
      await alarms.raiseAlarm(aloneAlarm(change, by), tx)
      return ok('alone')
    }
    const authorIds = [by.id, ...(change.staffId ? [change.staffId] : [])]
    await approvals.request(tx, { subjectKind: 'staff', subjectId: change.id, contentHash: hashOf(change), authorIds })
    return ok('waits')
  }

  /** Nobody decided it in time: it may be asked again. */
  async function endStale(tx: Tx, kind: ChangeKind, email: string): Promise<void> {
    const standing = await tx.staffChange.findFirst({ where: { kind, email, status: 'proposed' } })
    const request = standing && (await approvals.newestFor(standing.id, tx))
    if (!standing || !request || request.expiresAt > clock.now()) return
    await approvals.void(tx, standing.id, 'expired')
    await tx.staffChange.update({ where: { id: standing.id }, data: { status: 'returned', decidedAt: clock.now() } })
  }

  async function carryOut(tx: Tx, change: StaffChange, by: StaffMember): Promise<Result<Outcome, PeopleRefusal>> {
    const { kind, staffId, email, fromRole, toRole, languages } = change
    if (kind === 'invitation') {
      if (!toRole || (await staff.byEmail(email))) return refused({ kind: 'email-taken' })
      await links.mailInvitation(tx, { email, role: toRole, languages }, actorOf(by))
      return ok('done')
    }
    const person = staffId ? await staff.byId(staffId) : undefined
    if (!person) return refused({ kind: 'not-found' })
    if (kind === 'second-factor') {
      await secondFactors.reset(tx, person.id, actorOf(by))
      await tell(tx, change, 'Your second factor was reset. You set up a new one when you sign in.')
      return ok('done')
    }
    if (!toRole || person.role !== fromRole) return refused({ kind: 'stale', reason: 'content-changed' })
    if (!may({ active: true, role: toRole }, 'manage_staff', authority()) && wouldLeaveNobody(await managers(tx), person.id))
      return refused({ kind: 'last-administrator' })
    await staff.setRole(tx, { id: person.id, role: toRole }, actorOf(by))
    await endSessions(tx, person.id)
    await tell(tx, change, `Your role at the desk is now ${toRole}. It was ${fromRole}.`)
    return ok('done')
  }

  /** Whom a change is about hears of it, were it made behind his back. */
  const tell = (tx: Tx, { id, email }: StaffChange, said: string) =>
    enqueueMail(tx, {
      key: `change.${id}`,
      to: email,
      subject: 'A change of your access to the desk',
      text: [said, '', 'If you did not expect this, tell an administrator.', '', officeName, ''].join('\n'),
      caseId: null,
    })

  const written = (tx: Tx, { id, kind, staffId, email, toRole }: StaffChange, by: StaffMember, act: string) => {
    const subject = staffId ? actorOf({ id: staffId }) : `invitation:${email}`
    return audit(tx, { at: clock.now(), actor: actorOf(by), act, subject, detail: { changeId: id, kind, ...(toRole ? { toRole } : {}) } })
  }

  /** About somebody else, by whoever may. */
  const about = (
    { id, by }: { id: string; by: StaffMember },
    work: (tx: Tx, person: StaffMember) => Promise<Result<Outcome, PeopleRefusal>>,
  ): Promise<Result<Outcome, PeopleRefusal>> =>
    whole(async (tx) => {
      if (!mayManage(by)) return refused({ kind: 'not-authorised' })
      if (id === by.id) return refused({ kind: 'own' })
      await lockPerson(tx, id)
      const person = await staff.byId(id)
      return person ? work(tx, person) : refused({ kind: 'not-found' })
    })

  /** What could not be carried out leaves nothing behind. */
  const whole = (work: (tx: Tx) => Promise<Result<Outcome, PeopleRefusal>>) => db.inTransaction(work).catch(asRefusal)

  return {
    async list() {
      const members = await staff.list()
      const [signIns, sessions] = await Promise.all([
        db.client.officeAudit.groupBy({
          by: ['subject'],
          where: { act: 'signed-in', subject: { in: members.map(actorOf) } },
          _max: { at: true },
        }),
        db.client.session.groupBy({ by: ['userId'], where: { expiresAt: { gt: new Date() } }, _count: true }),
      ])
      const lastSignIn = new Map(signIns.map(({ subject, _max }) => [subject, _max.at]))
      const open = new Map(sessions.map(({ userId, _count }) => [userId, _count]))
      return Promise.all(
        members.map(async (member) => ({
          member,
          factor: await secondFactors.standingOf(member),
          lastSignInAt: lastSignIn.get(actorOf(member)) ?? null,
          openSessions: open.get(member.id) ?? 0,
        })),
      )
    },

    openInvitations: () => openInvitations(db.client, clock.now()),

    async waiting() {
      const rows = await db.client.staffChange.findMany({ where: { status: 'proposed' }, orderBy: { askedAt: 'asc' } })
      const requests = await Promise.all(rows.map(({ id }) => approvals.newestFor(id)))
      return rows
        .filter((_, index) => (requests[index]?.expiresAt ?? clock.now()) > clock.now())
        .map((row) => row as unknown as StaffChange)
    },

    invite: ({ email, role, languages, by }) =>
      whole(async (tx) => {
        if (!mayManage(by)) return refused({ kind: 'not-authorised' })
        if (await staff.byEmail(email)) return refused({ kind: 'email-taken' })
        const asked = { kind: 'invitation', staffId: null, email: email.toLowerCase(), fromRole: null, toRole: role, languages } as const
        if (invitationNeedsTwo(role)) return ask(tx, { ...asked, languages }, by)
        await links.mailInvitation(tx, { email: asked.email, role, languages }, actorOf(by))
        return ok('done')
      }),

    withdrawInvitation: ({ id, by }) =>
      whole(async (tx) => {
        if (!mayManage(by)) return refused({ kind: 'not-authorised' })
        const [ended] = await endLinks(tx, { id }, clock.now())
        if (ended?.kind !== 'invitation') return refused({ kind: 'not-found' })
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'invitation-withdrawn', subject: `invitation:${ended.email}` })
        return ok('done')
      }),

    changeRole: ({ id, role, by }) =>
      about({ id, by }, async (tx, { role: fromRole, email }) =>
        role === fromRole
          ? refused({ kind: 'no-change' })
          : ask(tx, { kind: 'role', staffId: id, email, fromRole, toRole: role, languages: [] }, by),
      ),

    resetSecondFactor: ({ id, by }) =>
      about({ id, by }, async (tx, person) =>
        (await secondFactors.standingOf(person)) === 'enrolled'
          ? ask(tx, { kind: 'second-factor', staffId: id, email: person.email, fromRole: null, toRole: null, languages: [] }, by)
          : refused({ kind: 'no-change' }),
      ),

    decide: ({ id, kind, by }) =>
      whole(async (tx) => {
        await tx.$queryRaw`SELECT id FROM staff_change WHERE id = ${id}::uuid FOR UPDATE`
        const row = await tx.staffChange.findUnique({ where: { id } })
        const request = row && (await approvals.newestFor(id, tx))
        if (!row || !request) return refused({ kind: 'not-found' })
        const change = row as unknown as StaffChange
        const decided = await approvals.decide(tx, { approvalId: request.id, kind, by, contentHash: hashOf(change) })
        if (!decided.ok) return decided
        const status = kind === 'approve' ? 'approved' : 'returned'
        await tx.staffChange.update({ where: { id }, data: { status, decidedBy: by.id, decidedAt: clock.now() } })
        await written(tx, change, by, `staff-change-${status}`)
        const done = kind === 'approve' ? await carryOut(tx, change, by) : ok<Outcome>('done')
        if (!done.ok) throw new NotCarriedOut(done.refusal)
        return done
      }),

    setActive: ({ id, active, by }) =>
      about({ id, by }, async (tx, person) => {
        if (person.active === active) return refused({ kind: 'no-change' })
        const others = await managers(tx)
        if (!active && wouldLeaveNobody(others, id)) return refused({ kind: 'last-administrator' })
        await staff.setActive(tx, { email: person.email, active }, actorOf(by))
        await endSessions(tx, id)
        await endLinks(tx, { email: person.email }, clock.now())
        const isManager = others.some((one) => one.id === id)
        if (active || !isManager || isThereAnother(others, { askedBy: by.id, about: id })) return ok('done')
        await alarms.raiseAlarm(leftAloneAlarm(person, by), tx)
        return ok('alone')
      }),

    endSessions: ({ id, by }) =>
      about({ id, by }, async (tx) => {
        const count = await endSessions(tx, id)
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'sessions-ended', subject: actorOf({ id }), detail: { count } })
        return ok('done')
      }),
  }
}

/** Carries a refusal out of a transaction that must not stand. */
class NotCarriedOut extends Error {
  readonly refusal: PeopleRefusal
  constructor(refusal: PeopleRefusal) {
    super('a change about a person could not be carried out')
    this.refusal = refusal
  }
}

function asRefusal(error: unknown): Result<Outcome, PeopleRefusal> {
  if (error instanceof NotCarriedOut) return refused(error.refusal)
  throw error
}

const remedy = 'Look whether that was meant: the staff page and the audit log say what was done. Close this alarm by hand then.'

function aloneAlarm({ id, kind, email, toRole }: StaffChange, by: StaffMember) {
  const what = {
    role: `gave ${email} the role ${toRole}`,
    'second-factor': `reset the second factor of ${email}`,
    invitation: `invited ${email} as ${toRole}`,
  }[kind]
  return { key: `staff-change:${id}`, text: `${by.name} ${what}, and there was no other administrator to confirm it.`, remedy }
}

function leftAloneAlarm(person: StaffMember, by: StaffMember) {
  return {
    key: `staff-alone:${person.id}`,
    text: `${by.name} ended the access of ${person.name}. Nobody else is left who confirms changes about people.`,
    remedy,
  }
}

function hashOf({ kind, staffId, email, fromRole, toRole, languages }: StaffChange): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, staffId, email, fromRole, toRole, languages]))
    .digest('hex')
}
