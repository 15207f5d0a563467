// Mails out: nothing leaves without a standing approval of its content, each outcome has its state, and no doubt is ever
// resolved by sending again.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SentFolder } from '../../../src/mailroom/mailroom.ts'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const past = new Date('2026-03-02T17:00:00Z')

const approvedReply = (messageId = '<first@example.com>') => {
  desk.setTime(past)
  return desk.approvedReply({ messageId })
}

/** A transport that keeps the server's answer back until it is let go. */
function slowServer() {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  desk.transport.answer(async () => {
    await gate
    return { kind: 'accepted', response: '250 ok' }
  })
  const hasMail = async () => {
    while (desk.transport.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { letGo, hasMail }
}

const stateOf = async (id: string) => (await desk.db.client.outgoing.findUniqueOrThrow({ where: { id } })).status
const lastEvent = (caseId: string) => desk.lastEvent(caseId)
const statusOf = (caseId: string) => desk.statusOf(caseId)

describe('an approved reply', () => {
  it('leaves after the recall window, in its thread, from the plus-address, and answers the case', async () => {
    const { record, outgoingId, messageId, draftId, hash, sendsAt } = await approvedReply()
    desk.setTime(new Date(sendsAt.getTime() - 1000))
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
    desk.setTime(sendsAt)
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toHaveLength(1)
    expect(messageId).toBe(`<reply.${draftId}.${hash.slice(0, 12)}@city.example>`)
    expect(desk.transport.mails[0]).toMatchObject({
      messageId,
      to: 'ana@example.com',
      from: { name: 'City Water', address: expect.stringContaining(`-${record.token}@city.example`) },
      headers: { 'In-Reply-To': '<first@example.com>', References: '<first@example.com>' },
    })
    expect(await stateOf(outgoingId)).toBe('sent')
    expect(await statusOf(record.id)).toBe('answered')
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'sent', content: { draftId, messageId, to: 'ana@example.com' } })
  })

  it('leaves once, however often and at once its job runs', async () => {
    const { outgoingId } = await approvedReply()
    await Promise.all([1, 2, 3, 4].map(() => desk.mailroom.dispatch(outgoingId)))
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toHaveLength(1)
  })

  it('can be called back until it leaves, and not after', async () => {
    const { draftId, outgoingId } = await approvedReply()
    expect(await desk.db.inTransaction((tx) => desk.mailroom.recallReply(tx, draftId))).toBe(true)
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
    const other = await approvedReply('<other@example.com>')
    await desk.mailroom.dispatch(other.outgoingId)
    expect(await desk.db.inTransaction((tx) => desk.mailroom.recallReply(tx, other.draftId))).toBe(false)
  })

  it('is answered into its case', async () => {
    const { outgoingId, messageId, record } = await approvedReply()
    await desk.mailroom.dispatch(outgoingId)
    await desk.arrives([mailText({ inReplyTo: messageId, text: 'Thank you.\n' })])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await statusOf(record.id)).toBe('open')
  })

  it('does not leave when the customer has written again meanwhile', async () => {
    const { outgoingId, record } = await approvedReply()
    await desk.arrives([mailText({ inReplyTo: '<first@example.com>', text: 'Wait, I was wrong.\n' })])
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails.filter((mail) => mail.messageId.startsWith('<reply.'))).toEqual([])
    expect(await stateOf(outgoingId)).toBe('held')
    expect(await statusOf(record.id)).toBe('open')
  })

  it('does not leave when its approval was voided', async () => {
    const { outgoingId, draftId } = await approvedReply()
    await desk.db.inTransaction((tx) => desk.approvals.void(tx, draftId, 'second thoughts'))
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
    expect(await stateOf(outgoingId)).toBe('held')
  })

  it('does not leave when somebody changed the stored words', async () => {
    const { outgoingId } = await approvedReply()
    await desk.db.client.outgoing.update({ where: { id: outgoingId }, data: { text: 'You owe nothing.' } })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
    expect(await stateOf(outgoingId)).toBe('held')
  })

  it('that only looks approved is refused by the outbox', async () => {
    const forged = {
      caseId: randomUUID(),
      draftId: randomUUID(),
      approvalId: randomUUID(),
      recipient: 'a@b.c',
      cc: [],
      subject: 's',
      text: 't',
      contentHash: 'x',
    }
    await expect(desk.db.inTransaction((tx) => desk.mailroom.enqueueReply(tx, forged as never))).rejects.toThrow('without an approval')
  })
})

describe('what the server says', () => {
  it('a refusal fails the mail for good and puts it on the case', async () => {
    const { outgoingId, record } = await approvedReply()
    desk.transport.answer({ kind: 'refused', error: '550 5.1.1 no such user' })
    await desk.mailroom.dispatch(outgoingId)
    expect(await stateOf(outgoingId)).toBe('failed')
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'send-failed', content: { error: '550 5.1.1 no such user' } })
    expect(await statusOf(record.id)).toBe('open')
  })

  it('a passing failure is tried again later and later, and in the end given up', async () => {
    const { outgoingId, record } = await approvedReply()
    desk.transport.answer({ kind: 'try-again', error: '451 later' })
    const delays: number[] = []
    for (let tries = 0; tries < 30 && (await stateOf(outgoingId)) === 'queued'; tries++) {
      const { notBefore } = await desk.db.client.outgoing.findUniqueOrThrow({ where: { id: outgoingId } })
      desk.setTime(notBefore)
      await desk.mailroom.dispatch(outgoingId)
      const after = await desk.db.client.outgoing.findUniqueOrThrow({ where: { id: outgoingId } })
      delays.push((after.notBefore.getTime() - notBefore.getTime()) / 1000)
    }
    expect(delays.slice(0, 4)).toEqual([15, 30, 60, 120])
    expect(Math.max(...delays)).toBe(3600)
    expect(desk.transport.mails).toHaveLength(24)
    expect(await stateOf(outgoingId)).toBe('failed')
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'send-failed' })
  })

  it('silence after the words makes it unknown, and nobody sends it again but a person', async () => {
    const { outgoingId, record, supervisor, messageId } = await approvedReply()
    desk.transport.answer({ kind: 'unknown', error: 'connection lost' })
    await desk.mailroom.dispatch(outgoingId)
    await desk.mailroom.sweep()
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toHaveLength(1)
    expect(await desk.mailroom.unknowns()).toMatchObject([{ id: outgoingId, messageId }])
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'send-unknown' })

    const clerk = await desk.colleague('clerk')
    expect(await desk.mailroom.settleUnknown({ outgoingId, outcome: 'was-delivered', by: clerk })).toMatchObject({
      ok: false,
      refusal: { kind: 'not-authorised' },
    })
    expect(await desk.mailroom.settleUnknown({ outgoingId, outcome: 'was-delivered', by: supervisor })).toMatchObject({ ok: true })
    expect(await desk.mailroom.settleUnknown({ outgoingId, outcome: 'send-again', by: supervisor })).toMatchObject({
      ok: false,
      refusal: { kind: 'not-unknown' },
    })
    expect(await statusOf(record.id)).toBe('answered')
    expect((await desk.cases.timeline(record.id)).slice(-2).map((entry) => entry.kind)).toEqual(['send-settled', 'sent'])
  })

  it('a mail settled as not delivered leaves again under the same Message-ID', async () => {
    const { outgoingId, supervisor, messageId } = await approvedReply()
    desk.transport.answer({ kind: 'unknown', error: 'connection lost' })
    await desk.mailroom.dispatch(outgoingId)
    await desk.mailroom.settleUnknown({ outgoingId, outcome: 'send-again', by: supervisor })
    desk.transport.answer({ kind: 'accepted', response: '250 ok' })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails.map((mail) => mail.messageId)).toEqual([messageId, messageId])
    expect(await stateOf(outgoingId)).toBe('sent')
  })
})

describe('a mail that this desk is sending right now', () => {
  it("stays its own, however many jobs come for it, and is not sent again on anybody's word", async () => {
    const { outgoingId, supervisor } = await approvedReply()
    const server = slowServer()
    const sending = [desk.mailroom.dispatch(outgoingId), desk.mailroom.dispatch(outgoingId)]
    await Promise.all([server.hasMail(), Promise.race(sending)])
    await desk.mailroom.dispatch(outgoingId)
    await desk.mailroom.sweep()
    expect(await stateOf(outgoingId)).toBe('sending')
    // Even where another desk has given it up for dead.
    await desk.db.client.outgoing.update({ where: { id: outgoingId }, data: { status: 'unknown' } })
    expect(await desk.mailroom.settleUnknown({ outgoingId, outcome: 'send-again', by: supervisor })).toMatchObject({ ok: false })
    server.letGo()
    await Promise.all(sending)
    expect(await stateOf(outgoingId)).toBe('sent')
    expect(desk.transport.mails).toHaveLength(1)
  })

  it.each([
    ['another desk sends it by now', { status: 'sending', claimedBy: 'waterdesk-desk-other', attempts: 2 }],
    ['a person had it sent again, and it waits', { status: 'queued', claimedBy: null }],
  ])('has no say any more when %s', async (_, change) => {
    const { outgoingId, record } = await approvedReply()
    const server = slowServer()
    const sending = desk.mailroom.dispatch(outgoingId)
    await server.hasMail()
    await desk.db.client.outgoing.update({ where: { id: outgoingId }, data: change })
    server.letGo()
    await sending
    expect(await stateOf(outgoingId)).toBe(change.status)
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'approved' })
  })
})

describe('a desk that died', () => {
  it.each([
    ['another one', 'waterdesk-desk-gone'],
    ['this one, before it lost the thread', undefined],
  ])('while it sent (%s) leaves the mail unknown', async (_, name) => {
    const { outgoingId, record } = await approvedReply()
    await desk.db.client.outgoing.update({
      where: { id: outgoingId },
      data: { status: 'sending', claimedBy: name ?? desk.presence.instance, claimedAt: past },
    })
    await desk.mailroom.settleOrphans()
    expect(await stateOf(outgoingId)).toBe('unknown')
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'send-unknown' })
  })

  it('is not assumed of one that is sending right now', async () => {
    const { outgoingId } = await approvedReply()
    let finish = () => {}
    desk.transport.answer(() => new Promise((resolve) => (finish = () => resolve({ kind: 'accepted', response: 'ok' }))))
    const sending = desk.mailroom.dispatch(outgoingId)
    while (desk.transport.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await desk.mailroom.settleOrphans()
    expect(await stateOf(outgoingId)).toBe('sending')
    finish()
    await sending
    expect(await stateOf(outgoingId)).toBe('sent')
  })
})

describe('the stop of all outgoing mail', () => {
  it("is an administrator's, keeps everything here, and is undone by one", async () => {
    const { outgoingId, supervisor } = await approvedReply()
    const administrator = await desk.colleague('administrator')
    expect(await desk.mailroom.stopOutgoing({ by: supervisor, reason: 'no' })).toMatchObject({ ok: false })
    expect(await desk.mailroom.stopOutgoing({ by: administrator, reason: 'Wrong rates in the letters' })).toMatchObject({ ok: true })
    expect(await desk.mailroom.outboundState()).toMatchObject({ stopped: true, why: 'person', reason: 'Wrong rates in the letters' })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
    expect(await desk.mailroom.heldMail()).toBe(1)
    await desk.mailroom.resumeOutgoing({ by: administrator })
    expect(await desk.mailroom.outboundState()).toEqual({ stopped: false })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toHaveLength(1)
    expect(await desk.db.client.officeAudit.count()).toBe(2)
  })

  it('holds by a setting, and the desk works on', async () => {
    const holding = await openMailDesk({ outbound: 'hold' })
    try {
      await holding.arrives([mailText()])
      await holding.dispatchAll()
      await holding.mailroom.sweep()
      expect(holding.transport.mails).toEqual([])
      expect(await holding.mailroom.outboundState()).toEqual({ stopped: true, why: 'setting' })
      expect(await holding.mailroom.heldMail()).toBe(1)
    } finally {
      await holding.close()
    }
  })
})

const hours = (count: number) => count * 3_600_000
const later = (after: Date, count: number) => new Date(after.getTime() + hours(count))

describe('a mail that waited for more than a day', () => {
  it('does not leave: the acknowledgement is let go, the reply is looked at again, and resuming says how many leave', async () => {
    const administrator = await desk.colleague('administrator')
    const { outgoingId, record, sendsAt } = await approvedReply()
    await desk.mailroom.stopOutgoing({ by: administrator, reason: 'trial beside the old desk' })
    await desk.arrives([mailText({ from: 'bob@example.org' })])
    const [notice] = (await desk.outgoing('automatic')).filter((mail) => mail.recipient === 'bob@example.org')
    desk.setTime(later(sendsAt, 25))
    await desk.arrives([mailText({ from: 'eve@example.net' })])
    expect(await desk.mailroom.resumeOutgoing({ by: administrator })).toEqual({ ok: true, value: { leaving: 1 } })
    await desk.dispatchAll()
    expect(desk.transport.mails.map((mail) => mail.to)).toEqual(['eve@example.net'])
    expect(await desk.db.client.outgoing.findUnique({ where: { id: notice!.id } })).toMatchObject({
      status: 'recalled',
      lastError: expect.stringContaining('more than a day'),
    })
    expect(await desk.db.client.outgoing.findUnique({ where: { id: outgoingId } })).toMatchObject({
      status: 'held',
      lastError: 'it waited for more than a day; look at it again',
    })
    expect(await lastEvent(record.id)).toMatchObject({
      kind: 'send-failed',
      content: { error: expect.stringContaining('look at it again') },
    })
    expect(await statusOf(record.id)).toBe('open')
  })

  it('leaves as ever a minute before', async () => {
    const { outgoingId, sendsAt } = await approvedReply()
    desk.setTime(new Date(later(sendsAt, 24).getTime() - 60_000))
    await desk.mailroom.dispatch(outgoingId)
    expect(await stateOf(outgoingId)).toBe('sent')
  })
})

describe('a reply that stopped', () => {
  it("is tried again on a clerk's word, under the same Message-ID", async () => {
    const { outgoingId, record, messageId } = await approvedReply()
    const clerk = await desk.colleague('clerk')
    expect(await desk.mailroom.retryReply({ outgoingId, by: clerk })).toMatchObject({ ok: false, refusal: { kind: 'not-stopped' } })
    desk.transport.answer({ kind: 'refused', error: '550 blocked' })
    await desk.mailroom.dispatch(outgoingId)
    const administrator = await desk.colleague('administrator')
    expect(await desk.mailroom.retryReply({ outgoingId, by: administrator })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    desk.transport.answer({ kind: 'accepted', response: '250 ok' })
    expect(await desk.mailroom.retryReply({ outgoingId, by: clerk })).toMatchObject({ ok: true })
    expect(await lastEvent(record.id)).toMatchObject({ kind: 'send-settled', content: { messageId, outcome: 'try-again' } })
    expect(await statusOf(record.id)).toBe('approved')
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails.map((mail) => mail.messageId)).toEqual([messageId, messageId])
    expect(await stateOf(outgoingId)).toBe('sent')
  })

  it('is not tried again when its approval does not stand any more, and its case waits for a person', async () => {
    const { outgoingId, draftId, supervisor, record } = await approvedReply()
    desk.transport.answer({ kind: 'refused', error: '550 blocked' })
    await desk.mailroom.dispatch(outgoingId)
    await desk.db.inTransaction((tx) => desk.approvals.void(tx, draftId, 'second thoughts'))
    const tried = await desk.mailroom.retryReply({ outgoingId, by: supervisor })
    expect(tried).toEqual({ ok: false, refusal: { kind: 'not-approved' } })
    expect(await stateOf(outgoingId)).toBe('failed')
    expect(await statusOf(record.id)).toBe('open')
  })
})

describe('a reply that has left', () => {
  type Copy = Parameters<SentFolder['file']>[0]
  let copies: Copy[]
  let fails: Error | undefined
  let alarms: Map<string, string>
  let filing: MailDesk
  beforeEach(async () => {
    copies = []
    fails = undefined
    alarms = new Map()
    filing = await openMailDesk(
      {},
      {
        sentFolder: {
          mailbox: 'complaints',
          async file(copy) {
            if (fails) throw fails
            if (copies.some(({ messageId }) => messageId === copy.messageId)) return 'there-already'
            copies.push(copy)
            return 'filed'
          },
        },
        alarms: {
          raiseAlarm: async ({ key, text }) => void alarms.set(key, text),
          clearAlarm: async (key) => void alarms.delete(key),
        },
      },
    )
  })
  afterEach(() => filing.close())

  const moment = async (id: string) => {
    const { fileAt } = await filing.outgoingById(id)
    if (fileAt) filing.setTime(fileAt)
    await filing.mailroom.fileSentCopy(id)
  }

  it('is filed among the sent mails, the very bytes, once', async () => {
    const { outgoingId, messageId } = await filing.sentReply()
    await filing.mailroom.fileSentCopy(outgoingId)
    expect(copies).toEqual([]) // servers that file by themselves have their time first
    await Promise.all([moment(outgoingId), moment(outgoingId)])
    await moment(outgoingId)
    expect(copies).toHaveLength(1)
    expect(copies[0]).toMatchObject({ messageId, bytes: filing.transport.mails[0]!.bytes })
    expect(await filing.outgoingById(outgoingId)).toMatchObject({ filedAt: expect.any(Date), fileAt: null, filingProblem: null })
  })

  it('is filed by the sweep of each minute where its job was lost', async () => {
    const { outgoingId } = await filing.sentReply()
    const { fileAt } = await filing.outgoingById(outgoingId)
    filing.setTime(fileAt!)
    await filing.mailroom.sweep()
    const jobs = await filing.db.client.$queryRaw<{ data: unknown }[]>`SELECT data FROM jobs.job WHERE name = 'file-sent-copy'`
    expect(jobs.length).toBeGreaterThanOrEqual(2) // its own, and the sweep's
    expect(jobs.every(({ data }) => (data as { outgoingId: string }).outgoingId === outgoingId)).toBe(true)
  })

  it('is filed later where the mailbox is away, and somebody is told before long', async () => {
    const { outgoingId } = await filing.sentReply()
    fails = new Error('connection refused')
    await moment(outgoingId)
    await moment(outgoingId)
    expect(alarms.size).toBe(0)
    await moment(outgoingId)
    expect([...alarms]).toEqual([['sent-folder:complaints', expect.stringContaining('connection refused')]])
    expect(await filing.outgoingById(outgoingId)).toMatchObject({ status: 'sent', filingAttempts: 3, filingProblem: 'connection refused' })
    fails = undefined
    await moment(outgoingId)
    expect(copies).toHaveLength(1)
    expect(alarms.size).toBe(0)
  })

  it('is given up after two days of trying, and not before', async () => {
    const { outgoingId } = await filing.sentReply()
    fails = new Error('no such folder')
    const began = (await filing.outgoingById(outgoingId)).fileAt!
    let last = began
    for (let tries = 0; tries < 100; tries++) {
      const { fileAt } = await filing.outgoingById(outgoingId)
      if (!fileAt) break
      last = fileAt
      await moment(outgoingId)
    }
    expect(await filing.outgoingById(outgoingId)).toMatchObject({ fileAt: null, filedAt: null, filingAttempts: 60 })
    expect(last.getTime() - began.getTime()).toBeGreaterThan(48 * 3_600_000)
  })

  it('is the only kind of mail that is filed', async () => {
    await filing.sentReply()
    expect(await filing.db.client.outgoing.count({ where: { kind: 'automatic', status: 'sent' } })).toBe(1)
    expect(
      await filing.db.client.outgoing.count({
        where: { kind: { not: 'reply' }, OR: [{ fileAt: { not: null } }, { rawSha256: { not: null } }] },
      }),
    ).toBe(0)
  })
})

describe('a server that does not let the desk in', () => {
  it('costs no mail a try: one knocks a minute, the office is alarmed at once, and all leave once it lets in', async () => {
    const alarms = new Map<string, string>()
    const shut = await openMailDesk(
      {},
      {
        alarms: {
          raiseAlarm: async ({ key, text }) => void alarms.set(key, text),
          clearAlarm: async (key) => void alarms.delete(key),
        },
      },
    )
    try {
      const { outgoingId, sendsAt } = await shut.approvedReply()
      shut.transport.answer({ kind: 'not-signed-in', error: 'invalid_grant', remedy: 'Grant access again.' })
      await shut.arrives([mailText({ from: 'bob@example.org' })])
      await shut.dispatchAll()
      expect(shut.transport.mails).toHaveLength(1)
      expect([...alarms]).toEqual([['smtp', expect.stringContaining('invalid_grant')]])
      for (let minute = 1; minute <= 30; minute++) {
        shut.setTime(new Date(sendsAt.getTime() + minute * 60_000))
        await shut.mailroom.dispatch(outgoingId)
      }
      expect(await shut.outgoingById(outgoingId)).toMatchObject({ status: 'queued', attempts: 0, lastError: 'invalid_grant' })
      shut.transport.mails.length = 0
      shut.transport.answer({ kind: 'accepted', response: '250 ok' })
      shut.setTime(new Date(sendsAt.getTime() + 32 * 60_000))
      await shut.dispatchAll()
      expect(shut.transport.mails.map((mail) => mail.to).sort()).toEqual(['ana@example.com', 'bob@example.org'])
      expect(alarms.size).toBe(0)
    } finally {
      await shut.close()
    }
  })
})

describe('a row that this desk does not understand', () => {
  it.each([{ status: 'posted' }, { kind: 'fax' }, { delivery: 'perhaps' }])(
    '(%o) is neither sent nor shown as something else',
    async (change) => {
      const { outgoingId, record } = await approvedReply()
      await desk.db.client.outgoing.update({ where: { id: outgoingId }, data: change })
      await expect(desk.mailroom.dispatch(outgoingId)).rejects.toThrow()
      await expect(desk.mailroom.outgoingOfCase(record.id)).rejects.toThrow()
      expect(desk.transport.mails).toEqual([])
    },
  )
})
