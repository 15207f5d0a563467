// The audit log as it is read: by whom, by what, page by page; what stands in it stays.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditFileRows, auditPageSize } from '../../../src/access/audit-log.ts'
import { audit, fromPlace } from '../../../src/platform/audit.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

let desk: SampleDesk
const start = new Date('2026-11-01T12:00:00Z').getTime()

beforeAll(async () => {
  desk = await openSampleDesk()
  for (let row = 0; row < 120; row += 1) {
    const entry = {
      at: new Date(start + row * 3_600_000),
      actor: `staff:${row % 2 ? desk.clerk.id : desk.supervisor.id}`,
      act: row % 3 ? 'case-looked-at' : 'account-looked-at',
      subject: row % 3 ? 'WD-000001' : '100200300',
    }
    await fromPlace(`192.0.2.${row}`, () => desk.office.db.inTransaction((tx) => audit(tx, entry)))
  }
})
afterAll(() => desk.close())

const log = () => desk.office.auditLog
const by = () => desk.administrator
async function everyPage(asked: Parameters<SampleDesk['office']['auditLog']['page']>[0]['asked']) {
  const pages = []
  let before: bigint | undefined
  for (;;) {
    const read = await log().page({ asked, by: by(), ...(before === undefined ? {} : { before }) })
    if (!read.ok) throw new Error(read.refusal)
    pages.push(read.value.entries)
    before = read.value.entries.at(-1)?.id
    if (!read.value.more) return pages
  }
}

it('is for administrators alone, and their reading stands in it', async () => {
  for (const other of [desk.clerk, desk.supervisor, { ...desk.administrator, active: false }]) {
    expect(await log().page({ asked: {}, by: other })).toEqual({ ok: false, refusal: 'not-authorised' })
    expect(await log().take({ asked: {}, by: other })).toEqual({ ok: false, refusal: 'not-authorised' })
  }
  await log().page({ asked: { about: '100200300' }, by: by() })
  const read = await log().page({ asked: { act: 'audit-log-read' }, by: by() })
  expect(read).toMatchObject({ ok: true, value: { entries: [{ detail: { act: 'audit-log-read' } }, { detail: { about: '100200300' } }] } })
})

it('is read by person, act, account or case, and days, each row once, newest first, with the address it came from', async () => {
  const pages = await everyPage({ staffId: desk.clerk.id, until: new Date(start + 1e9) })
  const rows = pages.flat().filter(({ act }) => act !== 'staff-added')
  expect(pages[0]).toHaveLength(auditPageSize)
  expect(rows).toHaveLength(60)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(60)
  expect(rows.map(({ at }) => at.getTime())).toEqual(rows.map(({ at }) => at.getTime()).sort((a, b) => b - a))
  expect(rows[0]).toMatchObject({ actor: `staff:${desk.clerk.id}`, place: '192.0.2.119' })
  expect((await everyPage({ about: '100200300' })).flat()).toHaveLength(40)
  expect((await everyPage({ act: 'case-looked-at', about: 'WD-000001' })).flat()).toHaveLength(80)
  const tenHours = { about: 'WD-000001', from: new Date(start + 10 * 3_600_000), until: new Date(start + 20 * 3_600_000) }
  expect((await everyPage(tenHours)).flat()).toHaveLength(7)
  expect((await everyPage({ about: "x' OR 1=1 --" })).flat()).toEqual([])
})

it('is taken away in pieces, written down before the first', async () => {
  const taken = await log().take({ asked: { act: 'case-looked-at' }, by: by() })
  if (!taken.ok) throw new Error(taken.refusal)
  const rows = []
  for await (const piece of taken.value) rows.push(...piece)
  expect(rows).toHaveLength(80)
  expect(auditFileRows).toBeGreaterThan(rows.length)
  expect((await everyPage({ act: 'audit-log-exported' })).flat()).toMatchObject([
    { actor: `staff:${by().id}`, detail: { act: 'case-looked-at' } },
  ])
})

it('names every kind of act once', async () => {
  const acts = await log().acts()
  expect(acts).toEqual([...new Set(acts)].sort())
  expect(acts).toEqual(expect.arrayContaining(['account-looked-at', 'case-looked-at', 'staff-added']))
})

it.each(['UPDATE office_audit SET actor = $$x$$', 'DELETE FROM office_audit', 'TRUNCATE office_audit'])(
  'is never changed: %s',
  async (sql) => {
    await expect(desk.office.db.client.$executeRawUnsafe(sql)).rejects.toThrow(/append-only/)
  },
)
