// The people of the office: who they are, which role they hold, which Slack user each one is.
import { randomUUID } from 'node:crypto'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { Actor, Role, StaffMember } from './staff-member.ts'
import { findStaff, insertStaff, listStaff, updateStaff } from './store.ts'

export { type AtWork, createRosters, type RosterRefusal, type Rosters } from './roster.ts'

export type Staff = {
  byId(id: string): Promise<StaffMember | undefined>
  byEmail(email: string): Promise<StaffMember | undefined>
  bySlackUser(slackUserId: string): Promise<StaffMember | undefined>
  list(): Promise<StaffMember[]>
  /** Since when those of them who are clerks have worked here. */
  clerksSince(tx: Tx, ids: readonly string[]): Promise<Date[]>
  /** `languages` left out: English alone. */
  add(
    tx: Tx,
    person: { name: string; email: string; role: Role; languages?: readonly string[] },
    by: Actor,
  ): Promise<Result<StaffMember, 'email-taken'>>
  /** A Slack user decides only through this link, which an administrator makes. */
  linkSlack(
    tx: Tx,
    link: { email: string; slackUserId: string },
    by: Actor,
  ): Promise<Result<StaffMember, 'unknown-email' | 'slack-user-taken'>>
  /** What somebody reads and writes, and which topics he is the first choice for. */
  setAbilities(tx: Tx, change: { id: string; languages: string[]; skills: string[] }, by: Actor): Promise<Result<StaffMember, 'not-found'>>
  setRole(tx: Tx, change: { id: string; role: Role }, by: Actor): Promise<Result<StaffMember, 'not-found'>>
  setActive(tx: Tx, change: { email: string; active: boolean }, by: Actor): Promise<Result<StaffMember, 'unknown-email'>>
}

export function createStaff({ db, clock }: { db: Database; clock: Clock }): Staff {
  return {
    byId: (id) => findStaff(db.client, { id }),
    byEmail: (email) => findStaff(db.client, { email: email.toLowerCase() }),
    bySlackUser: (slackUserId) => findStaff(db.client, { slackUserId }),
    list: () => listStaff(db.client),
    clerksSince: async (tx, ids) =>
      ids.length === 0
        ? []
        : (await tx.staff.findMany({ where: { id: { in: [...ids] }, role: 'clerk' }, select: { createdAt: true } })).map(
            (row) => row.createdAt,
          ),

    async add(tx, person, by) {
      const fresh: StaffMember = {
        id: randomUUID(),
        ...person,
        email: person.email.toLowerCase(),
        active: true,
        slackUserId: null,
        languages: [...(person.languages ?? ['en'])],
        skills: [],
      }
      if (await findStaff(tx, { email: fresh.email })) return refused('email-taken')
      await insertStaff(tx, fresh, clock.now())
      await audit(tx, { at: clock.now(), actor: by, act: 'staff-added', subject: `staff:${fresh.id}`, detail: { role: fresh.role } })
      return ok(fresh)
    },

    async linkSlack(tx, { email, slackUserId }, by) {
      const person = await findStaff(tx, { email: email.toLowerCase() })
      if (!person) return refused('unknown-email')
      const holder = await findStaff(tx, { slackUserId })
      if (holder && holder.id !== person.id) return refused('slack-user-taken')
      await updateStaff(tx, person.id, { slackUserId })
      await audit(tx, { at: clock.now(), actor: by, act: 'slack-linked', subject: `staff:${person.id}`, detail: { slackUserId } })
      return ok({ ...person, slackUserId })
    },

    async setAbilities(tx, { id, languages, skills }, by) {
      const person = await findStaff(tx, { id })
      if (!person) return refused('not-found')
      await updateStaff(tx, id, { languages, skills })
      await audit(tx, { at: clock.now(), actor: by, act: 'abilities-set', subject: `staff:${id}`, detail: { languages, skills } })
      return ok({ ...person, languages, skills })
    },

    async setRole(tx, { id, role }, by) {
      const person = await findStaff(tx, { id })
      if (!person) return refused('not-found')
      await updateStaff(tx, id, { role })
      const detail = { from: person.role, to: role }
      await audit(tx, { at: clock.now(), actor: by, act: 'role-changed', subject: `staff:${id}`, detail })
      return ok({ ...person, role })
    },

    async setActive(tx, { email, active }, by) {
      const person = await findStaff(tx, { email: email.toLowerCase() })
      if (!person) return refused('unknown-email')
      await updateStaff(tx, person.id, { active })
      await audit(tx, { at: clock.now(), actor: by, act: active ? 'staff-activated' : 'staff-deactivated', subject: `staff:${person.id}` })
      return ok({ ...person, active })
    },
  }
}
