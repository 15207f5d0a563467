// A second factor from its first code to its reset: what counts, what counts once, and what is kept of it.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EnqueueMail } from '../../../src/access/links.ts'
import { createSecondFactors, type SecondFactors } from '../../../src/access/second-factors.ts'
import { createDatabase, type Database } from '../../../src/platform/database.ts'
import { createSecrets } from '../../../src/platform/secrets.ts'
import { createStaff } from '../../../src/staff/staff.ts'
import type { Role, StaffMember } from '../../../src/staff/staff-member.ts'
import { codeOf } from '../../support/authenticator.ts'
import { createTestDatabase } from '../../support/test-database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let db: Database
let factors: SecondFactors
let casey: StaffMember
let sam: StaffMember
const mails: string[] = []
let now = new Date('2026-11-27T15:00:00Z')
const clock = { now: () => now }
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000)
}
const secrets = createSecrets('a key for tests, of more than thirty-two characters')

beforeEach(async () => {
  mails.length = 0
  database = await createTestDatabase()
  db = createDatabase(database.connection)
  const staff = createStaff({ db, clock })
  const employ = async (name: string, role: Role) => {
    const added = await db.inTransaction((tx) => staff.add(tx, { name, email: `${name}@city.gov`, role }, 'desk'))
    if (!added.ok) throw new Error('not added')
    return added.value
  }
  casey = await employ('casey', 'clerk')
  sam = await employ('sam', 'supervisor')
  factors = accessWith(secrets)
})
afterEach(async () => {
  await db.close()
  await database.drop()
})

function accessWith(key: typeof secrets): SecondFactors {
  const enqueueMail: EnqueueMail = async (_, { to, subject }) => void mails.push(`${to}: ${subject}`)
  return createSecondFactors({ db, clock, secrets: key, enqueueMail, officeName: 'City Water', roles: ['supervisor'] })
}

async function enrols(member: StaffMember, current = '') {
  const { secret, sealed } = factors.offer(member)
  const done = await factors.enrol({ member, sealed, code: codeOf(secret, now), current, sessionId: 'own' })
  return { secret, recoveryCodes: done.ok ? done.value.recoveryCodes : [], refusal: done.ok ? null : done.refusal }
}

const acts = async () =>
  (await db.client.officeAudit.findMany({ orderBy: { id: 'asc' } })).map(({ act }) => act).filter((act) => act !== 'staff-added')

async function opensSession(member: StaffMember, id: string) {
  const { id: userId, name, email } = member
  await db.client.user.upsert({ where: { id: userId }, create: { id: userId, name, email }, update: {} })
  await db.client.session.create({ data: { id, token: randomUUID(), userId, expiresAt: new Date(Date.now() + 60_000) } })
}
const sessionsOf = async ({ id }: StaffMember) => (await db.client.session.findMany({ where: { userId: id } })).map((session) => session.id)

describe('enrolling', () => {
  it('counts from a right code on, and not before', async () => {
    expect([await factors.standingOf(casey), await factors.standingOf(sam)]).toEqual(['none', 'missing'])
    const { sealed } = factors.offer(casey)
    expect(await factors.enrol({ member: casey, sealed, code: '000000', current: '', sessionId: 'own' })).toMatchObject({
      refusal: 'wrong-code',
    })
    expect(await factors.standingOf(casey)).toBe('none')
    expect((await enrols(casey)).recoveryCodes).toHaveLength(10)
    expect(await factors.standingOf(casey)).toBe('enrolled')
    expect(await factors.of(casey)).toEqual({ confirmedAt: now, recoveryCodesLeft: 10 })
    expect(await acts()).toEqual(['second-factor-enrolled'])
    expect(mails).toEqual(['casey@city.gov: Your second factor at the desk'])
  })

  it('takes an offer of the same person only, for a quarter of an hour, and nothing made up', async () => {
    const { secret, sealed } = factors.offer(casey)
    const enrol = (member: StaffMember, given: string) =>
      factors.enrol({ member, sealed: given, code: codeOf(secret, now), current: '', sessionId: 'own' })
    expect(await enrol(sam, sealed)).toMatchObject({ refusal: 'offer-over' })
    for (const made of [
      '',
      'x',
      Buffer.from(JSON.stringify({ for: 'second factor', staffId: casey.id, secret, madeAt: 0 })).toString('base64url'),
    ])
      expect(await enrol(casey, made)).toMatchObject({ refusal: 'offer-over' })
    expect(await enrol(casey, secrets.encrypt('a refresh token'))).toMatchObject({ refusal: 'offer-over' })
    later(901)
    expect(await enrol(casey, sealed)).toMatchObject({ refusal: 'offer-over' })
  })

  it('ends the other sessions, keeps the secret sealed and the codes as digests', async () => {
    await opensSession(casey, 'own')
    await opensSession(casey, 'other')
    await opensSession(sam, 'somebody else’s')
    const { secret, recoveryCodes } = await enrols(casey)
    expect([await sessionsOf(casey), await sessionsOf(sam)]).toEqual([['own'], ['somebody else’s']])
    const kept = JSON.stringify([await db.client.secondFactor.findMany(), await db.client.recoveryCode.findMany(), await acts()])
    for (const word of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(kept).not.toContain(word)
  })

  it('anew needs the factor that stands', async () => {
    const first = await enrols(casey)
    later(30)
    expect((await enrols(casey)).refusal).toBe('wrong-current-code')
    const second = await enrols(casey, first.recoveryCodes[0])
    expect(second.recoveryCodes).toHaveLength(10)
    later(30)
    expect(await factors.prove(casey, codeOf(first.secret, now))).toMatchObject({ ok: false })
    expect(await factors.prove(casey, first.recoveryCodes[1]!)).toMatchObject({ ok: false })
    expect(await factors.prove(casey, codeOf(second.secret, now))).toMatchObject({ ok: true })
    expect(await acts()).toEqual(['second-factor-enrolled', 'recovery-code-used', 'second-factor-replaced'])
  })
})

describe('proving', () => {
  it('takes a code once, not the one that enrolled it, and none of an earlier step afterwards', async () => {
    const { secret } = await enrols(casey)
    const enrolling = codeOf(secret, now)
    expect(await factors.prove(casey, enrolling)).toMatchObject({ ok: false })
    later(30)
    const before = codeOf(secret, now)
    const next = codeOf(secret, now, 1)
    expect(await factors.prove(casey, ` ${next.slice(0, 3)} ${next.slice(3)} `)).toMatchObject({
      ok: true,
      value: { by: 'code', recoveryCodesLeft: 10 },
    })
    expect(await factors.prove(casey, next)).toMatchObject({ ok: false })
    expect(await factors.prove(casey, before)).toMatchObject({ ok: false })
  })

  it('takes one of two that come at the same moment', async () => {
    const { secret, recoveryCodes } = await enrols(casey)
    later(60)
    const twice = async (typed: string) =>
      (await Promise.all(Array.from({ length: 5 }, () => factors.prove(casey, typed)))).filter(({ ok }) => ok).length
    expect(await twice(codeOf(secret, now))).toBe(1)
    expect(await twice(recoveryCodes[3]!)).toBe(1)
    expect((await factors.of(casey))?.recoveryCodesLeft).toBe(9)
  })

  it('takes each recovery code once, of its owner only', async () => {
    const { recoveryCodes } = await enrols(casey)
    await enrols(sam)
    expect(await factors.prove(sam, recoveryCodes[0]!)).toMatchObject({ ok: false })
    expect(await factors.prove(casey, recoveryCodes[0]!.toUpperCase())).toMatchObject({
      ok: true,
      value: { by: 'recovery-code', recoveryCodesLeft: 9 },
    })
    expect(await factors.prove(casey, recoveryCodes[0]!)).toMatchObject({ ok: false })
  })

  it.each(['', '000000', 'aaaa-aaaa-aaaa', "' OR 1=1 --", '\0', '9'.repeat(50)])('takes nothing else: %j', async (typed) => {
    await enrols(casey)
    expect(await factors.prove(casey, typed)).toMatchObject({ ok: false })
    expect(await factors.prove(sam, typed)).toMatchObject({ ok: false })
  })

  it('takes nothing once the key is another, and a reset helps', async () => {
    const { secret, recoveryCodes } = await enrols(casey)
    later(60)
    const other = accessWith(createSecrets('another key for tests, of thirty-two characters'))
    expect(await other.prove(casey, codeOf(secret, now))).toMatchObject({ ok: false })
    expect(await other.prove(casey, recoveryCodes[0]!)).toMatchObject({ ok: false })
    expect(await other.standingOf(casey)).toBe('enrolled')
    expect(await db.inTransaction((tx) => other.reset(tx, casey.id, 'desk'))).toBe(true)
    expect(await other.standingOf(casey)).toBe('none')
  })
})

it('new recovery codes need a code, and the old ones are worth nothing then', async () => {
  const { recoveryCodes } = await enrols(casey)
  expect(await factors.renewRecoveryCodes(casey, '000000')).toMatchObject({ ok: false })
  const renewed = await factors.renewRecoveryCodes(casey, recoveryCodes[0]!)
  if (!renewed.ok) throw new Error('not renewed')
  expect(await factors.prove(casey, recoveryCodes[1]!)).toMatchObject({ ok: false })
  expect(await factors.prove(casey, renewed.value.recoveryCodes[1]!)).toMatchObject({ ok: true })
})

it('a reset ends the sessions and is written down once', async () => {
  await enrols(casey)
  await opensSession(casey, 'own')
  const reset = () => db.inTransaction((tx) => factors.reset(tx, casey.id, `staff:${sam.id}`))
  expect([await reset(), await reset()]).toEqual([true, false])
  expect([await factors.standingOf(casey), await sessionsOf(casey)]).toEqual(['none', []])
  expect(await acts()).toEqual(['second-factor-enrolled', 'second-factor-reset'])
})
