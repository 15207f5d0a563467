import { describe, expect, it } from 'vitest'
import { askedOfAudit, auditQuery, toAuditAsked } from '../../../src/channels/console/audit-asked.ts'

const person = '00000000-0000-4000-8000-000000000000'

describe('what an address asks of the audit log', () => {
  it('is read, whole days in the office’s zone, and written again', () => {
    const asked = askedOfAudit({ person, act: 'signed-in', about: ' wd-000123 ', from: '2026-11-26', until: '2026-11-27', before: '42' })
    expect(toAuditAsked(asked, 'America/Chicago')).toEqual({
      staffId: person,
      act: 'signed-in',
      about: 'WD-000123',
      from: new Date('2026-11-26T06:00:00Z'),
      until: new Date('2026-11-28T06:00:00Z'),
    })
    expect(askedOfAudit(Object.fromEntries(new URLSearchParams(auditQuery(asked))))).toEqual(asked)
  })

  it('leaves out what somebody made up', () => {
    const made = { person: "x' OR 1=1", act: '', about: ' ', from: '2026-13-40', until: 'soon', before: '-1' }
    expect(toAuditAsked(askedOfAudit(made), 'America/Chicago')).toEqual({})
    expect(auditQuery(askedOfAudit(made))).toBe('')
    expect(askedOfAudit({ before: '9'.repeat(30) }).before).toBeUndefined()
  })
})
