// Who gets in, and what he proves: second factors, links by mail, what administrators do about people, and the log of all of it.
import { type AuditLog, type AuditLogParts, createAuditLog } from './audit-log.ts'
import { createLinks, type LinkParts, type Links } from './links.ts'
import { createPeople, type People, type PeopleParts } from './people.ts'
import { createSecondFactors, type SecondFactorParts, type SecondFactors } from './second-factors.ts'

export type { AuditAsked, AuditLog, AuditRecord } from './audit-log.ts'
export { type Links, passwordForgotten } from './links.ts'
export type { Outcome, People, PeopleRefusal, Person, StaffChange } from './people.ts'
export type { FactorStanding, OfferedFactor, SecondFactors } from './second-factors.ts'

export type Access = { secondFactors: SecondFactors; links: Links; people: People; auditLog: AuditLog }

type Parts = AuditLogParts & SecondFactorParts & LinkParts & Omit<PeopleParts, 'secondFactors' | 'links'>

export function createAccess(parts: Parts): Access {
  const secondFactors = createSecondFactors(parts)
  const links = createLinks(parts)
  return { secondFactors, links, people: createPeople({ ...parts, secondFactors, links }), auditLog: createAuditLog(parts) }
}
