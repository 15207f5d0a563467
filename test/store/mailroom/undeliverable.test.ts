// An address that mail came back from for good is not written to again by itself: what would go there waits for a person.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailDesk, mailText, openMailDesk, reportText } from '../../support/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const ana = 'ana@example.com'
const internalDate = new Date('2026-03-02T18:00:00Z')

/** Ana's first reply came back, and a second one is approved and due. */
async function secondReply() {
  const first = await desk.sentReply({ messageId: '<first@example.com>' })
  await desk.arrives([reportText({ recipient: ana, messageId: first.messageId })], { internalDate })
  const second = await desk.approvedReply({ messageId: '<second@example.com>', subject: 'Another matter' })
  desk.transport.mails.length = 0
  return { ...second, first }
}

describe('a reply to an address that mail came back from', () => {
  it('is held with the reason, and its case needs a person', async () => {
    const { outgoingId, record } = await secondReply()
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
    expect(await desk.outgoingById(outgoingId)).toMatchObject({
      status: 'held',
      lastError: expect.stringMatching(/^mail to ana@example\.com has come back since 2026-03-02 \(smtp; 550 5\.1\.1 unknown user\); /),
    })
    expect(await desk.statusOf(record.id)).toBe('open')
    expect(await desk.lastEvent(record.id)).toMatchObject({
      kind: 'send-failed',
      content: { error: expect.stringContaining('has come back') },
    })
  })

  it('leaves once a supervisor has cleared the mark, which is audited with the reason', async () => {
    const { outgoingId, record, supervisor } = await secondReply()
    await desk.mailroom.dispatch(outgoingId)
    const clerk = await desk.colleague('clerk')
    const clear = (by: typeof clerk, reason: string) => desk.mailroom.clearUndeliverable({ address: 'Ana@Example.com', by, reason })
    expect(await clear(clerk, 'she called')).toMatchObject({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await clear(supervisor, '  ')).toMatchObject({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await clear(supervisor, 'She called: her mailbox works again')).toEqual({
      ok: true,
      value: { leaving: 2 }, // the reply, and the acknowledgement of her second mail
    })
    expect(await clear(supervisor, 'again')).toMatchObject({ ok: false, refusal: { kind: 'not-marked' } })
    expect(await desk.db.client.officeAudit.findMany()).toMatchObject([
      {
        act: 'undeliverable mark cleared',
        subject: ana,
        actor: `staff:${supervisor.id}`,
        detail: { reason: 'She called: her mailbox works again' },
      },
    ])
    expect(await desk.lastEvent(record.id)).toMatchObject({ kind: 'send-settled', content: { outcome: 'address-cleared' } })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails.map((mail) => mail.to)).toEqual([ana])
    expect(await desk.statusOf(record.id)).toBe('answered')
  })

  it("is sent all the same on a clerk's word, this once, and the mark stays", async () => {
    const { outgoingId } = await secondReply()
    await desk.mailroom.dispatch(outgoingId)
    const clerk = await desk.colleague('clerk')
    expect(await desk.mailroom.retryReply({ outgoingId, by: clerk })).toMatchObject({ ok: true })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails.map((mail) => mail.to)).toEqual([ana])
    expect(await desk.mailroom.undeliverable([ana])).toHaveLength(1)
    const third = await desk.approvedReply({ messageId: '<third@example.com>', subject: 'A third matter' })
    desk.transport.mails.length = 0
    await desk.mailroom.dispatch(third.outgoingId)
    expect(desk.transport.mails).toEqual([])
  })

  it('is held again by a mark that is newer than the word', async () => {
    const { outgoingId, supervisor } = await secondReply()
    await desk.mailroom.dispatch(outgoingId)
    await desk.mailroom.retryReply({ outgoingId, by: supervisor })
    await desk.db.client.undeliverableAddress.updateMany({ data: { since: new Date(Date.now() + 3_600_000) } })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
  })

  it('does not leave for the mark being cleared when its approval does not stand', async () => {
    const { outgoingId, draftId, supervisor } = await secondReply()
    await desk.mailroom.dispatch(outgoingId)
    await desk.db.inTransaction((tx) => desk.approvals.void(tx, draftId, 'second thoughts'))
    await desk.mailroom.clearUndeliverable({ address: ana, by: supervisor, reason: 'she called' })
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
  })
})

describe('an acknowledgement to such an address', () => {
  it('is held, leaves when the mark is cleared within the day, and is let go later', async () => {
    const { supervisor } = await secondReply()
    await desk.arrives([mailText({ subject: 'Number three', messageId: '<third@example.com>' })])
    const waiting = async () => (await desk.outgoing('automatic')).at(-1)!
    const { id } = await waiting()
    await desk.mailroom.dispatch(id)
    expect(await waiting()).toMatchObject({ status: 'held', heldForAddress: true })
    await desk.mailroom.clearUndeliverable({ address: ana, by: supervisor, reason: 'she called' })
    await desk.mailroom.dispatch(id)
    expect(desk.transport.mails.map((mail) => mail.headers['Auto-Submitted'])).toEqual(['auto-replied'])
  })
})

describe('a refusal by our own server', () => {
  it.each([
    ['of an address that does not exist marks it', '550 5.1.1 no such user here', [ana]],
    ['of a mail that it takes for spam does not', '554 5.7.1 message refused', []],
    ['without a status does not', '550 mailbox unavailable', []],
  ])('%s', async (_, error, marked) => {
    const { outgoingId, record } = await desk.approvedReply()
    desk.transport.answer({ kind: 'refused', error: `Can't send mail - all recipients were rejected: ${error}` })
    await desk.mailroom.dispatch(outgoingId)
    expect((await desk.mailroom.undeliverable()).map((mark) => mark.address)).toEqual(marked)
    expect(await desk.statusOf(record.id)).toBe('open')
    // Whoever has it tried again has read why it failed.
    desk.transport.answer({ kind: 'accepted', response: '250 ok' })
    await desk.mailroom.retryReply({ outgoingId, by: await desk.colleague('clerk') })
    await desk.mailroom.dispatch(outgoingId)
    expect(await desk.outgoingById(outgoingId)).toMatchObject({ status: 'sent' })
  })
})
