// A case, its draft and the request about it, as the office would hold them; each part can be given otherwise.
import { createHash, randomUUID } from 'node:crypto'
import type { ApprovalRecord } from '../../src/approvals/approval.ts'
import type { CaseRecord } from '../../src/cases/case.ts'
import type { Draft } from '../../src/replies/draft.ts'
import type { StaffMember } from '../../src/staff/staff-member.ts'

export const sampleMoment = new Date('2026-11-20T15:00:00Z')

export function sampleCase(given: Partial<CaseRecord> = {}): CaseRecord {
  return {
    id: randomUUID(),
    number: 123,
    token: 'k7f2q9',
    status: 'waiting-for-supervisor',
    topic: 'high-bill',
    topicReason: 'the words "bill" and "too high"',
    topics: ['high-bill'],
    urgency: 'normal',
    hardReasons: [],
    confidence: 0.9,
    language: 'en',
    channel: 'email',
    subject: 'My bill is far too high',
    customerAddress: 'jane.doe@example.org',
    customerName: 'Jane Doe',
    accountNumber: '100200-7',
    accountBasis: 'on-file',
    entitled: true,
    assigneeId: null,
    openedAt: sampleMoment,
    updatedAt: sampleMoment,
    answeredAt: null,
    disputed: null,
    replyLanguage: null,
    mergedIntoId: null,
    waitsUntil: null,
    dueAt: null,
    ...given,
  }
}

export function sampleDraft(given: Partial<Draft> = {}): Draft {
  const text = given.text ?? 'Dear Jane Doe,\n\nyour bill of $214.80 is $93.10 above the one before.\n\nThe water department\n'
  return {
    id: randomUUID(),
    caseId: randomUUID(),
    version: 1,
    status: 'in-review',
    authorIds: [],
    rendered: '',
    heardSeq: 1,
    template: 'high-bill',
    recipient: 'jane.doe@example.org',
    cc: [],
    dropped: [],
    subject: 'Re: My bill is far too high [WD-000123-k7f2q9]',
    facts: [
      { id: 'total', kind: 'money', value: 21480, label: 'The bill', source: 'bill:B-1001', text: '$214.80' },
      { id: 'rise', kind: 'money', value: 9310, label: 'The rise', source: 'bill:B-1000', text: '$93.10' },
    ],
    claims: [
      { start: 30, end: 37, text: '$214.80', factId: 'total' },
      { start: 41, end: 47, text: '$93.10', factId: 'rise' },
    ],
    vouched: [],
    promises: [],
    enclosures: [],
    hold: null,
    note: null,
    createdAt: sampleMoment,
    asked: [],
    ...given,
    text,
    contentHash: given.contentHash ?? createHash('sha256').update(text).digest('hex'),
  }
}

export function sampleApproval(draft: Draft, given: Partial<ApprovalRecord> = {}): ApprovalRecord {
  return {
    id: randomUUID(),
    subjectKind: 'draft',
    subjectId: draft.id,
    contentHash: draft.contentHash,
    amountCents: null,
    authorIds: draft.authorIds,
    needs: [],
    earlierIds: [],
    decisionsNeeded: 1,
    status: 'pending',
    requestedAt: sampleMoment,
    expiresAt: new Date('2126-11-27T15:00:00Z'),
    decidedBy: null,
    decidedAt: null,
    reason: null,
    reasonCode: null,
    rulebook: '2026-01-01',
    ...given,
  }
}

export function sampleMember(given: Partial<StaffMember> = {}): StaffMember {
  return {
    id: randomUUID(),
    name: 'Ann Supervisor',
    email: 'ann@office.example',
    role: 'supervisor',
    active: true,
    slackUserId: 'U0ANN',
    languages: ['en'],
    skills: [],
    ...given,
  }
}
