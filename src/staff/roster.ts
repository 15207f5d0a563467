// Shifts and absences: simple entries that supervisors write down, and who is at work by them.
import { randomUUID } from 'node:crypto'
import { openStretches } from '../kernel/business-time.ts'
import { addDays, type Day, dayOf, midnightOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import { calendarIn } from '../rulebook/kinds/calendar.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { type Absence, type Presence, presenceOf, type Roster, type Shift } from './at-work.ts'
import { actorOf, type StaffMember } from './staff-member.ts'
import { listStaff } from './store.ts'

export type { Absence, Shift } from './at-work.ts'

export type RosterRefusal = { kind: 'not-authorised' | 'not-found' | 'ends-before-it-starts' | 'too-long' | 'overlaps' | 'no-such-person' }

export type AtWork = { member: StaffMember; presence: Presence }

export type Rosters = {
  /** Everybody who works here, with whether he is at work now. */
  now(): Promise<AtWork[]>
  /** By their beginning. */
  shifts(from: Date, to: Date): Promise<Shift[]>
  /** Those that are not over. */
  absences(): Promise<Absence[]>
  addShift(act: { staffId: string; startsAt: Date; endsAt: Date; by: StaffMember }): Promise<Result<Shift, RosterRefusal>>
  removeShift(act: { id: string; by: StaffMember }): Promise<Result<void, RosterRefusal>>
  recordAbsence(act: {
    staffId: string
    startsAt: Date
    endsAt: Date
    reason: string
    by: StaffMember
  }): Promise<Result<Absence, RosterRefusal>>
  /** Somebody is back earlier than was written down. */
  endAbsence(act: { id: string; by: StaffMember }): Promise<Result<void, RosterRefusal>>
}

type Parts = {
  db: Database
  clock: Clock
  rulebook: { inForce<K extends 'authority' | 'assignment' | 'calendar'>(kind: K, day: Day): InForce<K> }
  timeZone: string
}

const hour = 3_600_000
const shiftLimitMilliseconds = 24 * hour
const aheadDays = 14 // how far a next shift is looked for
const reasonLimitCharacters = 300

export function createRosters({ db, clock, rulebook, timeZone }: Parts): Rosters {
  const today = () => dayOf(clock.now(), timeZone)
  const mayKeep = (by: StaffMember) => may(by, 'keep_roster', rulebook.inForce('authority', today()).value)

  async function rosterAt(at: Date): Promise<Roster> {
    const day = dayOf(at, timeZone)
    const span = { from: new Date(midnightOf(day, timeZone)), to: new Date(midnightOf(addDays(day, 1), timeZone)) }
    const [shifts, absences] = await Promise.all([
      db.client.shift.findMany({
        where: { endsAt: { gt: span.from }, startsAt: { lt: new Date(midnightOf(addDays(day, aheadDays), timeZone)) } },
      }),
      db.client.absence.findMany({ where: { startsAt: { lte: at }, endsAt: { gt: at } } }),
    ])
    const calendar = calendarIn(timeZone, rulebook.inForce('calendar', day).value)
    const now = at.getTime()
    const [open] = openStretches(calendar, { from: now, to: now + 1 })
    const withoutShifts = rulebook.inForce('assignment', day).value.without_shifts
    return { shifts, absences, today: span, withoutShifts, officeIsOpen: open !== undefined }
  }

  return {
    async now() {
      const at = clock.now()
      const [roster, everybody] = await Promise.all([rosterAt(at), listStaff(db.client)])
      return everybody.map((member) => {
        const presence = presenceOf(member.id, at, roster)
        return { member, presence: member.active ? presence : { ...presence, atWork: false } }
      })
    },

    shifts: (from, to) => db.client.shift.findMany({ where: { startsAt: { lt: to }, endsAt: { gt: from } }, orderBy: { startsAt: 'asc' } }),
    absences: () => db.client.absence.findMany({ where: { endsAt: { gt: clock.now() }, endedAt: null }, orderBy: { startsAt: 'asc' } }),

    addShift: ({ staffId, startsAt, endsAt, by }) =>
      db.inTransaction(async (tx) => {
        if (!mayKeep(by)) return refused({ kind: 'not-authorised' })
        if (endsAt <= startsAt) return refused({ kind: 'ends-before-it-starts' })
        if (endsAt.getTime() - startsAt.getTime() > shiftLimitMilliseconds) return refused({ kind: 'too-long' })
        // Two people who write down the same person's hours at once: the second sees the first one's.
        const locked = await tx.$queryRaw<unknown[]>`SELECT id FROM staff WHERE id = ${staffId}::uuid AND active FOR UPDATE`
        if (locked.length === 0) return refused({ kind: 'no-such-person' })
        if (await tx.shift.findFirst({ where: { staffId, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } } }))
          return refused({ kind: 'overlaps' })
        const shift = { id: randomUUID(), staffId, startsAt, endsAt }
        await tx.shift.create({ data: shift })
        const detail = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'shift-added', subject: `staff:${staffId}`, detail })
        return ok(shift)
      }),

    removeShift: ({ id, by }) =>
      db.inTransaction(async (tx) => {
        if (!mayKeep(by)) return refused({ kind: 'not-authorised' })
        const found = await tx.shift.findUnique({ where: { id } })
        if (!found) return refused({ kind: 'not-found' })
        await tx.shift.delete({ where: { id } })
        const detail = { startsAt: found.startsAt.toISOString(), endsAt: found.endsAt.toISOString() }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'shift-removed', subject: `staff:${found.staffId}`, detail })
        return ok(undefined)
      }),

    recordAbsence: ({ staffId, startsAt, endsAt, reason, by }) =>
      db.inTransaction(async (tx) => {
        // Whoever falls ill says so himself; anybody else's absence is a supervisor's to write down.
        if (by.id !== staffId && !mayKeep(by)) return refused({ kind: 'not-authorised' })
        if (endsAt <= startsAt) return refused({ kind: 'ends-before-it-starts' })
        if (!(await tx.staff.findUnique({ where: { id: staffId } }))) return refused({ kind: 'no-such-person' })
        const absence = {
          id: randomUUID(),
          staffId,
          startsAt,
          endsAt,
          reason: reason.trim().slice(0, reasonLimitCharacters),
          endedAt: null,
        }
        await tx.absence.create({ data: { ...absence, recordedBy: by.id } })
        const detail = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'absence-recorded', subject: `staff:${staffId}`, detail })
        return ok(absence)
      }),

    endAbsence: ({ id, by }) =>
      db.inTransaction(async (tx) => {
        const found = await tx.absence.findUnique({ where: { id } })
        if (!found) return refused({ kind: 'not-found' })
        if (by.id !== found.staffId && !mayKeep(by)) return refused({ kind: 'not-authorised' })
        await tx.absence.updateMany({ where: { id, endedAt: null }, data: { endedAt: clock.now() } })
        await audit(tx, { at: clock.now(), actor: actorOf(by), act: 'absence-ended', subject: `staff:${found.staffId}` })
        return ok(undefined)
      }),
  }
}
