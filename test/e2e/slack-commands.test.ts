// What people type in Slack, before the office that people run: each command does what its page in the console does, by the same verbs,
// for whom the desk's rulebook lets, once however often Slack delivers it, and in private.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName } from '../../src/cases/case.ts'
import { until } from '../support/sample-desk.ts'
import { openSampleDeskInSlack, type SampleDeskInSlack, usersInSlack } from '../support/sample-desk-in-slack.ts'
import { faultsInMessage } from '../support/slack-block-rules.ts'

const { clerk: casey, supervisor: sam, administrator: alex } = usersInSlack
const stranger = { id: 'U0NOBODY' }

describe.each(['socket', 'http'] as const)('typed in Slack, by %s', (mode) => {
  let room: SampleDeskInSlack
  let slack: SampleDeskInSlack['slack']
  let sample: SampleDeskInSlack['sample']
  let desk: SampleDeskInSlack['desk']

  beforeAll(async () => {
    room = await openSampleDeskInSlack(mode)
    ;({ slack, sample, desk } = room)
  })
  afterAll(() => room?.close())

  async function ask(user: { id: string }, command: string, text: string, times = 1): Promise<string> {
    const before = slack.answers.length
    await slack.types(user, command, text, { times })
    const answer = await until(async () => slack.answers[before], `an answer to ${command} ${text}`)
    expect(answer.user, 'seen by nobody else').toBe(user.id)
    expect(faultsInMessage(answer.blocks)).toEqual([])
    return JSON.stringify([answer.text, answer.blocks])
  }
  /** A case whose draft was returned: it waits for a person. */
  async function open(from = `${Math.random()}@mail.example`): Promise<CaseRecord> {
    const record = await desk.customerWrites({ ...sample.complaint('leak'), from: { name: 'Ana Ruiz', address: from } })
    const view = await sample.office.replies.view(record.id)
    if (!view) throw new Error('no draft')
    const { id: draftId, contentHash } = view.draft
    await sample.office.replies.giveBack({ draftId, contentHash, by: sample.supervisor, reason: 'Shorter' })
    return record
  }
  const now = async (record: CaseRecord) => (await sample.office.cases.byId(record.id)) as CaseRecord
  const kinds = async (record: CaseRecord) => (await sample.office.cases.timeline(record.id)).map(({ kind }) => kind)

  it('a case is taken, noted, given, escalated, made to wait, resolved and opened again', async () => {
    const record = await open()
    const name = caseName(record)
    expect(await ask(casey, '/case', `take ${name}`)).toContain('is yours')
    expect(await ask(casey, '/case', 'mine')).toContain(name)
    expect(await ask(casey, '/case', `note ${name} she called, &lt;angry&gt; &amp; loud`)).toContain('The customer never sees it')
    expect((await sample.office.cases.timeline(record.id)).at(-1)?.content?.text).toBe('she called, <angry> & loud')
    expect(await ask(casey, '/case', `assign ${name} <@U0SAM|sam>`)).toContain('not give it to somebody else')
    expect(await ask(sam, '/case', `assign ${name} robin supervisor`)).toContain('is with Robin Supervisor now')
    expect(await ask(casey, '/case', `escalate ${name} May I waive it?`)).toContain('is with')
    expect(await ask(casey, '/case', `wait ${name} customer a picture of the meter`)).toContain('Say until which day')
    expect(await ask(casey, '/case', `wait ${name} customer a picture of the meter, in 5 days`)).toContain('waits until')
    expect((await now(record)).status).toBe('waiting-for-customer')
    expect(await ask(casey, '/case', `resolve ${name}`)).toContain('Say why')
    expect(await ask(casey, '/case', `resolve ${name} told on the telephone`)).toContain('is resolved')
    expect(await ask(casey, '/case', `reopen ${name} she called again`)).toContain('is open again')
    expect(await ask(casey, '/case', `call ${name} asked about the penalty, call back tomorrow`)).toContain('you call back by')
    expect(await sample.office.promises.ofCase(record.id)).toMatchObject([{ ownerId: sample.clerk.id }])
    expect(await kinds(record)).toEqual(
      expect.arrayContaining(['assigned', 'escalated', 'waits-for-customer', 'case-resolved', 'case-reopened', 'call-logged']),
    )
  })

  it('two cases are merged and taken apart, and an inquiry is opened', async () => {
    const [first, second] = [await open('two@mail.example'), await open('two@mail.example')]
    expect(await ask(casey, '/case', `merge ${first.number} into ${second.number} one matter`)).toContain(`goes on in ${caseName(second)}`)
    expect(await ask(casey, '/case', `unmerge ${first.number} two after all`)).toContain('is open again by itself')
    expect(await ask(casey, '/case', `link ${first.number} to ${second.number} the same roof`)).toContain(
      `is linked to ${caseName(second)}`,
    )
    expect(await ask(casey, '/case', `link ${second.number} to ${first.number} again`)).toContain('linked already')
    expect(await ask(casey, '/case', `unlink ${first.number} from ${second.number} another roof`)).toContain('no longer linked')
    expect(await ask(casey, '/case', 'new My water bill is far too high, please call me')).toContain('is open')
    const newest = await sample.office.db.client.case.findFirst({ orderBy: { number: 'desc' } })
    expect(newest).toMatchObject({ channel: 'telephone', topic: 'high-bill' })
  })

  it('an account, a bill, a draft, the office and the desk are shown', async () => {
    const { accountNumber } = sample.complaint('estimates-then-actual')
    const shown = await ask(casey, '/account', accountNumber)
    expect(shown).toMatch(/Balance.*as of/)
    expect(shown).toContain('estimated bill')
    const looked = await sample.office.db.client.officeAudit.findFirst({ where: { act: 'account-looked-at', subject: accountNumber } })
    expect(looked?.actor).toBe(`staff:${sample.clerk.id}`)
    expect(await ask(casey, '/account', 'nobody at all')).toContain('No account fits')
    expect(await ask(casey, '/account', 'chicago')).toContain('There are more')
    expect(await ask(casey, '/bill', `${accountNumber} latest`)).toContain('Since the bill before')
    expect(await ask(casey, '/bill', `${accountNumber} 1999-01-01`)).toContain('no bill of')
    const record = await open()
    expect(await ask(casey, '/draft', String(record.number))).toContain('returned: Shorter')
    expect(await ask(casey, '/policy', 'late penalty')).toMatch(/1\.25 percent a month.*MCC 11-12-420/)
    expect(await ask(casey, '/policy', 'payment plans')).toContain('Not confirmed yet')
    expect(await ask(casey, '/policy', 'dragons')).toContain('No rule has all of these words')
    expect(await ask(sam, '/office', '')).toMatch(/Casey Clerk.*at work/)
    expect(await ask(sam, '/desk', 'health')).toContain('Outgoing mail leaves')
    expect(await ask(sam, '/desk', 'help')).toContain('/desk health')
    expect(await ask(sam, '/case', 'help')).toContain('/case escalate')
    expect(await ask(sam, '/case', 'at-risk')).toMatch(/Due within a day|Nothing falls due/)
    expect(await ask(sam, '/case', 'queue')).toContain('Waiting for a person')
  })

  it('what Slack delivers three times happens once', async () => {
    const record = await open()
    await ask(casey, '/case', `note ${record.number} only once`, 3)
    expect((await kinds(record)).filter((kind) => kind === 'note')).toHaveLength(1)
  })

  const verbs = ['take', 'escalate', 'wait', 'resolve', 'close', 'reopen', 'merge', 'unmerge', 'link', 'unlink', 'call'] as const
  it.each(verbs)('%s: an administrator may not, and the case stays as it is', async (verb) => {
    const [record, other] = [await open('same@mail.example'), await open('same@mail.example')]
    const before = await kinds(record)
    const rest =
      {
        wait: 'customer a picture, in 3 days',
        merge: `into ${other.number} why`,
        link: `to ${other.number} why`,
        unlink: `from ${other.number} why`,
      }[verb as string] ?? 'some words'
    expect(await ask(alex, '/case', `${verb} ${record.number} ${rest}`)).toMatch(/[Yy]our role/)
    expect(await kinds(record)).toEqual(before)
  })

  it('somebody who is not linked gets one polite sentence, whatever he types', async () => {
    const { accountNumber } = sample.complaint('leak')
    for (const [command, text] of [
      ['/account', accountNumber],
      ['/case', '1'],
      ['/office', ''],
      ['/draft', '1'],
      ['/bill', accountNumber],
      ['/desk', 'health'],
    ] as const) {
      const said = await ask(stranger, command, text)
      expect(said).toContain('not linked to an active staff member')
      expect(said).not.toContain(accountNumber)
    }
  })
})
