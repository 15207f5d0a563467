// What the addresses of the audit log ask for. What somebody made up is left out.
import { z } from 'zod'
import type { AuditAsked } from '../../access/access.ts'
import { addDays, midnightOf, parseDay } from '../../kernel/days.ts'

const asked = z.object({
  person: z.uuid().optional().catch(undefined),
  act: z.string().min(1).max(100).optional().catch(undefined),
  about: z.string().trim().min(1).max(100).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  before: z
    .string()
    .regex(/^[1-9]\d{0,17}$/)
    .optional()
    .catch(undefined),
})

export type AskedOfAudit = z.output<typeof asked>

export function askedOfAudit(query: unknown): AskedOfAudit {
  return asked.parse(query)
}

/** Days are whole ones of the office; a case's name is written in capitals, an account's number as it is. */
export function toAuditAsked({ person, act, about, from, until }: AskedOfAudit, timeZone: string): AuditAsked {
  const [first, last] = [from && parseDay(from), until && parseDay(until)]
  return {
    ...(person ? { staffId: person } : {}),
    ...(act ? { act } : {}),
    ...(about ? { about: /^wd-\d+$/i.test(about) ? about.toUpperCase() : about } : {}),
    ...(first ? { from: new Date(midnightOf(first, timeZone)) } : {}),
    ...(last ? { until: new Date(midnightOf(addDays(last, 1), timeZone)) } : {}),
  }
}

/** `?person=…&before=…`, or nothing. */
export function auditQuery(given: AskedOfAudit): string {
  const query = new URLSearchParams(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return query.size === 0 ? '' : `?${query}`
}
