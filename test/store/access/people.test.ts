// What administrators do about people: one asks, another confirms, and nobody gets round it by a race, an old link or a second account.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role, StaffMember } from '../../../src/staff/staff-member.ts'
import { codeOf } from '../../support/authenticator.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

let desk: SampleDesk
let ann: StaffMember
let ben: StaffMember
let now = new Date()

beforeEach(async () => {
  now = new Date()
  desk = await openSampleDesk({ parts: { clock: { now: () => now } } })
  ann = desk.administrator
  ben = await employ('ben@city.gov', 'administrator')
})
afterEach(() => desk.close())

async function employ(email: string, role: Role): Promise<StaffMember> {
  const added = await desk.office.db.inTransaction((tx) => desk.office.staff.add(tx, { name: email, email, role }, 'desk'))
  if (!added.ok) throw new Error('not added')
  return added.value
}
const roleOf = async ({ id }: StaffMember) => (await desk.office.staff.byId(id))?.role
const mails = () => desk.office.db.client.outgoing.findMany({ where: { kind: 'staff' }, orderBy: { createdAt: 'asc' } })
const keyIn = (text: string) => /key=([\w-]+)/.exec(text)?.[1] ?? ''
const newestKey = async () => keyIn((await mails()).at(-1)?.text ?? '')
const acts = async () => (await desk.office.db.client.officeAudit.findMany({ orderBy: { id: 'asc' } })).map(({ act }) => act)
const alarms = async () => (await desk.office.notices.openAlarms()).map(({ key }) => key.replace(/:.*/, ''))
const people = () => desk.office.people

async function enrols(member: StaffMember) {
  const { secret, sealed } = desk.office.secondFactors.offer(member)
  await desk.office.secondFactors.enrol({ member, sealed, code: codeOf(secret, now), current: '', sessionId: '' })
}

describe('a change of role', () => {
  it('waits for another administrator, ends sessions and tells whom it is about', async () => {
    expect(await people().changeRole({ id: desk.clerk.id, role: 'supervisor', by: ann })).toEqual({ ok: true, value: 'waits' })
    expect(await roleOf(desk.clerk)).toBe('clerk')
    const [waiting] = await people().waiting()
    expect(await people().decide({ id: waiting!.id, kind: 'approve', by: ann })).toMatchObject({ refusal: { kind: 'own-draft' } })
    for (const by of [desk.supervisor, desk.clerk])
      expect(await people().decide({ id: waiting!.id, kind: 'approve', by })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    expect(await people().decide({ id: waiting!.id, kind: 'approve', by: ben })).toEqual({ ok: true, value: 'done' })
    expect([await roleOf(desk.clerk), await people().waiting()]).toEqual(['supervisor', []])
    expect(await people().decide({ id: waiting!.id, kind: 'approve', by: ben })).toMatchObject({ refusal: { kind: 'stale' } })
    expect((await mails()).map(({ recipient, text }) => [recipient, text.split('\n')[0]])).toEqual([
      [desk.clerk.email, 'Your role at the desk is now supervisor. It was clerk.'],
    ])
    expect((await acts()).slice(-3)).toEqual(['staff-change-proposed', 'staff-change-approved', 'role-changed'])
    expect(await alarms()).toEqual([])
  })

  it('is refused by anybody else, about oneself, twice, and where it changes nothing', async () => {
    for (const by of [desk.supervisor, desk.clerk, { ...ann, active: false }])
      expect(await people().changeRole({ id: desk.clerk.id, role: 'supervisor', by })).toMatchObject({
        refusal: { kind: 'not-authorised' },
      })
    expect(await people().changeRole({ id: ann.id, role: 'clerk', by: ann })).toMatchObject({ refusal: { kind: 'own' } })
    expect(await people().changeRole({ id: desk.clerk.id, role: 'clerk', by: ann })).toMatchObject({ refusal: { kind: 'no-change' } })
    const twice = await Promise.all([1, 2].map(() => people().changeRole({ id: desk.clerk.id, role: 'supervisor', by: ann })))
    expect(twice.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await people().waiting()).toHaveLength(1)
  })

  it('is never confirmed by whom it is about', async () => {
    const cay = await employ('cay@city.gov', 'administrator')
    await people().changeRole({ id: ben.id, role: 'clerk', by: ann })
    const [waiting] = await people().waiting()
    expect(await people().decide({ id: waiting!.id, kind: 'approve', by: ben })).toMatchObject({ refusal: { kind: 'own-draft' } })
    expect(await people().decide({ id: waiting!.id, kind: 'approve', by: cay })).toMatchObject({ ok: true })
    expect(await roleOf(ben)).toBe('clerk')
  })

  it('goes through with an alarm where nobody else could confirm it, and leaves an administrator', async () => {
    await people().setActive({ id: ben.id, active: false, by: ann })
    expect(await alarms()).toEqual(['staff-alone'])
    expect(await people().changeRole({ id: desk.clerk.id, role: 'supervisor', by: ann })).toEqual({ ok: true, value: 'alone' })
    expect([await roleOf(desk.clerk), await alarms()]).toEqual(['supervisor', ['staff-alone', 'staff-change']])
    expect((await desk.office.notices.openAlarms()).at(-1)?.text).toContain(ann.name)
  })

  it('that nobody decided in time can be asked again', async () => {
    await people().changeRole({ id: desk.clerk.id, role: 'supervisor', by: ann })
    const [old] = await people().waiting()
    now = new Date(now.getTime() + 73 * 3_600_000)
    expect(await people().waiting()).toEqual([])
    expect(await people().decide({ id: old!.id, kind: 'approve', by: ben })).toMatchObject({
      refusal: { kind: 'stale', reason: 'expired' },
    })
    expect(await people().changeRole({ id: desk.clerk.id, role: 'supervisor', by: ann })).toEqual({ ok: true, value: 'waits' })
  })

  it('that is refused changes nothing', async () => {
    await people().changeRole({ id: desk.clerk.id, role: 'supervisor', by: ann })
    const [waiting] = await people().waiting()
    expect(await people().decide({ id: waiting!.id, kind: 'return', by: ben })).toMatchObject({ ok: true })
    expect([await roleOf(desk.clerk), await people().waiting()]).toEqual(['clerk', []])
  })
})

it('the reset of a second factor is two people’s, too', async () => {
  expect(await people().resetSecondFactor({ id: desk.clerk.id, by: ann })).toMatchObject({ refusal: { kind: 'no-change' } })
  await enrols(desk.clerk)
  expect(await people().resetSecondFactor({ id: desk.clerk.id, by: ann })).toEqual({ ok: true, value: 'waits' })
  const [waiting] = await people().waiting()
  expect(await desk.office.secondFactors.standingOf(desk.clerk)).toBe('enrolled')
  expect(await people().decide({ id: waiting!.id, kind: 'approve', by: ben })).toMatchObject({ ok: true })
  expect(await desk.office.secondFactors.standingOf(desk.clerk)).toBe('none')
  await enrols(ann)
  expect(await people().resetSecondFactor({ id: ann.id, by: ann })).toMatchObject({ refusal: { kind: 'own' } })
})

describe('access', () => {
  it('ends at once, with sessions and links, and begins again', async () => {
    await desk.office.links.mailPasswordLink({ email: desk.clerk.email })
    const key = await newestKey()
    expect((await desk.office.links.passwordLink(key))?.id).toBe(desk.clerk.id)
    expect(await people().setActive({ id: desk.clerk.id, active: false, by: ann })).toEqual({ ok: true, value: 'done' })
    expect(await desk.office.links.passwordLink(key)).toBeUndefined()
    await desk.office.links.mailPasswordLink({ email: desk.clerk.email })
    expect(await mails()).toHaveLength(1)
    expect(await people().setActive({ id: desk.clerk.id, active: true, by: ann })).toEqual({ ok: true, value: 'done' })
    expect(await desk.office.links.passwordLink(key)).toBeUndefined()
  })

  it('is never taken from the last who manages people, were it two at once', async () => {
    const both = await Promise.all([
      people().setActive({ id: ben.id, active: false, by: ann }),
      people().setActive({ id: ann.id, active: false, by: ben }),
    ])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await desk.office.staff.list()).filter(({ role, active }) => active && role === 'administrator')).toHaveLength(1)
  })
})

describe('an invitation', () => {
  const invite = (email: string, role: Role, by = ann) => people().invite({ email, role, languages: ['en', 'es'], by })

  it('of a clerk is mailed, opens once, within three days, and makes a member of staff', async () => {
    expect(await invite('New@City.gov', 'clerk')).toEqual({ ok: true, value: 'done' })
    const key = await newestKey()
    expect(await desk.office.links.invitation(key)).toEqual({ email: 'new@city.gov', role: 'clerk' })
    expect(await people().openInvitations()).toMatchObject([{ email: 'new@city.gov', role: 'clerk' }])
    const twice = await Promise.all(['Nia', 'Nora'].map((name) => desk.office.links.accept({ key, name })))
    expect(twice.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await desk.office.staff.byEmail('new@city.gov')).toMatchObject({ role: 'clerk', languages: ['en', 'es'], active: true })
    expect([await desk.office.links.invitation(key), await people().openInvitations()]).toEqual([undefined, []])
    expect(await invite('new@city.gov', 'clerk')).toMatchObject({ refusal: { kind: 'email-taken' } })
  })

  it('is over after three days, after a newer one, and when it was withdrawn; another key opens nothing', async () => {
    await invite('new@city.gov', 'clerk')
    const first = await newestKey()
    now = new Date(now.getTime() + 1_000)
    await invite('new@city.gov', 'clerk')
    const second = await newestKey()
    expect([await desk.office.links.invitation(first), (await desk.office.links.invitation(second))?.email]).toEqual([
      undefined,
      'new@city.gov',
    ])
    for (const key of ['', 'x', second.toLowerCase(), `${second}=`]) expect(await desk.office.links.invitation(key)).toBeUndefined()
    expect(await desk.office.links.passwordLink(second)).toBeUndefined()
    const [open] = await people().openInvitations()
    expect(await people().withdrawInvitation({ id: open!.id, by: desk.supervisor })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    expect(await people().withdrawInvitation({ id: open!.id, by: ben })).toMatchObject({ ok: true })
    expect(await desk.office.links.accept({ key: second, name: 'Nia' })).toMatchObject({ refusal: 'link-over' })
    await invite('new@city.gov', 'clerk')
    const third = await newestKey()
    now = new Date(now.getTime() + 72 * 3_600_000)
    expect(await desk.office.links.accept({ key: third, name: 'Nia' })).toMatchObject({ refusal: 'link-over' })
  })

  it('above a clerk is mailed when another administrator has confirmed it', async () => {
    expect(await invite('boss@city.gov', 'administrator')).toEqual({ ok: true, value: 'waits' })
    expect([await mails(), await people().openInvitations()]).toEqual([[], []])
    const [waiting] = await people().waiting()
    expect(await people().decide({ id: waiting!.id, kind: 'approve', by: ann })).toMatchObject({ refusal: { kind: 'own-draft' } })
    await people().decide({ id: waiting!.id, kind: 'approve', by: ben })
    expect(await desk.office.links.invitation(await newestKey())).toEqual({ email: 'boss@city.gov', role: 'administrator' })
  })

  it('is over when its mail came back, since the report repeats it', async () => {
    await invite('new@city.gov', 'clerk')
    const key = await newestKey()
    await desk.office.db.client.outgoing.updateMany({ data: { status: 'sent', delivery: 'delivered' } })
    expect(await desk.office.links.invitation(key)).toBeDefined()
    await desk.office.db.client.outgoing.updateMany({ data: { delivery: 'failed' } })
    expect(await desk.office.links.invitation(key)).toBeUndefined()
    expect(await desk.office.links.accept({ key, name: 'Nia' })).toMatchObject({ refusal: 'link-over' })
  })

  it('leaves no key in the tables of links and of the audit log', async () => {
    await invite('new@city.gov', 'clerk')
    const key = await newestKey()
    const kept = [
      await desk.office.db.client.accessLink.findMany(),
      (await desk.office.db.client.officeAudit.findMany()).map(({ id: _, ...row }) => row),
    ]
    expect(JSON.stringify(kept)).not.toContain(key)
  })
})

describe('a forgotten password', () => {
  it('brings a link by mail to whoever works here, and to nobody else; five a day', async () => {
    for (const email of ['nobody@city.gov', '', "x' OR 1=1", desk.clerk.email.toUpperCase()])
      await desk.office.links.mailPasswordLink({ email })
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([desk.clerk.email])
    for (let more = 0; more < 8; more += 1) await desk.office.links.mailPasswordLink({ email: desk.clerk.email })
    expect(await mails()).toHaveLength(5)
  })

  it('the link opens once, for an hour', async () => {
    await desk.office.links.mailPasswordLink({ email: desk.clerk.email })
    const key = await newestKey()
    expect(await desk.office.links.takePasswordLink(key)).toMatchObject({ ok: true, value: { id: desk.clerk.id } })
    expect(await desk.office.links.takePasswordLink(key)).toMatchObject({ refusal: 'link-over' })
    now = new Date(now.getTime() + 1_000)
    await desk.office.links.mailPasswordLink({ email: desk.clerk.email })
    const second = await newestKey()
    now = new Date(now.getTime() + 3_600_000)
    expect(await desk.office.links.takePasswordLink(second)).toMatchObject({ refusal: 'link-over' })
  })
})
