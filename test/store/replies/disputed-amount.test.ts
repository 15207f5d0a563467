// A hold on a disputed amount stands in the letter about a penalty, as a fact with its record.
import { expect, it } from 'vitest'
import { addDays, dayOf, longDay } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk } from '../../support/sample-desk.ts'

it('a letter about a penalty tells of the hold while it stands, and is held when it ends before the letter leaves', async () => {
  const desk = await openSampleDesk()
  const { adjustments, replies } = desk.office
  try {
    const complaint = desk.complaint('late-penalty')
    const expiresOn = addDays(dayOf(new Date(), 'America/Chicago'), 20)
    const asked = { accountNumber: complaint.accountNumber, billId: null, stops: ['penalty' as const], disputedCents: cents(4_567) }
    const hold = await adjustments.placeHold({ ...asked, reason: 'Paid by mail.', expiresOn, caseId: null, by: desk.supervisor })
    if (!hold.ok) throw new Error(hold.refusal.kind)
    const received = await receiveFrom(desk, complaint, {})
    await replies.caseHeard({ caseId: received.case.id, opened: true })
    const draft = (await replies.view(received.case.id))?.draft
    expect(draft?.text).toContain(
      `You dispute $45.67. While that is looked into, there is a hold on your account until ${longDay(expiresOn)}.`,
    )
    expect(draft?.claims.find(({ factId }) => factId === 'hold.amount')?.text).toBe('$45.67')

    await adjustments.endHold({ id: hold.value.id, by: desk.supervisor, reason: 'Settled.' })
    const decision = { draftId: draft?.id ?? '', contentHash: draft?.contentHash ?? '', by: desk.supervisor }
    expect(await replies.approve(decision)).toMatchObject({ ok: false, refusal: { kind: 'held' } })
  } finally {
    await desk.close()
  }
})
