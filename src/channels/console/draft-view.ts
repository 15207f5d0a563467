// A draft as the case page shows it: its text with every statement marked, the evidence beside it, and what may be done.

import { day } from '../../kernel/days.ts'
import { addressInWords } from '../../kernel/postal-address.ts'
import type { Draft, DraftView, Fact } from '../../replies/draft.ts'
import { needWords } from '../../replies/say-refusal.ts'
import type { Authority } from '../../rulebook/kinds/authority.ts'
import type { StaffMember } from '../../staff/staff-member.ts'
import { markText } from './mark-text.ts'
import { anchorOf } from './office-words.ts'

export type Names = (staffId: string) => string

const headings: Record<Draft['status'], string> = {
  'in-review': 'Waits for a decision',
  returned: 'Needs work',
  held: 'Held',
  approved: 'Approved',
  dispatched: 'Sent',
  superseded: 'Replaced',
}

const holdWords = {
  'facts-changed': 'The records have changed since this draft was written.',
  'new-mail': 'The customer has written again since this draft was written.',
}

const dropWords = {
  'not-on-file': 'not on file for the account',
  represented: 'represented: answered through the attorney',
  'no-account-proven': 'nobody but the sender is written to while he is not established',
}

/** `shown` are the records that stand on this page, so that a fact can lead to its row. */
export function draftView({ draft, approval }: DraftView, by: StaffMember, authority: Authority, names: Names, shown: ReadonlySet<string>) {
  const segments = markText(draft.text, draft.claims, draft.facts, draft.vouched)
  const stated = new Map<string, number>()
  for (const segment of segments) if (segment.kind === 'claim') stated.set(segment.fact.id, (stated.get(segment.fact.id) ?? 0) + 1)
  const evidence = [...stated.keys()].map((id) => draft.facts.find((fact) => fact.id === id) as Fact)
  const needs = approval?.needs ?? []
  const decides =
    authority.approve_reply.includes(by.role) ||
    (approval !== null && needs.length === 0 && authority.approve_routine_reply.includes(by.role))
  const answers = by.role !== 'administrator'
  const waits = draft.status === 'in-review' && approval?.status === 'pending'
  return {
    id: draft.id,
    contentHash: draft.contentHash,
    version: draft.version,
    heading: headings[draft.status],
    status: draft.status,
    author: draft.authorIds.length === 0 ? 'the desk, from the records' : draft.authorIds.map(names).join(' and '),
    template: draft.template,
    recipient: addressInWords(draft.recipient),
    cc: draft.cc.join(', '),
    dropped: draft.dropped.map(({ address, field, because }) => ({ address, field, why: dropWords[because] })),
    subject: draft.subject,
    text: draft.text,
    note: draft.note,
    enclosures: draft.enclosures.map(({ name, sha256, alt }) => ({ name, alt, sha256, address: `enclosures/${draft.id}/${sha256}` })),
    segments: segments.map((segment) => segmentView(segment, names)),
    evidence: evidence.map((fact) => evidenceView(fact, stated.get(fact.id) ?? 0, shown)),
    vouched: draft.vouched.map(({ text, by: voucher, reason }) => ({ text, name: names(voucher), reason })),
    promised: draft.promises.map(({ text, ownerId, dueOn }) => ({ text, owner: names(ownerId), dueOn: day(dueOn) })),
    hold: draft.hold && { words: holdWords[draft.hold.why], changes: draft.hold.changes },
    decidedBy: approval?.decidedBy ? names(approval.decidedBy) : null,
    expiresAt: waits ? approval.expiresAt : null,
    needs: waits ? needs.map((need) => needWords[need] ?? need) : [],
    decisions: waits && approval.decisionsNeeded > 1 ? approval.decisionsNeeded : null,
    approvedBefore: waits ? approval.earlierIds.map(names) : [],
    can: {
      approve: waits && decides,
      giveBack: waits && decides,
      edit: answers && (draft.status === 'in-review' || draft.status === 'returned'),
      recall: answers && draft.status === 'approved',
    },
    waitsForOthers: waits && !decides,
  }
}

export function segmentView(segment: ReturnType<typeof markText>[number], names: Names) {
  if (segment.kind === 'words') return { kind: 'words', text: segment.text }
  if (segment.kind === 'open') return { kind: 'open', text: segment.text, id: `open-${segment.place}`, why: segment.why }
  if (segment.kind === 'vouched') {
    const { by, reason } = segment.vouched
    return { kind: 'vouched', text: segment.text, id: `vouched-${segment.place}`, name: names(by), reason }
  }
  const { fact, text, place } = segment
  return {
    kind: 'claim',
    text,
    id: `claim-${place}`,
    fact: `fact-${anchorOf(fact.id)}`,
    label: fact.label,
    value: fact.text,
    source: bubbleWords(fact.source),
  }
}

const recordsAtOnce = 2 // a finding over many bills rests on a dozen; the others unfold

function evidenceView(fact: Fact, times: number, shown: ReadonlySet<string>) {
  const records = recordsOf(fact.source).map((record) => ({
    name: recordWords(record),
    row: shown.has(anchorOf(record)) ? anchorOf(record) : null,
  }))
  return {
    anchor: `fact-${anchorOf(fact.id)}`,
    label: fact.label,
    text: fact.text,
    records: records.slice(0, recordsAtOnce),
    moreRecords: records.slice(recordsAtOnce),
    times: times > 1 ? times : null,
  }
}

/** `bill:B-1001` → `B-1001`, which says what it is; `case:WD-000123` → `case WD-000123`. */
function recordWords(source: string): string {
  return source.replace(/^(?:bill|read|ledger|meter):/, '').replace(':', ' ')
}

/** `bill:B-1 rates:Sample office rates` → two records: a word without a colon belongs to the one before it. */
function recordsOf(source: string): string[] {
  return source.split(/ (?=[a-z-]+:)/)
}

function bubbleWords(source: string): string {
  const [first = '', ...others] = recordsOf(source)
  return others.length === 0 ? recordWords(first) : `${recordWords(first)} and ${others.length} more`
}
