// Whatever customers and staff write, Slack takes every block the desk sends, and nothing they wrote acts as a mark.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { approvalCard } from '../../../src/channels/slack/approval-card.ts'
import { caseCard, casesCard } from '../../../src/channels/slack/commands/case-card.ts'
import { helpCard, slashCommands } from '../../../src/channels/slack/commands/work-commands.ts'
import { decidedCard } from '../../../src/channels/slack/decided-card.ts'
import { partsForEditing } from '../../../src/channels/slack/draft-parts.ts'
import { editForm } from '../../../src/channels/slack/edit-form.ts'
import { returnForm } from '../../../src/channels/slack/return-form.ts'
import type { Draft } from '../../../src/replies/draft.ts'
import { topics } from '../../../src/rulebook/topics.ts'
import { faultsInMessage, faultsInView, marksIn, textLength } from '../../support/slack-block-rules.ts'
import { sampleApproval, sampleCase, sampleDraft, sampleMoment } from '../../support/slack-samples.ts'

vi.setConfig({ testTimeout: 30_000 })
/** A failing run is not shrunk for ever. */
const limits = { numRuns: 150, interruptAfterTimeLimit: 10_000 }

const hostile = fc.constantFrom(
  '<!channel>',
  '<@U0BOSS>',
  '<https://evil.example|your bill>',
  '&lt;!here&gt;',
  '```',
  '*bold*',
  '\n\n',
  '\u202e',
  '😀',
  '&',
  '<',
  '>',
  ' ',
  '',
)
const words = (maxLength: number) =>
  fc.oneof(
    fc
      .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 40 })), { maxLength: 30 })
      .map((some) => some.join('').slice(0, maxLength)),
    fc.string({ minLength: maxLength, maxLength }),
    fc.constant('&'.repeat(maxLength)),
  )

const anyCase = fc.record({
  number: fc.integer({ min: 1, max: 2_147_483_647 }),
  topic: fc.constantFrom(...topics),
  topicReason: words(2000),
  subject: words(2000),
  customerName: fc.option(words(500)),
  customerAddress: fc.option(words(320)),
  accountNumber: fc.option(words(100)),
  accountBasis: fc.constantFrom('on-file' as const, 'suggested' as const, null),
  entitled: fc.boolean(),
})

const anyDraft = fc.record({
  version: fc.integer({ min: 1, max: 999 }),
  recipient: words(320),
  cc: fc.array(words(320), { maxLength: 20 }),
  dropped: fc.array(fc.record({ address: words(320), field: fc.constant('Cc' as const), because: fc.constant('not-on-file' as const) })),
  subject: words(2000),
  text: fc.oneof(words(20_000), words(5000), words(300)),
  facts: fc.array(
    fc.record({
      id: fc.string(),
      kind: fc.constant('money' as const),
      value: fc.integer(),
      label: words(400),
      source: words(400),
      text: words(400),
    }),
    { maxLength: 60 },
  ),
  vouched: fc.array(fc.record({ text: words(400), by: words(300), reason: words(1000) }), { maxLength: 60 }),
})

const caseUrl = 'https://desk.office.example/cases/WD-000123'
const ownMarks = /^(https:\/\/desk\.office\.example\/cases\/WD-\d+\|[^|<>]*|!date\^\d+\^\{date_short_pretty\} at \{time\}\|[^|<>]*)$/

function subjectOf(caseGiven: Partial<ReturnType<typeof sampleCase>>, draftGiven: Partial<Draft>) {
  const claims = (draftGiven.facts ?? []).flatMap((fact, start) => [
    { start, end: start + 1, text: fact.text, factId: fact.id },
    { start, end: start + 1, text: fact.text, factId: `${fact.id} that is not there` },
  ])
  const draft = sampleDraft({ ...draftGiven, claims })
  return { case: sampleCase(caseGiven), draft, approval: sampleApproval(draft), caseUrl, names: new Map<string, string>() }
}

describe('the approval card', () => {
  it('is taken by Slack and carries no mark but its own, whatever is written in case and draft', () => {
    fc.assert(
      fc.property(anyCase, anyDraft, (caseGiven, draftGiven) => {
        const card = approvalCard(subjectOf(caseGiven, draftGiven))
        expect(faultsInMessage(card.blocks)).toEqual([])
        expect(textLength(card.blocks)).toBeLessThanOrEqual(11_000)
        for (const mark of marksIn(card)) expect(mark).toMatch(ownMarks)
      }),
      limits,
    )
  })

  it('says who gets a copy and who gets none', () => {
    const draft = sampleDraft({
      cc: ['leo@example.org'],
      dropped: [{ address: 'eve@evil.example', field: 'Reply-To', because: 'not-on-file' }],
    })
    const card = JSON.stringify(approvalCard({ ...subjectOf({}, {}), draft, approval: sampleApproval(draft) }).blocks)
    for (const words of ['*Copy to* l…@example.org', '*Not to* e…@evil.example', 'goes to j…@example.org, l…@example.org'])
      expect(card).toContain(words)
  })

  it('fits when every part of it is as long as it may be, the facts giving way', () => {
    const long = (length: number) => 'x'.repeat(length)
    const facts = Array.from({ length: 30 }, (_, index) => ({
      ...{ id: `fact ${index}`, kind: 'money' as const, value: index },
      ...{ label: long(100), text: long(100), source: long(100) },
    }))
    const draft = sampleDraft({
      recipient: `jane@${long(300)}`,
      cc: [`leo@${long(300)}`],
      dropped: [{ address: `eve@${long(300)}`, field: 'Cc', because: 'not-on-file' }],
      subject: long(300),
      text: `${long(9)} `.repeat(600),
      facts,
      claims: facts.map(({ id, text }, start) => ({ start, end: start + 1, text, factId: id })),
      vouched: Array.from({ length: 20 }, () => ({ text: long(100), by: long(90), reason: long(240) })),
    })
    const record = sampleCase({
      ...{ number: 2_147_483_647, subject: long(200), topicReason: long(300), customerName: long(100) },
      ...{ accountNumber: long(60), accountBasis: 'suggested' as const, entitled: false },
    })
    const { blocks } = approvalCard({ case: record, draft, approval: sampleApproval(draft), caseUrl, names: new Map() })
    expect(actionsOn(blocks)).toContain('approve-draft')
    expect(textLength(blocks)).toBeLessThanOrEqual(11_000)
    expect(textLength(blocks)).toBeGreaterThan(10_500) // the room that is left is used
  })

  it('offers Approve exactly when the whole draft can be read on it', () => {
    fc.assert(
      fc.property(anyDraft, (draftGiven) => {
        const subject = subjectOf({}, draftGiven)
        const { blocks } = approvalCard(subject)
        const shown = blocks
          .flatMap((block) => (block.type === 'section' && block.text?.type === 'plain_text' ? [unescaped(block.text.text)] : []))
          .join('')
        const complete = withoutSpace(shown) === withoutSpace(visible(subject.draft.text))
        expect(actionsOn(blocks).includes('approve-draft')).toBe(complete)
      }),
      limits,
    )
  })

  it('puts figures that no record bears before the draft', () => {
    const draft = sampleDraft({ vouched: [{ text: '$12.00', by: 'Ann', reason: 'said on the telephone' }] })
    const { blocks } = approvalCard({ case: sampleCase(), draft, approval: sampleApproval(draft), caseUrl, names: new Map() })
    const texts = blocks.map((block) => JSON.stringify(block))
    const first = texts.findIndex((text) => text.includes('$12.00') && text.includes('Ann answers for it'))
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(texts.findIndex((text) => text.includes('Dear Jane Doe')))
  })

  it('names the customer and hides the address', () => {
    const draft = sampleDraft()
    const card = JSON.stringify(approvalCard({ case: sampleCase(), draft, approval: sampleApproval(draft), caseUrl, names: new Map() }))
    expect(card).toContain('Jane Doe')
    expect(card).toContain('j…@example.org')
    expect(card).not.toContain('jane.doe@example.org')
  })
})

describe('every other card', () => {
  it('is taken by Slack and carries no mark but its own', () => {
    const status = fc.constantFrom('pending' as const, 'approved' as const, 'returned' as const, 'voided' as const)
    fc.assert(
      fc.property(anyCase, anyDraft, status, words(1000), words(300), (caseGiven, draftGiven, decided, reason, name) => {
        const { case: record, draft } = subjectOf(caseGiven, draftGiven)
        const approval = sampleApproval(draft, { status: decided, reason, decidedAt: sampleMoment, expiresAt: sampleMoment })
        const cards = [
          decidedCard({ case: record, approval, caseUrl, decidedBy: name, now: sampleMoment }),
          caseCard({ case: record, view: { draft: { ...draft, status: 'returned', note: reason }, approval }, assignee: name, caseUrl }),
          casesCard({
            title: 'Your cases',
            empty: 'None.',
            cases: Array.from({ length: 60 }, () => record),
            more: true,
            urlOf: () => caseUrl,
          }),
          ...slashCommands.map((command) => helpCard(command, name)),
        ]
        for (const card of cards) {
          expect(faultsInMessage(card.blocks)).toEqual([])
          for (const mark of marksIn(card)) expect(mark).toMatch(ownMarks)
        }
      }),
      limits,
    )
  })
})

describe('the forms', () => {
  const openWith = (text: string, reason: string) =>
    Array.from({ length: 40 }, (_, place) => ({ text: `${place}${text}`, why: text, reason }))
  const origin = { approvalId: sampleCase().id, draftId: sampleCase().id, contentHash: 'a'.repeat(64), channel: 'C0', ts: '1.2' }

  it('are taken by Slack for every draft that fits into them', () => {
    fc.assert(
      fc.property(words(20_000), words(3000), (text, reason) => {
        const parts = partsForEditing(text)
        if (parts)
          expect(
            faultsInView(editForm({ caseName: 'WD-2147483647', origin, parts, open: openWith(text, reason), problem: 'No.' })),
          ).toEqual([])
        expect(faultsInView(returnForm({ caseName: 'WD-2147483647', origin, reason, problem: 'No.' }))).toEqual([])
      }),
      limits,
    )
  })
})

function actionsOn(blocks: readonly { type: string }[]): string[] {
  return blocks.flatMap((block) =>
    'elements' in block && block.type === 'actions' ? (block.elements as { action_id: string }[]).map(({ action_id }) => action_id) : [],
  )
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function visible(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (found) => ('\n\r\t'.includes(found) ? found : '�'))
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '')
}
