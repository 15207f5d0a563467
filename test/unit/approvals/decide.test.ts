import { describe, expect, it } from 'vitest'
import type { ApprovalRecord } from '../../../src/approvals/approval.ts'
import { mayDecide } from '../../../src/approvals/decide.ts'
import { cents } from '../../../src/kernel/money.ts'
import type { StaffMember } from '../../../src/staff/staff-member.ts'

const authority = {
  work_on_cases: ['clerk' as const],
  approve_reply: ['supervisor' as const],
  approve_routine_reply: ['clerk' as const],
  approve_own_routine_reply: false,
  approval_expires_after_hours: 72,
  settle_unknown_mail: ['supervisor' as const],
  stop_outgoing_mail: ['administrator' as const],
  close_alarm: ['administrator' as const],
  propose_adjustment: ['clerk' as const],
  approve_adjustment: [
    { role: 'supervisor' as const, up_to: cents(50_000) },
    { role: 'administrator' as const, up_to: null },
  ],
  place_hold: [],
  review_property: [],
  establish_inquirer: [],
  keep_roster: [],
  assign_cases: [],
  clear_safety_flag: [],
  propose_rulebook: [],
  approve_rulebook: ['administrator' as const],
  manage_staff: ['administrator' as const],
  see_staff: ['supervisor' as const],
  read_audit: ['administrator' as const],
}
const now = new Date('2026-11-20T12:00:00Z')
const later = new Date('2026-11-23T12:00:00Z')
const supervisor: StaffMember = {
  id: 's',
  name: 'Sam',
  email: 's@city.example',
  role: 'supervisor',
  active: true,
  slackUserId: null,
  languages: ['en'],
  skills: [],
}
const request: ApprovalRecord = {
  id: 'a',
  subjectKind: 'draft',
  subjectId: 'd',
  contentHash: 'h',
  amountCents: null,
  authorIds: [],
  needs: ['amount'],
  earlierIds: [],
  decisionsNeeded: 1,
  status: 'pending',
  requestedAt: now,
  expiresAt: later,
  decidedBy: null,
  decidedAt: null,
  reason: null,
  reasonCode: null,
  rulebook: 'authority@2026-01-01',
}

describe('who may decide a draft', () => {
  const decide = (
    change: Partial<ApprovalRecord>,
    by: Partial<StaffMember>,
    at = now,
    kind: 'approve' | 'return' = 'approve',
    contentHash = 'h',
  ) => mayDecide({ ...request, ...change }, { kind, by: { ...supervisor, ...by }, contentHash, now: at }, authority)

  it('a supervisor may', () => expect(decide({}, {}).ok).toBe(true))
  it('a clerk may a routine one, and his own only where the rulebook says so', () => {
    expect(decide({ needs: [] }, { role: 'clerk' }).ok).toBe(true)
    const own = { ...request, needs: [], authorIds: ['s'] }
    const by = { ...supervisor, role: 'clerk' as const }
    const asked = { kind: 'approve' as const, by, contentHash: 'h', now }
    expect(mayDecide(own, asked, { ...authority, approve_own_routine_reply: true }).ok).toBe(true)
    expect(mayDecide({ ...own, needs: ['vouched'] }, asked, { ...authority, approve_own_routine_reply: true })).toMatchObject({ ok: false })
    expect(mayDecide(own, asked, { ...authority, approve_routine_reply: [], approve_own_routine_reply: true })).toMatchObject({ ok: false })
  })
  it.each([
    ['a clerk', decide({}, { role: 'clerk' }), { kind: 'not-routine', needs: ['amount'] }],
    ['a clerk his own routine one', decide({ needs: [], authorIds: ['s'] }, { role: 'clerk' }), { kind: 'own-draft' }],
    ['the first of two again', decide({ earlierIds: ['s'] }, {}), { kind: 'decided-before' }],
    ['an administrator', decide({}, { role: 'administrator' }), { kind: 'not-authorised', role: 'administrator' }],
    ['a supervisor who has left', decide({}, { active: false }), { kind: 'not-authorised', role: 'supervisor' }],
    ['its author', decide({ authorIds: ['c', 's'] }, {}), { kind: 'own-draft' }],
    ['somebody who saw other words', decide({}, {}, now, 'approve', 'other'), { kind: 'stale', reason: 'content-changed' }],
    ['the second of two', decide({ status: 'approved' }, {}), { kind: 'stale', reason: 'already-decided' }],
    ['somebody too late', decide({}, {}, later), { kind: 'stale', reason: 'expired' }],
  ])('%s may not', (_, result, refusal) => expect(result).toEqual({ ok: false, refusal }))

  it.each([
    ['a supervisor up to the limit', 'supervisor', -50_000, null],
    ['a supervisor above it', 'supervisor', -50_001, { kind: 'over-limit', limitCents: 50_000 }],
    ['a supervisor above it by a charge', 'supervisor', 50_001, { kind: 'over-limit', limitCents: 50_000 }],
    ['an administrator at any amount', 'administrator', 9_999_999, null],
    ['a clerk at no amount', 'clerk', -1, { kind: 'not-authorised', role: 'clerk' }],
    ['anybody without an amount', 'administrator', null, { kind: 'not-authorised', role: 'administrator' }],
  ] as const)('an adjustment: %s', (_, role, amountCents, refusal) => {
    const result = decide({ subjectKind: 'adjustment', amountCents }, { role })
    if (refusal) expect(result).toEqual({ ok: false, refusal })
    else expect(result.ok).toBe(true)
  })

  it('an author may take his own draft back', () => expect(decide({ authorIds: ['c', 's'] }, {}, now, 'return').ok).toBe(true))
})
