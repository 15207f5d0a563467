// Who may do what in Slack, verb by verb: the desk's roles alone decide, whatever Slack calls somebody. A verb that this table does not
// know fails it. What is refused leaves no trace in the case; whoever is none of ours gets one sentence and no figure.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName } from '../../src/cases/case.ts'
import { slashCommands } from '../../src/channels/slack/commands/work-commands.ts'
import { homeButtons } from '../../src/channels/slack/home-view.ts'
import { shortcuts } from '../../src/channels/slack/work-shortcuts.ts'
import { addDays, dayOf } from '../../src/kernel/days.ts'
import type { Role } from '../../src/staff/staff-member.ts'
import { until } from '../support/sample-desk.ts'
import { openSampleDeskInSlack, type SampleDeskInSlack, usersInSlack } from '../support/sample-desk-in-slack.ts'

const roles = Object.keys(usersInSlack) as Role[]
const everybody: Role[] = roles
const onCases: Role[] = ['clerk', 'supervisor']
const supervisors: Role[] = ['supervisor']

type Cases = { one: CaseRecord; other: CaseRecord }
type Rule = {
  may: readonly Role[]
  /** What is typed after the verb. */
  words?(cases: Cases): string
  /** Brings the cases to where the verb is possible. */
  before?(cases: Cases): Promise<unknown>
  says: RegExp
  /** What stands in the timeline afterwards. */
  leaves?: string
}

let room: SampleDeskInSlack
let slack: SampleDeskInSlack['slack']
let sample: SampleDeskInSlack['sample']
let desk: SampleDeskInSlack['desk']

const number = ({ one }: Cases) => String(one.number)
const withWhy = (cases: Cases) => `${cases.one.number} some reason`
const both = ({ one, other }: Cases) => `${one.number} into ${other.number} one matter`
const move = (kind: 'wait-for-customer' | 'resolve', { one }: Cases) => {
  const until = kind === 'resolve' ? null : addDays(dayOf(sample.office.clock.now(), sample.config.office.timeZone), 3)
  return sample.office.duty.move({ caseId: one.id, move: kind, reason: 'why', until, by: sample.clerk })
}
const account = () => sample.complaint('leak').accountNumber

const rules: Record<string, Rule> = {
  '/case show': { may: everybody, words: number, says: /Open in the console/ },
  '/case mine': { may: everybody, says: /Your cases|No case is with you/ },
  '/case queue': { may: everybody, says: /Waiting for a person/ },
  '/case at-risk': { may: everybody, says: /Due within a day|Nothing falls due/ },
  '/case new': { may: onCases, words: () => 'My bill is too high', says: /is open/ },
  '/case take': { may: onCases, words: number, says: /is yours/, leaves: 'assigned' },
  '/case assign': { may: supervisors, words: ({ one }) => `${one.number} Robin Supervisor`, says: /is with Robin/, leaves: 'assigned' },
  '/case escalate': { may: onCases, words: withWhy, says: /is with|waits for a supervisor/, leaves: 'escalated' },
  // Whoever works here may leave colleagues a word.
  '/case note': { may: everybody, words: withWhy, says: /has your note/, leaves: 'note' },
  '/case wait': {
    may: onCases,
    words: ({ one }) => `${one.number} customer a picture, in 3 days`,
    says: /waits until/,
    leaves: 'waits-for-customer',
  },
  '/case go-on': {
    may: onCases,
    words: withWhy,
    before: (cases) => move('wait-for-customer', cases),
    says: /goes on/,
    leaves: 'wait-over',
  },
  '/case resolve': { may: onCases, words: withWhy, says: /is resolved/, leaves: 'case-resolved' },
  '/case close': { may: onCases, words: withWhy, says: /is closed/, leaves: 'case-closed' },
  '/case reopen': {
    may: onCases,
    words: withWhy,
    before: (cases) => move('resolve', cases),
    says: /is open again/,
    leaves: 'case-reopened',
  },
  '/case merge': { may: onCases, words: both, says: /goes on in/, leaves: 'case-merged' },
  '/case unmerge': {
    may: onCases,
    words: withWhy,
    before: ({ one, other }) => sample.office.duty.merge({ fromId: one.id, intoId: other.id, reason: 'why', by: sample.clerk }),
    says: /open again by itself/,
    leaves: 'merge-undone',
  },
  '/case link': { may: onCases, words: both, says: /is linked to/, leaves: 'case-linked' },
  '/case unlink': {
    may: onCases,
    words: both,
    before: ({ one, other }) => sample.office.duty.link({ caseId: one.id, otherId: other.id, reason: 'why', by: sample.clerk }),
    says: /is no longer linked to/,
    leaves: 'link-undone',
  },
  '/case call': { may: onCases, words: withWhy, says: /has the call/, leaves: 'call-logged' },
  '/account': { may: everybody, words: account, says: /Balance/ },
  '/bill': { may: everybody, words: () => `${account()} latest`, says: /Bill of/ },
  '/draft': { may: everybody, words: number, says: /version 1/ },
  '/policy': { may: everybody, words: () => 'late penalty', says: /MCC/ },
  '/office': { may: everybody, says: /The office today/ },
  '/desk health': { may: everybody, says: /Outgoing mail/ },
}

beforeAll(async () => {
  room = await openSampleDeskInSlack('socket')
  ;({ slack, sample, desk } = room)
  const { staff, db } = sample.office
  const email = 'gone@samplecity.example'
  await db.inTransaction(async (tx) => {
    await staff.add(tx, { name: 'Gone Clerk', email, role: 'clerk' }, 'desk')
    await staff.linkSlack(tx, { email, slackUserId: 'U0GONE' }, 'desk')
    await staff.setActive(tx, { email, active: false }, 'desk')
  })
})
afterAll(() => room?.close())

async function ask(user: { id: string; team?: string }, typed: string, words: string): Promise<string> {
  const [command = '', ...verb] = typed.split(' ')
  const before = slack.answers.length
  await slack.types(user, command, [...verb, words].join(' '))
  const answer = await until(async () => slack.answers[before], `an answer to ${typed}`)
  expect(answer.user, 'seen by nobody else').toBe(user.id)
  return JSON.stringify([answer.text, answer.blocks])
}

/** A case whose draft was returned: it waits for a person. */
async function open(address: string): Promise<CaseRecord> {
  const record = await desk.customerWrites({ ...sample.complaint('leak'), from: { name: 'Ana Ruiz', address } })
  const { id: draftId, contentHash } = (await sample.office.replies.view(record.id))?.draft ?? { id: '', contentHash: '' }
  await sample.office.replies.giveBack({ draftId, contentHash, by: sample.supervisor, reason: 'Shorter' })
  return record
}
const opened = async (): Promise<Cases> => {
  const address = `${Math.random()}@mail.example`
  return { one: await open(address), other: await open(address) }
}
const kinds = async ({ id }: CaseRecord) => (await sample.office.cases.timeline(id)).map(({ kind }) => kind)
const newest = async () => (await sample.office.db.client.case.findFirstOrThrow({ orderBy: { number: 'desc' } })).number

it('the table knows every verb', () => {
  const verbs = slashCommands.flatMap(({ command, subcommands }) =>
    subcommands.length === 0 ? [command] : subcommands.map(({ names: [name] }) => `${command} ${name}`),
  )
  expect(Object.keys(rules).sort()).toEqual([...verbs].sort())
})

describe.each(Object.keys(rules))('%s', (typed) => {
  const { may, words = () => '', before, says, leaves } = rules[typed] as Rule
  it.each(roles)('as %s', async (role) => {
    const cases = await opened()
    await before?.(cases)
    const [then, highest] = [await kinds(cases.one), await newest()]
    const said = await ask(usersInSlack[role], typed, words(cases))
    if (may.includes(role)) {
      expect(said).toMatch(says)
      if (leaves !== undefined) expect((await kinds(cases.one)).slice(then.length)).toContain(leaves)
    } else {
      expect(said).toMatch(/[Yy]our role/)
      expect(await kinds(cases.one)).toEqual(then)
      expect(await newest()).toBe(highest)
    }
  })
})

describe.each([
  ['somebody who is not linked', { id: 'U0NOBODY' }, /not linked to an active staff member/],
  ['somebody who has left', { id: 'U0GONE' }, /not linked to an active staff member/],
  ['a clerk’s Slack user from another workspace', { id: 'U0CASEY', team: 'T0OTHER' }, /answers only people of/],
])('%s', (_, user, sentence) => {
  it('gets one polite sentence for every verb, and nothing of anybody', async () => {
    const cases = await opened()
    const [then, highest, looks] = [await kinds(cases.one), await newest(), await looked()]
    for (const [typed, { words = () => '' }] of Object.entries(rules)) {
      const said = await ask(user, typed, words(cases))
      expect(said, typed).toMatch(sentence)
      for (const secret of [account(), 'Ana Ruiz', cases.one.subject, caseName(cases.one)]) expect(said, typed).not.toContain(secret)
    }
    expect(await kinds(cases.one)).toEqual(then)
    expect(await newest()).toBe(highest)
    expect(await looked()).toBe(looks)
  })

  it('gets it from every shortcut and at home, too', async () => {
    const message = { ts: '1790000000.1', text: 'anything' }
    for (const { callback_id, type } of shortcuts) {
      const before = slack.forms.length
      await slack.takesShortcut(user, callback_id, type === 'message' ? { message } : {})
      const form = await until(async () => slack.forms[before], 'the form')
      expect(JSON.stringify(form.view)).toMatch(sentence)
      expect(form.view.submit).toBeUndefined()
    }
  })
})
const looked = () => sample.office.db.client.officeAudit.count({ where: { act: 'account-looked-at' } })

it('whoever is let go loses the buttons of the home that he still has open', async () => {
  const { one } = await opened()
  const { staff, db } = sample.office
  const email = 'leaving@samplecity.example'
  await db.inTransaction((tx) => staff.add(tx, { name: 'Leaving Supervisor', email, role: 'supervisor' }, 'desk'))
  const user = { id: 'U0LEAVING' }
  await db.inTransaction((tx) => staff.linkSlack(tx, { email, slackUserId: user.id }, 'desk'))
  await db.client.case.updateMany({ where: { id: { not: one.id } }, data: { assigneeId: sample.clerk.id } })
  await slack.opensHome(user)
  await until(async () => JSON.stringify(slack.homes.get(user.id) ?? {}).includes(one.id), 'the case on the home')
  await db.inTransaction((tx) => staff.setActive(tx, { email, active: false }, 'desk'))
  await slack.pressesAtHome(user, homeButtons.take, { value: one.id })
  await until(async () => JSON.stringify(slack.homes.get(user.id)).includes('not linked to an active staff member'), 'the sentence')
  expect((await sample.office.cases.byId(one.id))?.assigneeId).toBeNull()
})
