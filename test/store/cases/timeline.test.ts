import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('the timeline in the database', () => {
  let desk: SampleDesk
  beforeAll(async () => {
    desk = await openSampleDesk()
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
  })

  it('refuses a change, a deletion and a truncation of history', async () => {
    const { office } = desk
    await receiveFrom(desk, desk.complaint('leak'))
    for (const sql of [
      `UPDATE timeline_event SET actor = 'nobody'`,
      'DELETE FROM timeline_event',
      'TRUNCATE timeline_event',
      `UPDATE timeline_content SET content = '{}'`,
      'DELETE FROM timeline_content',
      'UPDATE ledger_entry SET amount_cents = 0',
      'DELETE FROM ledger_entry',
      'DELETE FROM office_audit',
    ]) {
      await expect(office.db.client.$executeRawUnsafe(sql), sql).rejects.toThrow(/append-only|kept, or destroyed whole/)
    }
  })

  it('verifies, also after a content was lawfully destroyed, and shows a forged entry', async () => {
    const { office } = desk
    const { case: record } = await receiveFrom(desk, desk.complaint('longer-period'))
    await office.db.client.$executeRaw`
      UPDATE timeline_content SET content = NULL, destroyed_at = now()
      WHERE event_id = (SELECT min(id) FROM timeline_event WHERE case_id = ${record.id}::uuid)`
    expect(await office.cases.verifyChain(record.id)).toEqual({ ok: true })
    expect((await office.cases.timeline(record.id))[0]?.content).toBeNull()

    await office.db.inTransaction(async (tx) => {
      await tx.$executeRaw`ALTER TABLE timeline_event DISABLE TRIGGER timeline_event_append_only`
      await tx.$executeRaw`UPDATE timeline_event SET actor = 'staff:forged' WHERE case_id = ${record.id}::uuid AND seq = 2`
      await tx.$executeRaw`ALTER TABLE timeline_event ENABLE TRIGGER timeline_event_append_only`
    })
    expect(await office.cases.verifyChain(record.id)).toEqual({ ok: false, seq: 2 })
    expect((await office.cases.brokenTimelines()).map((broken) => broken.case.id)).toEqual([record.id])
  })

  it('keeps one whole chain while eight writers append at once', async () => {
    const { office, clerk } = desk
    const { case: record } = await receiveFrom(desk, desk.complaint('late-penalty'))
    const before = (await office.cases.timeline(record.id)).length
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < 5; round++)
          await office.db.inTransaction((tx) => office.cases.note(tx, record.id, `note ${writer}.${round}`, clerk))
      }),
    )
    expect(await office.cases.timeline(record.id)).toHaveLength(before + 40)
    expect(await office.cases.verifyChain(record.id)).toEqual({ ok: true })
  })
})
