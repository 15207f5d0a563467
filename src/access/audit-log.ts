// Reading the office's audit log: by person, kind of act, account or case, and days; newest first, by the key of the last row. Whoever
// reads it or takes it away stands in it himself.
import { z } from 'zod'
import { type Day, dayOf } from '../kernel/days.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { audit } from '../platform/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { may } from '../rulebook/kinds/authority.ts'
import type { InForce } from '../rulebook/rulebook.ts'
import { actorOf, type StaffMember } from '../staff/staff-member.ts'

export type AuditRecord = {
  id: bigint
  at: Date
  actor: string
  act: string
  subject: string
  /** Of a few words, for people. */
  detail: { [key: string]: string }
  place: string | null
}

export type AuditAsked = {
  /** A member of staff: what he did, and what was done about him. */
  staffId?: string
  act?: string
  /** An account's number or a case's name. */
  about?: string
  from?: Date
  /** Up to and without. */
  until?: Date
}

export type AuditLog = {
  page(act: {
    asked: AuditAsked
    before?: bigint
    by: StaffMember
  }): Promise<Result<{ entries: AuditRecord[]; more: boolean }, 'not-authorised'>>
  /** Rows in pieces, newest first, as far as a file goes; written down before the first. */
  take(act: { asked: AuditAsked; by: StaffMember }): Promise<Result<AsyncGenerator<AuditRecord[]>, 'not-authorised'>>
  /** Every kind of act that stands in it. */
  acts(): Promise<string[]>
}

export type AuditLogParts = {
  db: Database
  clock: Clock
  rulebook: { inForce(kind: 'authority', day: Day): InForce<'authority'> }
  timeZone: string
}

export const auditPageSize = 50
const piece = 1_000
export const auditFileRows = 50_000 // what a spreadsheet still opens; whoever needs more asks for fewer days at a time

export function createAuditLog({ db, clock, rulebook, timeZone }: AuditLogParts): AuditLog {
  const mayRead = (by: StaffMember) => may(by, 'read_audit', rulebook.inForce('authority', dayOf(clock.now(), timeZone)).value)

  async function rows(asked: AuditAsked, before: bigint | undefined, limit: number): Promise<AuditRecord[]> {
    const { staffId, act, about, from, until } = asked
    const person = staffId ? actorOf({ id: staffId }) : undefined
    const found = await db.client.officeAudit.findMany({
      where: {
        ...(person ? { OR: [{ actor: person }, { subject: person }] } : {}),
        ...(act ? { act } : {}),
        ...(about ? { subject: about } : {}),
        ...(from || until ? { at: { ...(from ? { gte: from } : {}), ...(until ? { lt: until } : {}) } } : {}),
        ...(before === undefined ? {} : { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    })
    return found.map((row) => ({ ...row, detail: plainDetail(row.detail) }))
  }

  const write = (by: StaffMember, act: string, asked: AuditAsked) =>
    db.inTransaction((tx) => audit(tx, { at: clock.now(), actor: actorOf(by), act, subject: 'audit log', detail: said(asked) }))

  return {
    async page({ asked, before, by }) {
      if (!mayRead(by)) return refused('not-authorised')
      await write(by, 'audit-log-read', asked)
      const found = await rows(asked, before, auditPageSize + 1)
      return ok({ entries: found.slice(0, auditPageSize), more: found.length > auditPageSize })
    },

    async take({ asked, by }) {
      if (!mayRead(by)) return refused('not-authorised')
      await write(by, 'audit-log-exported', asked)
      return ok(inPieces((before) => rows(asked, before, piece)))
    },

    // Each step jumps to the next kind over the index, since few kinds stand in very many rows.
    acts: async () => {
      const found = await db.client.$queryRaw<{ act: string }[]>`
        WITH RECURSIVE kind AS (
          SELECT min(act) AS act FROM office_audit
          UNION ALL SELECT (SELECT min(act) FROM office_audit WHERE act > kind.act) FROM kind WHERE kind.act IS NOT NULL)
        SELECT act FROM kind WHERE act IS NOT NULL`
      return found.map(({ act }) => act)
    },
  }
}

async function* inPieces(read: (before: bigint | undefined) => Promise<AuditRecord[]>): AsyncGenerator<AuditRecord[]> {
  let before: bigint | undefined
  for (let taken = 0; taken < auditFileRows; taken += piece) {
    const found = await read(before)
    if (found.length > 0) yield found
    if (found.length < piece) return
    before = found.at(-1)?.id
  }
}

function said({ staffId, act, about, from, until }: AuditAsked): { [key: string]: string } {
  const given = Object.entries({ staffId, act, about, from: from?.toISOString(), until: until?.toISOString() })
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

const detail = z.record(z.string(), z.unknown()).catch({})

function plainDetail(given: unknown): { [key: string]: string } {
  return Object.fromEntries(
    Object.entries(detail.parse(given)).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
