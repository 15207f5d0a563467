// Mail in the Sent folder that the desk did not send: somebody answered from his own mail program. The answer joins its case,
// and what the desk was about to say there waits for a person.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caseHeard } from '../../../src/cases/cases.ts'
import { plusAddress } from '../../../src/mailroom/case-address.ts'
import { type MailDesk, type MailParts, mailText, openMailDesk } from '../../support/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const office = 'City Water <water@city.example>'
const answer: MailParts = { from: office, to: 'ana@example.com', inReplyTo: '<first@example.com>', text: 'We are looking into it.\n' }
const staffSends = (parts: MailParts) => desk.arrives([mailText(parts)], { path: 'Sent', role: 'sent' })
const eventsOf = async (caseId: string) => (await desk.cases.timeline(caseId)).map(({ kind }) => kind)

/** Works the jobs that were announced so far, as the office does. */
async function repliesHear() {
  const jobs = await desk.db.client.$queryRaw<
    { data: unknown }[]
  >`SELECT data FROM jobs.job WHERE name = ${caseHeard.name} ORDER BY created_on`
  for (const { data } of jobs) await desk.replies.caseHeard(caseHeard.payload.parse(data))
}

async function draftInReview() {
  await desk.arrives([mailText({ messageId: '<first@example.com>' })])
  const [record] = await desk.allCases()
  const by = await desk.colleague('supervisor')
  const drafted = await desk.replies.redraft({ caseId: record!.id, by })
  if (!drafted.ok) throw new Error(drafted.refusal.kind)
  const { id: draftId, contentHash } = drafted.value.draft
  return { caseId: record!.id, approve: () => desk.replies.approve({ draftId, contentHash, by }) }
}

describe('an answer by hand', () => {
  it('holds a draft that waits for approval: nobody can approve it any more, and the timeline says why', async () => {
    const { caseId, approve } = await draftInReview()
    await staffSends(answer)
    await repliesHear()
    expect(await desk.replies.view(caseId)).toMatchObject({
      draft: { status: 'held', hold: { why: 'new-mail' } },
      approval: { status: 'voided' },
    })
    expect(await approve()).toMatchObject({ ok: false })
    expect(await desk.statusOf(caseId)).toBe('open')
    expect((await eventsOf(caseId)).slice(-2)).toEqual(['answered-outside', 'draft-held'])
    expect((await desk.cases.timeline(caseId)).at(-2)).toMatchObject({
      content: { newText: 'We are looking into it.', from: 'water@city.example', to: 'ana@example.com' },
    })
  })

  it('stops a reply that is approved and queued', async () => {
    const { record, outgoingId } = await desk.approvedReply({ messageId: '<first@example.com>' })
    await staffSends(answer)
    expect(await desk.outgoingById(outgoingId)).toMatchObject({
      status: 'held',
      lastError: 'somebody has answered from a mail program',
    })
    await repliesHear()
    expect((await desk.replies.view(record.id))?.draft.status).toBe('held')
    await desk.mailroom.dispatch(outgoingId)
    expect(desk.transport.mails).toEqual([])
  })

  it("is a mail of the case that the customer's next one joins", async () => {
    const { caseId } = await draftInReview()
    await staffSends({ ...answer, messageId: '<by-hand@city.example>' })
    await desk.arrives([mailText({ inReplyTo: '<by-hand@city.example>', text: 'Thank you.\n' })])
    expect(await desk.allCases()).toHaveLength(1)
    expect((await desk.mailroom.mailsOfCase(caseId)).map(({ kind }) => kind)).toEqual(['person', 'sent-outside', 'person'])
  })

  it('is found once, however often it stands in Sent', async () => {
    const { caseId } = await draftInReview()
    const text = mailText({ ...answer, messageId: '<by-hand@city.example>' })
    await desk.arrives([text, text], { path: 'Sent', role: 'sent' })
    await desk.arrives([text], { path: 'Sent', role: 'sent', uidValidity: 2n })
    expect((await eventsOf(caseId)).filter((kind) => kind === 'answered-outside')).toHaveLength(1)
    expect((await desk.dispositions()).filter(({ path }) => path === 'Sent').map(({ kind }) => kind)).toEqual([
      ...['case-message', 'duplicate'],
      'duplicate',
    ])
  })
})

describe('in the Sent folder', () => {
  const fates = async () =>
    (await desk.dispositions()).filter(({ path }) => path === 'Sent').map(({ kind, reason }) => `${kind}: ${reason}`)

  it("the desk's own reply is known, also where the server that took it has given it another Message-ID", async () => {
    const { record, messageId } = await desk.sentReply({ messageId: '<first@example.com>' })
    const own = {
      from: `City Water <${plusAddress('water@city.example', record)}>`,
      to: 'ana@example.com',
      inReplyTo: '<first@example.com>',
    }
    await staffSends({ ...own, messageId })
    await staffSends({ ...own, messageId: '<0102018f@eu-west-1.mail.example>' })
    expect(await fates()).toEqual(Array(2).fill('ignored: our own mail, as the desk sent it'))
    expect(await eventsOf(record.id)).not.toContain('answered-outside')
  })

  it.each<[string, MailParts, string]>([
    ['to anybody outside a case', { from: office, to: 'colleague@city.example' }, 'sent by staff outside any case'],
    ['by a machine of the office', { ...answer, headers: ['Auto-Submitted: auto-replied'] }, 'sent by a machine of the office'],
  ])('what was sent %s is nobody’s business: nothing of it is kept', async (_, parts, reason) => {
    const { caseId } = await draftInReview()
    const kept = await desk.db.client.rawMail.count()
    await staffSends(parts)
    expect(await fates()).toEqual([`ignored: ${reason}`])
    expect(await desk.db.client.rawMail.count()).toBe(kept)
    expect((await desk.replies.view(caseId))?.draft.status).toBe('in-review')
  })
})
