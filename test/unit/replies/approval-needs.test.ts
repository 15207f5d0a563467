// Which replies are routine, and which need a supervisor or two people.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ApprovalNeed, neededFor } from '../../../src/replies/approval-needs.ts'
import type { Draft } from '../../../src/replies/draft.ts'
import { approvalSchema } from '../../../src/rulebook/kinds/approval.ts'
import { sampleCase, sampleDraft } from '../../support/slack-samples.ts'

const shipped = approvalSchema.parse(
  parse(readFileSync(path.join(import.meta.dirname, '../../../templates/rulebook/approval/2026-01-01.yaml'), 'utf8')),
)
const rules = { ...shipped, two_decisions: { amount_dollars: 500, hard_reasons: ['hearing' as const] } }

function stating(cents: number): Partial<Draft> {
  return {
    facts: [{ id: 'amount', kind: 'money', value: cents, label: 'Amount', source: 'bill:B-1', text: '$…' }],
    claims: [{ start: 0, end: 2, text: '$…', factId: 'amount' }],
  }
}

const rows: [
  story: string,
  draft: Partial<Draft>,
  record: Parameters<typeof sampleCase>[0],
  days: number | null,
  needs: ApprovalNeed[],
  decisions: number,
][] = [
  ['routine', stating(10_000), {}, null, [], 1],
  ['an amount above the limit', stating(10_001), {}, null, ['amount'], 1],
  ['a credit above the limit', stating(-10_001), {}, null, ['amount'], 1],
  ['a large amount that is not stated', { ...stating(99_999), claims: [] }, {}, null, [], 1],
  ['a hard case', {}, { hardReasons: ['reopened'] }, null, ['hard-case'], 1],
  ['a hearing', {}, { hardReasons: ['hearing'] }, null, ['hard-case'], 2],
  ['a very large amount', stating(50_001), {}, null, ['amount'], 2],
  ['vouched for', { vouched: [{ text: 'x', by: 'a', reason: 'b' }] }, {}, null, ['vouched'], 1],
  ['promised', { promises: [{ id: 'p', text: 'x', ownerId: 'a', dueOn: '2026-03-04', by: 'a' }] }, {}, null, ['promise'], 1],
  ['a sensitive topic', {}, { topic: 'records-request' }, null, ['sensitive-topic'], 1],
  ['a sensitive topic among others', {}, { topics: ['high-bill', 'shutoff-notice'] }, null, ['sensitive-topic'], 1],
  ['by a new clerk', {}, {}, 59, ['new-clerk'], 1],
  ['by a clerk of long standing', {}, {}, 60, [], 1],
]

describe('a reply', () => {
  it.each(rows)('%s', (_, draft, record, days, needs, decisions) => {
    const given = { ...sampleDraft({ facts: [], claims: [], vouched: [], promises: [] }), ...draft }
    expect(neededFor(given, sampleCase(record), days, rules)).toEqual({ needs, decisions })
  })
})
