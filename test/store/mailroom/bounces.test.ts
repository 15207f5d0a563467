// What came back: it finds the mail it is about, the address is marked, the case is open again and its owner knows. What
// only pretends does none of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailDesk, mailText, openMailDesk, reportText } from '../../support/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const ana = 'ana@example.com'
const marks = async () => (await desk.mailroom.undeliverable()).map(({ address }) => address)
const staffMails = () => desk.outgoing('staff')
const bounceMails = async () => (await staffMails()).filter(({ messageId }) => messageId.startsWith('<staff.bounce.'))
const events = async (caseId: string, kind: string) => (await desk.cases.timeline(caseId)).filter((entry) => entry.kind === kind)
const delivery = async (id: string) => (await desk.outgoingById(id)).delivery
const internalDate = new Date('2026-03-02T18:00:00Z')
const arrives = (...mails: string[]) => desk.arrives(mails, { internalDate })

describe('a reply that comes back for good', () => {
  it('marks the address, opens the case again and tells its owner', async () => {
    const { record, outgoingId, messageId, supervisor } = await desk.sentReply()
    expect(await desk.statusOf(record.id)).toBe('answered')
    await arrives(reportText({ recipient: ana, messageId }))
    expect(await desk.mailroom.undeliverable([ana.toUpperCase()])).toMatchObject([
      { address: ana, status: '5.1.1', reason: 'smtp; 550 5.1.1 unknown user', mailId: expect.any(String) },
    ])
    expect(await desk.statusOf(record.id)).toBe('open')
    expect(await desk.outgoingById(outgoingId)).toMatchObject({
      status: 'sent',
      delivery: 'failed',
      deliveryReason: expect.stringContaining('550'),
    })
    expect(await desk.lastEvent(record.id)).toMatchObject({ kind: 'bounced', content: { recipient: ana, messageId, sure: 'proven' } })
    const [told, ...others] = await bounceMails()
    expect(others).toEqual([])
    expect(told).toMatchObject({ recipient: supervisor.email, text: expect.stringContaining('/cases/WD-000001') })
    expect(`${told!.subject} ${told!.text}`).not.toMatch(/ana|550/) // a stranger's words and the customer's name stay in the desk
  })

  it('tells the one who works on the case, and not the whole office', async () => {
    const { record, messageId } = await desk.sentReply()
    const clerk = await desk.colleague('clerk')
    expect(await desk.duty.assign({ caseId: record.id, to: clerk, by: clerk })).toMatchObject({ ok: true })
    await arrives(reportText({ recipient: ana, messageId }))
    expect((await bounceMails()).map((mail) => mail.recipient)).toEqual([clerk.email])
  })

  it('changes nothing the second time, whatever the second report looks like', async () => {
    const { record, messageId } = await desk.sentReply()
    await arrives(reportText({ recipient: ana, messageId }))
    await arrives(
      reportText({ recipient: ana, messageId, reason: 'smtp; 550 5.1.1 unknown, once more' }),
      reportText({ recipient: ana, messageId, action: 'delayed' }),
    )
    expect(await events(record.id, 'bounced')).toHaveLength(1)
    expect(await events(record.id, 'delivery-delayed')).toEqual([])
    expect(await bounceMails()).toHaveLength(1)
    expect(await marks()).toEqual([ana])
    expect((await desk.cases.verifyChain(record.id)).ok).toBe(true)
  })

  it('is known by the thread where nothing of it was returned', async () => {
    const { record, messageId } = await desk.sentReply()
    await arrives(
      mailText({
        from: 'postmaster@example.com',
        subject: 'Delivery Status Notification (Failure)',
        inReplyTo: messageId,
        headers: ['Auto-Submitted: auto-replied', 'Return-Path: <>'],
        text: `<${ana}>: user unknown\n`,
      }),
    )
    expect(await desk.statusOf(record.id)).toBe('open')
    expect(await events(record.id, 'bounced')).toHaveLength(1)
  })

  it('leaves a case as it is where the next answer is under way', async () => {
    const { record, messageId } = await desk.sentReply()
    await desk.db.inTransaction((tx) => desk.cases.setStatus(tx, record.id, 'waiting-for-supervisor'))
    await arrives(reportText({ recipient: ana, messageId }))
    expect(await desk.statusOf(record.id)).toBe('waiting-for-supervisor')
    expect(await marks()).toEqual([ana])
  })
})

describe('a report that is no final failure', () => {
  it.each([
    ['a full mailbox', { status: '5.2.2', reason: 'smtp; 552 5.2.2 mailbox full' }],
    ['a mail refused as spam', { status: '5.7.1', reason: 'smtp; 554 5.7.1 refused by policy' }],
    ['a server that could not be reached in days', { status: '4.4.1', reason: 'smtp; 421 4.4.1 connection timed out' }],
  ])('(%s) opens the case again and leaves the address alone', async (_, report) => {
    const { record, messageId, outgoingId } = await desk.sentReply()
    await arrives(reportText({ recipient: ana, messageId, ...report }))
    expect(await delivery(outgoingId)).toBe('failed')
    expect(await desk.statusOf(record.id)).toBe('open')
    expect(await marks()).toEqual([])
  })

  it('(a delay) is noted, and gives way to what follows', async () => {
    const { record, messageId, outgoingId } = await desk.sentReply()
    await arrives(reportText({ recipient: ana, messageId, action: 'delayed', status: '4.4.1' }))
    await arrives(reportText({ recipient: ana, messageId, action: 'delayed', status: '4.4.1', reason: 'still' }))
    expect(await delivery(outgoingId)).toBe('delayed')
    expect(await desk.statusOf(record.id)).toBe('answered')
    expect(await events(record.id, 'delivery-delayed')).toHaveLength(1)
    await arrives(reportText({ recipient: ana, messageId, action: 'delivered', status: '2.0.0', reason: 'smtp; 250 ok' }))
    expect(await delivery(outgoingId)).toBe('delivered')
    expect(await events(record.id, 'delivered')).toHaveLength(1)
    expect(await bounceMails()).toEqual([])
  })
})

describe('a report that anybody could have written', () => {
  const asBefore = async (caseId: string) => {
    expect(await marks()).toEqual([])
    expect(await desk.statusOf(caseId)).toBe('answered')
    expect((await desk.cases.timeline(caseId)).at(-1)?.kind).toMatch(/^(?:sent|bounced)$/)
  }

  it('about an address, without a mail of ours, is at most noted', async () => {
    const { record, outgoingId } = await desk.sentReply()
    await arrives(reportText({ recipient: ana, messageId: '<made-up@example.com>' }))
    await arrives(reportText({ recipient: ana, messageId: null, reason: 'once more' }))
    await asBefore(record.id)
    expect(await delivery(outgoingId)).toBe('doubtful')
    expect(await events(record.id, 'bounced')).toHaveLength(1)
    expect(await bounceMails()).toEqual([])
  })

  it("about another mail than the customer's own does nothing to him", async () => {
    const { record } = await desk.sentReply()
    const bob = await desk.sentReply({ from: 'bob@example.org', messageId: '<bob@example.org>' })
    await arrives(reportText({ recipient: ana, messageId: bob.messageId })) // bob knows the Message-ID of his own reply
    await asBefore(record.id)
    await asBefore(bob.record.id)
  })

  it('that knows the token of a case, and no mail, tells its owner and changes nothing else', async () => {
    const { record, outgoingId } = await desk.sentReply()
    const to = (await desk.outgoingById(outgoingId)).sender
    await arrives(reportText({ recipient: ana, messageId: null, to }))
    await asBefore(record.id)
    expect(await delivery(outgoingId)).toBe('doubtful')
    expect(await desk.lastEvent(record.id)).toMatchObject({ kind: 'bounced', content: { sure: 'likely' } })
    expect(await bounceMails()).toHaveLength(1)
  })

  it('does not hide the true one that follows', async () => {
    const { record, outgoingId, messageId } = await desk.sentReply()
    const to = (await desk.outgoingById(outgoingId)).sender
    await arrives(reportText({ recipient: ana, messageId: null, to }))
    await arrives(reportText({ recipient: ana, messageId }))
    expect(await delivery(outgoingId)).toBe('failed')
    expect(await marks()).toEqual([ana])
    expect(await desk.statusOf(record.id)).toBe('open')
    expect(await bounceMails()).toHaveLength(1) // of the same mail its owner is told once
  })

  it('that a mail is delayed or arrived is believed only with a mail of ours', async () => {
    const { record, outgoingId } = await desk.sentReply()
    const to = (await desk.outgoingById(outgoingId)).sender
    await arrives(reportText({ recipient: ana, messageId: null, to, action: 'delayed' }))
    expect(await delivery(outgoingId)).toBeNull()
    expect((await desk.lastEvent(record.id))?.kind).toBe('sent')
  })

  it('about an address that was written to on two cases lately is about neither', async () => {
    const { record } = await desk.sentReply()
    const second = await desk.sentReply({ messageId: '<second@example.com>', subject: 'Another matter' })
    await arrives(reportText({ recipient: ana, messageId: null }))
    expect(await events(record.id, 'bounced')).toEqual([])
    expect(await events(second.record.id, 'bounced')).toEqual([])
  })

  it('a thousand times fills no timeline', async () => {
    const { record, outgoingId } = await desk.sentReply()
    const to = (await desk.outgoingById(outgoingId)).sender
    for (let at = 0; at < 20; at++)
      await arrives(...Array.from({ length: 5 }, (_, n) => reportText({ recipient: ana, messageId: null, to, reason: `${at} ${n}` })))
    expect(await events(record.id, 'bounced')).toHaveLength(1)
    expect(await bounceMails()).toHaveLength(1)
  })
})

describe('a mail of the office itself', () => {
  it('that a colleague does not get marks his address, alarms, and tells nobody by mail', async () => {
    const alarms = new Map<string, string>()
    const office = await openMailDesk(
      {},
      { alarms: { raiseAlarm: async ({ key, text }) => void alarms.set(key, text), clearAlarm: async (key) => void alarms.delete(key) } },
    )
    try {
      const { supervisor } = await office.sentReply()
      await office.db.inTransaction((tx) =>
        office.mailroom.enqueueStaffMail(tx, { key: 'k', to: supervisor.email, subject: 's', text: 't', caseId: null }),
      )
      await office.dispatchAll()
      const before = await office.db.client.outgoing.count()
      await office.arrives([reportText({ recipient: supervisor.email, messageId: '<staff.k@city.example>' })], { internalDate })
      expect([...alarms.keys()]).toEqual([`staff-address:${supervisor.email}`])
      expect(await office.db.client.outgoing.count()).toBe(before)
      const administrator = await office.colleague('administrator')
      await office.mailroom.clearUndeliverable({ address: supervisor.email, by: administrator, reason: 'mailbox repaired' })
      expect(alarms.size).toBe(0)
    } finally {
      await office.close()
    }
  })

  it('(an acknowledgement) that comes back is noted, marks the address, and nobody is told by mail', async () => {
    await desk.colleague('supervisor')
    await desk.arrives([mailText()])
    await desk.dispatchAll()
    const [notice] = await desk.outgoing('automatic')
    const [record] = await desk.allCases()
    await arrives(reportText({ recipient: ana, messageId: notice!.messageId }))
    expect(await events(record!.id, 'bounced')).toHaveLength(1)
    expect(await marks()).toEqual([ana])
    expect(await staffMails()).toEqual([])
  })
})
