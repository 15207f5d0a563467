// A change of the rulebook, from one person's proposal to its day.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, day, dayOf, formatDay } from '../../../src/kernel/days.ts'
import { openOffice } from '../../../src/office.ts'
import { createLog } from '../../../src/platform/log.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

describe('the rulebook', () => {
  let desk: SampleDesk
  let now = new Date('2026-03-02T16:00:00Z')
  beforeAll(async () => {
    desk = await openSampleDesk({ parts: { clock: { now: () => now } } })
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
  })

  const today = () => dayOf(now, 'America/Chicago')
  const reopening = (days: number) => `# Decided by two.\nreopen_within_days: ${days}\nsame_subject_within_days: 14\n`
  const propose = (given: Partial<Parameters<SampleDesk['office']['revisions']['propose']>[0]> = {}) =>
    desk.office.revisions.propose({
      ...{ kind: 'reopening', effectiveOn: addDays(today(), 1), text: reopening(45), note: 'customers ask for it', by: desk.supervisor },
      ...given,
    })

  it('takes no proposal that could not be used, changes nothing, comes too early or has no reason', async () => {
    const { clerk } = desk
    expect(await propose({ by: clerk })).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await propose({ note: ' ' })).toEqual({ ok: false, refusal: { kind: 'note-missing' } })
    expect(await propose({ effectiveOn: today() })).toEqual({ ok: false, refusal: { kind: 'too-early', earliest: addDays(today(), 1) } })
    expect(await propose({ text: 'reopen_within_days: -1\nsame_subject_within_days: 14\nfoo: 1' })).toMatchObject({
      ok: false,
      refusal: { kind: 'not-valid', problems: [expect.stringContaining('reopen_within_days'), expect.stringContaining('foo')] },
    })
    expect(await propose({ text: 'a: [' })).toMatchObject({ ok: false, refusal: { kind: 'not-valid' } })
    expect(await propose({ kind: 'calendar', text: 'windows: { mon: [] }' })).toMatchObject({
      refusal: { problems: [expect.stringContaining('never open')] },
    })
    const same = desk.office.rulebook.versions('reopening').at(-1)?.text as string
    expect(await propose({ text: same })).toEqual({ ok: false, refusal: { kind: 'no-change' } })
  })

  it('is changed by two people, and only from the day on', async () => {
    const { office, supervisor, otherSupervisor, clerk } = desk
    const proposed = await propose()
    if (!proposed.ok) throw new Error(proposed.refusal.kind)
    const { id, effectiveOn } = proposed.value
    expect(await office.revisions.approve({ id, by: supervisor })).toEqual({ ok: false, refusal: { kind: 'own-draft' } })
    expect(await office.revisions.approve({ id, by: clerk })).toMatchObject({ ok: false, refusal: { kind: 'not-authorised' } })
    const both = await Promise.all([otherSupervisor, desk.administrator].map((by) => office.revisions.approve({ id, by })))
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { kind: 'stale', reason: 'already-decided' } })
    const daysOn = (when: ReturnType<typeof today>) => office.rulebook.inForce('reopening', when).value.reopen_within_days
    expect(daysOn(today())).toBe(30)
    expect(daysOn(effectiveOn)).toBe(45)
    expect(daysOn(day('2030-01-01'))).toBe(45)
    expect(office.rulebook.inForce('reopening', effectiveOn)).toMatchObject({
      source: 'office',
      version: expect.stringMatching(/^reopening@2026-03-03 office/),
    })
    await office.revisions.load()
    expect(office.rulebook.versions('reopening').filter(({ source }) => source === 'office')).toHaveLength(1)
  })

  it('is the same for a desk that starts again', async () => {
    const { config } = desk
    const connection = desk.office.connection
    const again = await openOffice(config, {
      ...{ log: createLog('error'), clock: { now: () => now }, database: { connection, stop: async () => {} }, migrate: false },
    })
    expect(again.rulebook.inForce('reopening', addDays(today(), 1)).value.reopen_within_days).toBe(45)
    await again.close()
  })

  it('takes nothing whose day has come before somebody approved it, and nothing that was taken back', async () => {
    const { office, supervisor, otherSupervisor } = desk
    const late = await propose({ text: reopening(50) })
    const back = await propose({ text: reopening(51), effectiveOn: addDays(today(), 9) })
    if (!late.ok || !back.ok) throw new Error('refused')
    expect(await office.revisions.withdraw({ id: back.value.id, by: otherSupervisor })).toMatchObject({ ok: false })
    expect(await office.revisions.withdraw({ id: back.value.id, by: supervisor })).toEqual({ ok: true, value: undefined })
    expect(await office.revisions.approve({ id: back.value.id, by: otherSupervisor })).toMatchObject({
      ok: false,
      refusal: { kind: 'stale' },
    })
    const before = now
    now = new Date(now.getTime() + 86_400_000)
    expect(await office.revisions.approve({ id: late.value.id, by: otherSupervisor })).toMatchObject({
      ok: false,
      refusal: { kind: 'too-late' },
    })
    now = before
    expect(await office.revisions.giveBack({ id: late.value.id, by: otherSupervisor, reason: ' ' })).toEqual({
      ok: false,
      refusal: { kind: 'reason-missing' },
    })
    expect(await office.revisions.giveBack({ id: late.value.id, by: otherSupervisor, reason: 'fewer days' })).toMatchObject({ ok: true })
  })

  it('keeps what was proposed as it was', async () => {
    for (const sql of [
      `UPDATE rulebook_revision SET text = 'x'`,
      'DELETE FROM rulebook_revision',
      'TRUNCATE rulebook_revision',
      'TRUNCATE establishment',
    ])
      await expect(desk.office.db.client.$executeRawUnsafe(sql), sql).rejects.toThrow(/never|append-only/)
    expect(formatDay(today())).toBe('2026-03-02')
  })

  it('is tried on the cases of late before anybody decides', async () => {
    const { office } = desk
    const { case: record } = await receiveFrom(desk, desk.complaint('leak'))
    await office.duty.caseHeard({ caseId: record.id })
    expect((await office.cases.byId(record.id))?.hardReasons).toEqual([])
    const { value: rules } = office.rulebook.inForce('routing', today())
    expect(await office.duty.simulateRouting(rules, 50)).toEqual({ looked: 1, moved: [] })
    const harder = { ...rules, hard_topics: [...rules.hard_topics, record.topic] }
    const { moved } = await office.duty.simulateRouting(harder, 50)
    expect(moved).toEqual([{ case: 'WD-000001', was: [], becomes: ['hard-topic'] }])
    expect((await office.cases.byId(record.id))?.hardReasons).toEqual([])
  })
})
