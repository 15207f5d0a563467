import { expect, it } from 'vitest'
import { keepMails } from '../../support/console-desk.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk } from '../../support/sample-desk.ts'

it('a file that is not there as it was approved holds the mail, and the case says so', async () => {
  const transport = keepMails()
  const desk = await openSampleDesk({ parts: { transport } })
  const { office, supervisor } = desk
  const { case: record } = await receiveFrom(desk, desk.complaint('leak'))
  await office.replies.caseHeard({ caseId: record.id, opened: true })
  const { draft } = (await office.replies.view(record.id))!
  expect(await office.replies.approve({ draftId: draft.id, contentHash: draft.contentHash, by: supervisor })).toMatchObject({ ok: true })
  const reply = async () => (await office.mailroom.outgoingOfCase(record.id)).find(({ kind }) => kind === 'reply')!
  const { id, enclosures } = await reply()
  await office.db.client.rawMail.update({ where: { sha256: enclosures[0]!.sha256 }, data: { bytes: new Uint8Array([1]) } })
  await office.mailroom.dispatch(id)
  expect(await reply()).toMatchObject({ status: 'held', lastError: expect.stringContaining('not there as it was approved') })
  expect(transport.sent).toEqual([])
  expect((await office.cases.timeline(record.id)).map(({ kind }) => kind)).toContain('send-failed')
  await desk.close()
})
