// A day of a ten-person office, by a clock that is handed in: three hundred complaints come in, a clerk falls ill, a supervisor leaves at
// noon, and what nobody gets to is reminded of, breached and escalated in its time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord, TimelineEntry } from '../../../src/cases/case.ts'
import { sampleComplaints } from '../../../src/demo/sample-office/sample-complaints.ts'
import type { StaffMember } from '../../../src/staff/staff-member.ts'
import { receiveFrom } from '../../support/receive.ts'
import { assignmentOf, openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

const zone = 'America/Chicago'
const monday = '2026-03-02'
const at = (time: string) => new Date(Temporal.PlainDateTime.from(`${monday}T${time}`).toZonedDateTime(zone).epochMilliseconds)
const minute = 60_000
const tickMinutes = 5
const casesADay = 300

const hours = `windows:\n${['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => `  ${day}: [["08:30", "16:30"]]\n`).join('')}`
const target = (minutes: number) =>
  `{ emergency: { minutes: 60, counts: always }, high: { minutes: ${minutes / 2} }, normal: { minutes: ${minutes} }, low: { minutes: ${minutes * 2} } }`
const standards = `standards:
  - id: first-answer
    name: First answer
    measures: first-answer
    targets: ${target(180)}
    pauses_on: [waiting-for-customer, waiting-for-field]
    on_reopen: continue
    steps:
      - { at_percent: 75, does: remind, tells: [assignee] }
      - { at_percent: 100, does: breach, tells: [assignee, supervisors] }
      - { at_percent: 150, does: escalate, tells: [supervisors] }
`

let now = at('08:30')
let desk: SampleDesk
const clerks: StaffMember[] = []
const supervisors: StaffMember[] = []

beforeAll(async () => {
  desk = await openSampleDesk({
    parts: { clock: { now: () => now } },
    rules: {
      calendar: hours,
      standards,
      assignment: assignmentOf(true).replace('supervisor: 40', 'supervisor: 400').replace('clerk: 60', 'clerk: 600'),
    },
  })
  const { office } = desk
  await office.db.inTransaction(async (tx) => {
    for (let index = 0; index < 7; index++) {
      const added = await office.staff.add(tx, { name: `Clerk ${index}`, email: `clerk${index}@samplecity.example`, role: 'clerk' }, 'desk')
      if (added.ok) clerks.push(added.value)
    }
  })
  supervisors.push(desk.supervisor, desk.otherSupervisor)
  const shift = async (person: StaffMember, from: string, to: string) =>
    expect((await office.rosters.addShift({ staffId: person.id, startsAt: at(from), endsAt: at(to), by: desk.supervisor })).ok).toBe(true)
  for (const clerk of clerks) await shift(clerk, '08:30', '16:30')
  await shift(desk.supervisor, '08:30', '12:00')
  await shift(desk.otherSupervisor, '08:30', '16:30')
})
afterAll(() => desk.close())

/** Each supervisor at work approves one waiting draft, each clerk at work deals with one case that waits for a person. */
async function peopleWork(tick: number): Promise<void> {
  const { office } = desk
  const there = await office.rosters.now()
  const here = new Set(there.filter(({ presence }) => presence.atWork).map(({ member }) => member.id))
  const waiting = await office.replies.waiting()
  for (const supervisor of supervisors.filter(({ id }) => here.has(id))) {
    const next = waiting.shift()
    if (next) await office.replies.approve({ draftId: next.view.draft.id, contentHash: next.view.draft.contentHash, by: supervisor })
  }
  for (const clerk of clerks.filter(({ id }) => here.has(id))) {
    const [own] = (await office.cases.queue({ assigneeId: clerk.id, statuses: ['open'], limit: 1 })).cases
    if (!own) continue
    const until = (Math.floor(now.getTime() / 86_400_000) + 3) as never
    const asked =
      tick % 3 === 0
        ? ({ move: 'wait-for-customer', reason: 'asked for the meter’s picture', until } as const)
        : ({ move: 'resolve', reason: 'told on the telephone' } as const)
    expect((await office.duty.move({ caseId: own.id, by: clerk, ...asked })).ok).toBe(true)
  }
  for (const { id } of await office.db.client.outgoing.findMany({ where: { status: 'queued', kind: 'reply' } }))
    await office.mailroom.dispatch(id)
}

describe('a day of the office', () => {
  it('leaves nothing without an owner, and no step untaken', async () => {
    const { office, sample } = desk
    const complaints = sampleComplaints(sample)
    let received = 0
    let biggestWait = 0
    for (let tick = 0; tick * tickMinutes <= 480; tick++) {
      now = new Date(at('08:30').getTime() + tick * tickMinutes * minute)
      if (now.getTime() === at('11:00').getTime())
        expect(
          (
            await office.rosters.recordAbsence({
              staffId: (clerks[0] as StaffMember).id,
              startsAt: now,
              endsAt: at('23:59'),
              reason: 'ill',
              by: clerks[0] as StaffMember,
            })
          ).ok,
        ).toBe(true)
      const due = Math.min(casesADay, Math.round((casesADay * (tick + 1)) / 80))
      for (; received < due; received++) {
        const complaint = complaints[received % complaints.length] as (typeof complaints)[number]
        const { case: record, opened } = await receiveFrom(desk, complaint, { from: `customer${received}@mail.example` })
        await office.duty.caseHeard({ caseId: record.id })
        await office.replies.caseHeard({ caseId: record.id, opened })
      }
      await office.duty.sweep()
      await peopleWork(tick)
      if (now < at('16:30')) {
        const nobody = await office.duty.unassigned()
        expect(
          nobody.map(({ number }) => number),
          `without an owner at ${now.toISOString()}`,
        ).toEqual([])
        biggestWait = Math.max(biggestWait, (await office.cases.counts())['waiting-for-supervisor'])
      }
    }
    expect(received).toBe(casesADay)
    expect(biggestWait).toBeGreaterThan(20) // two supervisors cannot keep up: else nothing would be proven below
  }, 240_000)

  it('took every step that fell due, within one round of its time', async () => {
    const { office } = desk
    await office.duty.sweep()
    const everyCase = (await office.db.client.case.findMany({ orderBy: { number: 'asc' } })) as CaseRecord[]
    const counted = { remind: 0, breach: 0, escalate: 0 }
    for (const record of everyCase) {
      const steps = (await office.cases.timeline(record.id)).filter(({ kind }) => kind === 'clock-step')
      const [clock] = await office.duty.explain(record)
      if (!clock) throw new Error(`case ${record.number} has no clock`)
      for (const entry of steps) {
        const does = entry.content?.does as keyof typeof counted
        counted[does] += 1
        // By the clock's own account, so much had been counted when the step was taken: its percent, and not a round more.
        const percent = entry.content?.percent as number
        const reached = minutesCounted(clock.intervals, entry.at.getTime())
        expect(reached, `${record.number} ${does}`).toBeGreaterThanOrEqual((clock.targetMinutes * percent) / 100)
        expect(reached, `${record.number} ${does}`).toBeLessThanOrEqual((clock.targetMinutes * percent) / 100 + tickMinutes)
      }
      const owed = clock.standard.steps.filter(({ at_percent }) => clock.elapsedMinutes >= (clock.targetMinutes * at_percent) / 100)
      expect(
        steps.map(({ content }) => content?.percent),
        `case ${record.number}`,
      ).toEqual(owed.map(({ at_percent }) => at_percent))
    }
    expect(counted.remind).toBeGreaterThan(10)
    expect(counted.breach).toBeGreaterThan(5)
    expect(counted.escalate).toBeGreaterThan(0)
  }, 120_000)

  it('gave the ill clerk’s and the leaving supervisor’s cases to others, and gave them none after', async () => {
    const { office } = desk
    const [ill] = clerks as [StaffMember]
    const given = await assignments()
    const after = (person: StaffMember, time: string) => given.filter((one) => one.to === person.id && one.at > at(time))
    expect(given.filter((one) => one.to === ill.id).length).toBeGreaterThan(0)
    expect(after(ill, '11:00')).toEqual([])
    expect(after(desk.supervisor, '12:00')).toEqual([])
    const left = await office.cases.queue({ assigneeId: ill.id, statuses: ['open', 'new', 'waiting-for-supervisor'] })
    expect(left.cases).toEqual([])
    const moved = given.filter((one) => one.because.includes('Clerk 0 is not at work'))
    expect(moved.length).toBeGreaterThan(0)
    expect(moved.every((one) => one.at.getTime() === at('11:00').getTime())).toBe(true)
  })

  it('can be read as a story, and its chains hold', async () => {
    const { office } = desk
    const escalated = (
      await office.db.client.timelineEvent.findMany({ where: { kind: 'clock-step' }, orderBy: { seq: 'desc' }, take: 1 })
    )[0]
    const entries = await office.cases.timeline(escalated?.caseId as string)
    const story = entries.map(({ kind, content }) => [kind, content?.because, content?.does].filter(Boolean).join(': '))
    expect(story.slice(0, 3)).toEqual(['mail-received', 'case-opened', expect.stringMatching(/^(case-routed|assigned)/)])
    expect(story).toContainEqual(expect.stringMatching(/^clock-step: breach$/))
    expect(await office.cases.brokenTimelines()).toEqual([])
  })
})

async function assignments(): Promise<{ to: unknown; at: Date; because: string }[]> {
  const { office } = desk
  const ids = (await office.db.client.case.findMany({ select: { id: true } })).map(({ id }) => id)
  const all: TimelineEntry[] = []
  for (const id of ids) all.push(...(await office.cases.timeline(id)).filter(({ kind }) => kind === 'assigned'))
  return all.map(({ at: given, content }) => ({ to: content?.assigneeId, at: given, because: String(content?.because) }))
}

function minutesCounted(intervals: readonly { from: number; to: number; countedMinutes: number }[], until: number): number {
  return intervals.reduce((sum, { from, to, countedMinutes }) => {
    if (until >= to) return sum + countedMinutes
    return until <= from || countedMinutes === 0 ? sum : sum + (until - from) / minute
  }, 0)
}
