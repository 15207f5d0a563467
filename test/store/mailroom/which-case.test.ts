// Which case a mail goes on with: its thread, its token, or between the same two its subject; an answered case opens again for
// some days, and only for a person.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CaseRecord, caseName, subjectToken } from '../../../src/cases/case.ts'
import { linkedTo } from '../../support/linked-cases.ts'
import { type MailDesk, type MailParts, mailText, openMailDesk, reportText } from '../../support/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const days = (count: number) => count * 86_400_000
const later = (at: Date, count: number) => new Date(at.getTime() + days(count))
const theCase = async (index = 0) => (await desk.allCases())[index] as CaseRecord
const events = async (record: CaseRecord) => (await desk.cases.timeline(record.id)).map(({ kind }) => kind)
const contentOf = async (record: CaseRecord, kind: string) =>
  (await desk.cases.timeline(record.id)).findLast((entry) => entry.kind === kind)?.content

describe('a mail says on the timeline by what it joined', () => {
  it.each([
    ['thread', () => ({ inReplyTo: '<first@example.com>' })],
    ['token', (record: CaseRecord) => ({ subject: `bill ${subjectToken(record)}` })],
    ['plus-address', (record: CaseRecord) => ({ to: `water+${subjectToken(record).slice(1, -1)}@city.example` })],
    ['subject', () => ({ subject: 'RE: My bill is too high' })],
  ] as [string, (record: CaseRecord) => MailParts][])('%s', async (by, carrying) => {
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    await desk.arrives([mailText({ text: 'More.\n', ...carrying(await theCase()) })])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await contentOf(await theCase(), 'mail-received')).toMatchObject({ newText: 'More.', joinedBy: by })
  })
})

describe('a reply without any thread', () => {
  const reply = (parts: MailParts = {}) => mailText({ subject: 'Re: My bill is too high', text: 'One more thing.\n', ...parts })

  it('joins the case of its subject that is opened in the same batch, and once opened itself is joined by the next', async () => {
    await desk.arrives([mailText(), reply(), reply({ text: 'And another.\n' })])
    await desk.arrives([reply({ from: 'bob@example.org' }), reply({ from: 'bob@example.org', text: 'And another.\n' })])
    expect(await desk.allCases()).toHaveLength(2)
    expect(await desk.mailroom.mailsOfCase((await theCase()).id)).toHaveLength(3)
  })

  it.each([
    ['somebody else wrote it', { from: 'bob@example.org' }],
    ['its domain denies it', { authentication: 'fail' }],
    ['it is no reply', { subject: 'My bill is too high' }],
    ['it bears the token of no case', { subject: 'Re: My bill is too high [WD-000001-aaaaaaaa]' }],
    ['it has signs of a machine', { headers: ['List-Id: <ward42.aldermen.example>'] }],
  ] as [string, MailParts][])('opens a case of its own where %s', async (_, parts) => {
    await desk.arrives([mailText()])
    await desk.arrives([reply(parts)])
    expect(await desk.allCases()).toHaveLength(2)
    expect(await linkedTo(desk.db, (await theCase(1)).id)).toEqual([])
  })

  it('opens a case of its own where nothing happened in the other for longer than the rulebook’s days', async () => {
    await desk.arrives([mailText()])
    const { updatedAt } = await theCase()
    desk.setTime(later(updatedAt, 14))
    await desk.arrives([reply()])
    expect(await desk.allCases()).toHaveLength(1)
    desk.setTime(later(updatedAt, 14 + 15))
    await desk.arrives([reply({ text: 'And now?\n' })])
    expect(await desk.allCases()).toHaveLength(2)
  })

  it('about another account opens a case of its own', async () => {
    await desk.db.client.property.create({ data: { id: 'P-1', address: '1 Main St', type: 'single-family' } })
    for (const number of ['111111-111111', '222222-222222'])
      await desk.db.client.account.create({ data: { number, propertyId: 'P-1', class: 'METERED', openedOn: new Date('2020-01-01') } })
    await desk.arrives([mailText({ text: 'It is account 111111-111111.\n' })])
    await desk.arrives([reply({ text: 'And now 222222-222222 as well.\n' })])
    expect(await desk.allCases()).toHaveLength(2)
    await desk.arrives([reply({ text: 'About 111111-111111 again.\n' })])
    expect(await desk.mailroom.mailsOfCase((await theCase()).id)).toHaveLength(2)
  })
})

describe('a case that was answered', () => {
  const first = '<first@example.com>'
  const answered = async (parts: MailParts = {}) => {
    const reply = await desk.sentReply({ messageId: first, ...parts })
    const { answeredAt } = (await theCase()) as CaseRecord
    return { ...reply, record: reply.record as CaseRecord, answeredAt: answeredAt as Date }
  }

  it("is opened again by its customer's reply within the rulebook's days", async () => {
    const { record, messageId, answeredAt } = await answered()
    expect(record.status).not.toBe('answered')
    expect(await desk.statusOf(record.id)).toBe('answered')
    desk.setTime(later(answeredAt, 30))
    await desk.arrives([
      mailText({ inReplyTo: messageId, text: 'It is wrong.\n' }),
      mailText({ inReplyTo: messageId, text: 'Still wrong.\n' }),
    ])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await desk.statusOf(record.id)).toBe('open')
    expect((await events(record)).filter((kind) => kind === 'case-reopened')).toHaveLength(1)
    expect(await contentOf(record, 'case-reopened')).toEqual({ answeredAt: answeredAt.toISOString() })
  })

  it('is left alone by a later one, which opens a new case, linked, and both say so', async () => {
    const { record, messageId, answeredAt } = await answered()
    desk.setTime(later(answeredAt, 32))
    await desk.arrives([mailText({ inReplyTo: messageId, text: 'Again too high.\n' })])
    const second = await theCase(1)
    expect(second).toMatchObject({ customerAddress: 'ana@example.com' })
    expect(await linkedTo(desk.db, second.id)).toEqual([record.id])
    expect(await desk.statusOf(record.id)).toBe('answered')
    expect(await contentOf(record, 'case-linked')).toMatchObject({ case: caseName(second), because: 'answered-long-ago' })
    expect(await contentOf(second, 'case-linked')).toMatchObject({ case: caseName(record), because: 'answered-long-ago' })
    await desk.arrives([mailText({ inReplyTo: messageId, references: `${first} ${messageId}`, subject: `Re: x ${subjectToken(second)}` })])
    expect(await desk.mailroom.mailsOfCase(second.id)).toHaveLength(2)
  })

  it.each([
    ['a vacation notice', { headers: ['Auto-Submitted: auto-replied'], subject: 'Away until Monday' }],
    ['an answer without a return address', { headers: ['Return-Path: <>'], text: 'Your mail was received.\n' }],
    [
      'an answer in bulk that nobody vouches for',
      { headers: ['Precedence: bulk'], text: 'Your mail was received.\n', authentication: null },
    ],
    [
      'an absence, told by a program that his domain vouches for',
      { headers: ['Precedence: junk'], text: 'I am on vacation. I will reply when I return.\n' },
    ],
    ['an absence, told without any sign of a program', { text: 'I am on vacation. I will reply when I return.\n' }],
  ] as [string, MailParts][])('is not opened again by %s: it is noted', async (_, parts) => {
    const { record, messageId } = await answered(parts.authentication === null ? { authentication: null } : {})
    await desk.arrives([mailText({ inReplyTo: messageId, subject: 'Re: your answer', ...parts })])
    expect(await desk.statusOf(record.id)).toBe('answered')
    expect(await desk.allCases()).toHaveLength(1)
    expect((await desk.lastEvent(record.id))?.kind).toBe('automatic-reply-noted')
  })

  it('is opened again by a complaint that is written on holiday', async () => {
    const { record, messageId } = await answered()
    await desk.arrives([
      mailText({ inReplyTo: messageId, text: 'I am on vacation until Monday, but why is my bill still $412.50? Please correct it.\n' }),
    ])
    expect(await desk.statusOf(record.id)).toBe('open')
  })

  it("is opened again by its customer's mail through a list, where his domain vouches for him", async () => {
    const { record, messageId } = await answered()
    await desk.arrives([mailText({ inReplyTo: messageId, headers: ['List-Id: <ward42.aldermen.example>'], text: 'It is wrong.\n' })])
    expect(await desk.statusOf(record.id)).toBe('open')
  })

  it('is opened again by a proven bounce of the answer', async () => {
    const { record, messageId } = await answered()
    await desk.arrives([reportText({ recipient: 'ana@example.com', messageId })])
    expect(await desk.statusOf(record.id)).toBe('open')
  })

  it('is not opened again by a stranger, nor by a bounce that names somebody else', async () => {
    const { record, messageId } = await answered()
    await desk.arrives([
      mailText({ from: 'eve@evil.example', inReplyTo: messageId }),
      mailText({ authentication: 'fail', inReplyTo: messageId, text: 'Send it to eve.\n' }),
      reportText({ recipient: 'bob@example.org', messageId }),
    ])
    expect(await desk.statusOf(record.id)).toBe('answered')
  })
})

describe('a stranger who knows the token and the Message-IDs of a case', () => {
  it('gets a case of his own, is told nothing, and stops nothing', async () => {
    const { record, messageId, outgoingId } = await desk.approvedReply({ subject: 'Bill of account 123456-123456' })
    await desk.arrives([
      mailText({
        from: 'Eve <eve@evil.example>',
        to: `water+${subjectToken(record as CaseRecord).slice(1, -1)}@city.example`,
        subject: `Re: Bill of account 123456-123456 ${subjectToken(record as CaseRecord)}`,
        inReplyTo: messageId,
      }),
    ])
    const his = await theCase(1)
    expect(his).toMatchObject({ customerAddress: 'eve@evil.example', entitled: false })
    expect(await linkedTo(desk.db, his.id)).toEqual([record!.id])
    expect(await contentOf(record as CaseRecord, 'case-linked')).toMatchObject({
      case: caseName(his),
      because: 'not-its-customer',
      from: 'eve@evil.example',
    })
    expect(await desk.mailroom.mailsOfCase(record.id)).toHaveLength(1)
    expect(await desk.statusOf(record.id)).toBe('approved')
    expect((await desk.outgoingById(outgoingId)).status).toBe('queued')

    await desk.dispatchAll()
    const toEve = desk.transport.mails.filter((mail) => mail.to === 'eve@evil.example')
    expect(toEve.map((mail) => mail.subject)).toEqual([`We have your message ${subjectToken(his)}`])
    expect(`${toEve[0]?.text} ${JSON.stringify(toEve[0]?.headers)}`).not.toMatch(/123456|ana@example|WD-000001/)
    expect(desk.transport.mails.filter((mail) => mail.messageId === messageId)).toHaveLength(1) // his mail held nothing
  })
})
