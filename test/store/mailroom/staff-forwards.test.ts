// A customer's mail that a colleague passes on: the customer's case, not established, and only the colleague is written to.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName } from '../../../src/cases/case.ts'
import { threadOf } from '../../../src/mailroom/outgoing/outbox-store.ts'
import type { StaffMember } from '../../../src/staff/staff-member.ts'
import { linkedTo } from '../../support/linked-cases.ts'
import { type MailDesk, type MailParts, mailText, openMailDesk } from '../../support/mail-desk.ts'

let desk: MailDesk
let casey: StaffMember
beforeEach(async () => {
  desk = await openMailDesk()
  casey = await desk.colleague('clerk', 'casey')
})
afterEach(() => desk.close())

const passedOn = (from: string) =>
  [
    'Please look at this one.',
    '',
    '---------- Forwarded message ---------',
    `From: ${from}`,
    'Date: Mon, Mar 2, 2026 at 9:00 AM',
    'Subject: Water bill of February',
    'To: <casey@city.example>',
    '',
    'Why is my bill so high?',
    '',
  ].join('\n')
const forward = (parts: MailParts & { by?: string; original?: string } = {}) =>
  mailText({
    from: parts.by ?? 'Casey <casey@city.example>',
    subject: 'Fwd: Water bill of February',
    text: passedOn(parts.original ?? 'Ana Ruiz <ana@example.com>'),
    ...parts,
  })
const theCase = async (index = 0) => (await desk.allCases())[index] as CaseRecord
const contentOf = async (record: CaseRecord, kind: string) =>
  (await desk.cases.timeline(record.id)).findLast((entry) => entry.kind === kind)?.content

describe('a mail that a colleague passes on', () => {
  it('opens a case for its sender, whom nobody has established, and tells who passed it on', async () => {
    await desk.arrives([forward()])
    expect(await desk.allCases()).toHaveLength(1)
    const record = await theCase()
    expect(record).toMatchObject({
      customerAddress: 'ana@example.com',
      customerName: 'Ana Ruiz',
      subject: 'Water bill of February',
      entitled: false,
    })
    expect(await contentOf(record, 'mail-received')).toMatchObject({ from: 'ana@example.com', established: false })
    expect(await contentOf(record, 'mail-forwarded')).toMatchObject({ by: casey.id, name: 'casey', established: true })
  })

  it('is confirmed to the colleague alone, with the case and no word of the customer', async () => {
    await desk.arrives([forward()])
    await desk.dispatchAll()
    const name = caseName(await theCase())
    expect(desk.transport.mails.map((mail) => mail.to)).toEqual(['casey@city.example'])
    const [mail] = desk.transport.mails
    expect(mail?.text).toContain(`opened case ${name}`)
    expect(mail?.text).toContain(`/cases/${name}`)
    expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/ana|Water bill/i)
    expect(mail?.headers).toMatchObject({ 'Auto-Submitted': 'auto-generated' })
  })

  it('is gone on with by the customer himself', async () => {
    await desk.arrives([forward()])
    const record = await theCase()
    const { draft } = (await desk.replies.view(record.id)) ?? (await drafted(record))
    expect(draft).toMatchObject({ recipient: 'ana@example.com', template: 'en/ask-for-proof', cc: [], dropped: [] })
    expect(await desk.db.inTransaction((tx) => threadOf(tx, record.id))).toEqual([])
    await desk.arrives([mailText({ subject: 'Re: Water bill of February', text: 'Here I am.\n' })])
    expect(await desk.mailroom.mailsOfCase(record.id)).toHaveLength(2)
  })

  async function drafted(record: CaseRecord) {
    await desk.replies.caseHeard({ caseId: record.id, opened: true })
    return (await desk.replies.view(record.id))!
  }

  it('whose sender could not be read opens a case without an address, and the colleague is told so', async () => {
    await desk.arrives([forward({ original: 'Ana Ruiz' })])
    const record = await theCase()
    expect(record).toMatchObject({ customerAddress: null, entitled: false })
    await desk.replies.caseHeard({ caseId: record.id, opened: true })
    expect(await desk.statusOf(record.id)).toBe('open')
    expect(await desk.replies.redraft({ caseId: record.id, by: casey })).toEqual({ ok: false, refusal: { kind: 'no-address' } })
    const [mail] = await desk.outgoing('staff')
    expect(mail?.text).toContain('original sender could not be read')
  })
})

describe('is no colleague’s forward, but the sender’s own mail:', () => {
  it.each([
    ['what a colleague writes for himself', { subject: 'My own bill', text: 'At home I pay too much.\n' }, 'casey@city.example'],
    ['his own mail, passed on', { original: 'Casey <casey@city.example>' }, 'casey@city.example'],
    [
      "the desk's own mail, passed on: a rule in his mailbox would make a loop of it",
      { original: 'City Water <water@city.example>' },
      'casey@city.example',
    ],
    ["a customer's forward", { by: 'Bob <bob@example.org>' }, 'bob@example.org'],
  ])('%s', async (_, parts, customer) => {
    await desk.arrives([forward(parts)])
    expect(await theCase()).toMatchObject({ customerAddress: customer })
    expect(await desk.outgoing('staff')).toEqual([])
    expect((await desk.outgoing('automatic')).map((mail) => mail.recipient)).toEqual([customer])
  })

  it('what comes from somebody who has left', async () => {
    await desk.db.client.staff.update({ where: { id: casey.id }, data: { active: false } })
    await desk.arrives([forward()])
    expect(await theCase()).toMatchObject({ customerAddress: 'casey@city.example' })
  })

  it('what the office’s domain denies', async () => {
    await desk.arrives([forward({ authentication: 'fail' })])
    expect(await theCase()).toMatchObject({ customerAddress: 'casey@city.example' })
    expect(await desk.outgoing('staff')).toEqual([])
  })
})

describe("somebody who writes in a colleague's name", () => {
  it('writes to nobody but that colleague, who is warned, and not for ever', async () => {
    for (let round = 0; round < 60; round++)
      await desk.arrives([forward({ authentication: null, original: `Victim <victim${round}@example.net>` })])
    const sent = [...(await desk.outgoing('staff')), ...(await desk.outgoing('automatic')), ...(await desk.outgoing('reply'))]
    expect(new Set(sent.map((mail) => mail.recipient))).toEqual(new Set(['casey@city.example']))
    expect(sent).toHaveLength(50)
    expect(sent[0]?.text).toContain('not authenticated')
    expect((await desk.allCases()).every((record) => !record.entitled)).toBe(true)
  })

  it('is not let into the case of the customer whom he names, where it tells of an account', async () => {
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    await desk.db.client.case.updateMany({ data: { entitled: true } })
    await desk.arrives([forward({ authentication: null, inReplyTo: '<first@example.com>' })])
    const his = await theCase(1)
    expect(his).toMatchObject({ customerAddress: 'ana@example.com', entitled: false })
    expect(await linkedTo(desk.db, his.id)).toEqual([(await theCase()).id])
  })
})
