// Whatever the records, people and customers say, and however much of it there is, Slack takes every answer to a command, and nothing
// in it acts as a mark.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { BillExplanation } from '../../../src/billing/explain-bill.ts'
import { differenceParts } from '../../../src/billing/explain-difference.ts'
import type { Card } from '../../../src/channels/slack/approval-card.ts'
import { words as section } from '../../../src/channels/slack/block-pieces.ts'
import { type CommandRoom, readTyped } from '../../../src/channels/slack/commands/slash-command.ts'
import { helpCard, slashCommands } from '../../../src/channels/slack/commands/work-commands.ts'
import type { AccountShown } from '../../../src/channels/slack/slack-needs.ts'
import type { Day } from '../../../src/kernel/days.ts'
import type { Cents } from '../../../src/kernel/money.ts'
import { ok, refused } from '../../../src/kernel/result.ts'
import { faultsInMessage, marksIn, textLength } from '../../support/slack-block-rules.ts'
import { sampleApproval, sampleCase, sampleDraft, sampleMember, sampleMoment } from '../../support/slack-samples.ts'

vi.setConfig({ testTimeout: 60_000 })

const day = 20_500 as Day
const much = -987_654_321_098 as Cents
const hostile = ['<!channel> & <@U0BOSS>', '<https://evil.example|your bill>', '```*_~', '\u202e', '👩‍👩‍👧', '\n\n', '&', 'x']
/** As long as it may be and longer. */
const words = fc.oneof(
  fc.constantFrom(...hostile).map((some) => some.repeat(Math.ceil(1_200 / some.length))),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('', ' '),
)
const many = <T>(make: (index: number) => T, most: number) =>
  fc.integer({ min: 0, max: most }).map((count) => Array.from({ length: count }, (_, index) => make(index)))
const longUrl = `https://desk.office.example/${'a'.repeat(120)}`

const anyRoom = words.chain((text) =>
  fc.record({
    people: many((index) => ({ ...sampleMember({ name: text, email: text, id: `${index}` }) }), 60),
    cases: many(
      (index) =>
        sampleCase({
          number: 2_147_483_000 + index,
          subject: text,
          topicReason: text,
          customerName: text,
          customerAddress: text,
          accountNumber: text,
        }),
      60,
    ),
    mailboxes: many(() => ({ name: text, state: text, problem: text }), 60),
    alarms: many(
      (index) => ({
        ...{ id: `${index}`, key: text, text, remedy: text, clearedAt: null, clearedBy: null },
        raisedAt: sampleMoment,
        lastSeenAt: sampleMoment,
      }),
      60,
    ),
    articles: many(
      (index) => ({
        id: `late-${index}`,
        title: text.slice(0, 120),
        source: text.slice(0, 200),
        topics: [],
        words: { en: text.slice(0, 1_000), es: text },
        from: '2026-01-01',
        until: '2027-01-01',
      }),
      20,
    ),
    accounts: many((index) => ({ number: `100200-${300_400 + index}`, address: text, people: Array(30).fill(text), closed: false }), 15),
    bills: many((index) => ({ id: `b${index}`, issuedOn: (day + index) as Day, totalCents: much }), 40),
    draft: fc.record({ text: words.map((some) => some.repeat(30)), note: fc.option(words), asked: words }),
    refuses: fc.boolean(),
    text: fc.constant(text),
  }),
)
type Given = typeof anyRoom extends fc.Arbitrary<infer T> ? T : never

function explanationOf(): BillExplanation {
  const side = { billId: 'b', issuedOn: day, days: 999, gallonsPerDay: 1e9, amountCents: much }
  const parts = Object.fromEntries(differenceParts.map((part) => [part, much]))
  const comparison = { bill: side, difference: { earlierCents: much, laterCents: much, differenceCents: much, parts } }
  const finding = { name: 'rate-changed', effectiveOn: day, oldRate: '<!here>'.repeat(100), newRate: '$1.00', sample: true, records: [] }
  return {
    accountNumber: '1',
    bill: side,
    before: comparison,
    yearAgo: comparison,
    findings: Array(30).fill(finding),
    broughtForwardCents: 0,
  } as unknown as BillExplanation
}

function roomOf(given: Given): CommandRoom {
  const { people, cases, text } = given
  const record = sampleCase({ subject: text, customerName: text, topicReason: text })
  const draft = sampleDraft({ text: given.draft.text, note: given.draft.note, status: 'returned' })
  const history = {
    bills: given.bills,
    property: { address: text },
    people: Array.from({ length: 30 }, () => ({ name: text, role: 'owner' })),
  }
  const shown = { history, balanceCents: much, asOf: day, explanation: explanationOf() } as unknown as AccountShown
  const listed = async ({ limit = 50 }: { limit?: number }) => ({ cases: cases.slice(0, limit), more: cases.length > limit })
  const said = async () => (given.refuses ? refused({ kind: 'not-authorised' }) : ok({ to: sampleMember({ name: text }) }))
  const room = {
    officeName: text,
    caseUrl: () => `${longUrl}/cases/WD-2147483647`,
    staff: { byId: async () => sampleMember({ name: text }), bySlackUser: async () => sampleMember({ name: text }) },
    cases: { byId: async () => record, byNumber: async (number: number) => (number === 123 ? record : undefined), queue: listed },
    replies: { view: async () => ({ draft, approval: sampleApproval(draft) }) },
    desk: {
      clock: { now: () => sampleMoment },
      timeZone: 'America/Chicago',
      consoleUrl: longUrl,
      staff: { list: async () => people },
      duty: {
        assign: said,
        escalate: said,
        link: said,
        unlink: said,
        loads: async () => [],
        merge: said,
        move: said,
        unassigned: async () => cases,
        unmerge: said,
      },
      rosters: {
        now: async () =>
          people.map((member) => ({ member, presence: { atWork: false, absent: true, shiftEndsAt: null, nextShiftAt: null } })),
      },
      inquiries: { logCall: said, open: async () => ok(record) },
      note: async () => {},
      accounts: { find: async () => given.accounts },
      account: async (number: string) => (/^[\w-]{1,40}$/.test(number) ? shown : undefined),
      explainBill: async () => (given.refuses ? `It cannot be explained: ${text}` : explanationOf()),
      policies: () => ({ value: { articles: given.articles }, version: '2026-01-01', today: day }),
      health: {
        mailboxes: async () => given.mailboxes,
        openAlarms: async () => given.alarms,
        outboundState: async () => ({ stopped: true }),
        failedJobs: async () => 7,
      },
    },
  }
  return room as unknown as CommandRoom
}

async function answersOf(given: Given): Promise<[string, Card][]> {
  const room = roomOf(given)
  const member = sampleMember({ name: given.text })
  const rest = ['', '123', '124', '123 into 123 why', `123 ${given.draft.asked}`, '123 customer a picture, in 3 days', given.draft.asked]
  const answers: [string, Card][] = []
  for (const slash of slashCommands) {
    answers.push([slash.command, helpCard(slash, given.text)])
    const typed = [
      ...slash.subcommands.flatMap(({ names: [name] }) => rest.map((words) => `${name} ${words}`)),
      ...rest,
      'late',
      '1 latest',
    ]
    for (const words of typed) {
      const read = readTyped(slash, words)
      const said = await ('subcommand' in read
        ? read.subcommand.run({ room, member, words: read.words })
        : slash.otherwise?.({ room, member, words: read.words }))
      if (said === undefined || said === 'not-understood') continue
      answers.push([`${slash.command} ${words.slice(0, 60)}`, typeof said === 'string' ? { text: said, blocks: [section(said)] } : said])
    }
  }
  return answers
}

it('every answer keeps Slack’s limits and carries no mark but its own', async () => {
  await fc.assert(
    fc.asyncProperty(anyRoom, async (given) => {
      for (const [asked, { text, blocks }] of await answersOf(given)) {
        expect(faultsInMessage(blocks), asked).toEqual([])
        expect(textLength(blocks), asked).toBeLessThanOrEqual(11_000)
        expect(text.length, asked).toBeLessThanOrEqual(3_000)
        for (const mark of marksIn([{ text }, blocks]))
          expect(mark, asked).toMatch(/^(?:https:\/\/desk\.office\.example\/[^|<>]*\|[^<>]*|!date\^\d+\^.*)$/)
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 30_000 },
  )
})
