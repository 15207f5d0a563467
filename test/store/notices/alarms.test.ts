// The office's alarms: one stands for each thing that is wrong, people are told once, and what is over is kept.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mailAdministrators } from '../../../src/notices/notices.ts'
import { openOffice } from '../../../src/office.ts'
import type { StaffMember } from '../../../src/staff/staff-member.ts'
import { type MailDesk, openMailDesk } from '../../support/mail-desk.ts'

let desk: MailDesk
const revoked = { key: 'mailbox:main', text: 'The mailbox main cannot be read: access was revoked.', remedy: 'Grant access again.' }
const noon = new Date('2026-03-02T18:00:00Z')
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000)

beforeAll(async () => {
  desk = await openMailDesk()
})
afterAll(() => desk.close())
beforeEach(async () => {
  desk.setTime(noon)
  await desk.db.client.alarm.deleteMany()
  await desk.db.client.staff.deleteMany()
  await desk.db.client.outgoing.deleteMany()
  await desk.db.client.$executeRaw`DELETE FROM jobs.job WHERE name LIKE 'alarm-%'`
})

const announced = async () => {
  const jobs = await desk.db.client.$queryRaw<{ name: string }[]>`SELECT name FROM jobs.job WHERE name LIKE 'alarm-%' ORDER BY created_on`
  return jobs.map(({ name }) => name)
}

describe('an alarm', () => {
  it('that is raised again is the same one with the newest words, and is announced once', async () => {
    await desk.notices.raiseAlarm(revoked)
    desk.setTime(later(5))
    await desk.notices.raiseAlarm({ ...revoked, text: 'Still not.' })
    expect(await desk.notices.openAlarms()).toMatchObject([
      { key: 'mailbox:main', text: 'Still not.', raisedAt: noon, lastSeenAt: later(5), clearedAt: null },
    ])
    expect(await announced()).toEqual(['alarm-raised'])
  })

  it('that cleared is kept; raised after that, it is another', async () => {
    await desk.notices.raiseAlarm(revoked)
    desk.setTime(later(1))
    await desk.notices.clearAlarm(revoked.key)
    await desk.notices.clearAlarm(revoked.key)
    expect(await desk.notices.openAlarms()).toEqual([])
    expect(await desk.notices.closedAlarms()).toMatchObject([{ key: revoked.key, clearedAt: later(1), clearedBy: null }])
    await desk.notices.raiseAlarm(revoked)
    expect(await desk.notices.openAlarms()).toMatchObject([{ raisedAt: later(1) }])
    expect(await announced()).toEqual(['alarm-raised', 'alarm-cleared', 'alarm-raised'])
  })

  it('of a transaction that comes to nothing was never raised, nor cleared', async () => {
    const fails = (work: Parameters<typeof desk.db.inTransaction>[0]) =>
      expect(
        desk.db.inTransaction(async (tx) => {
          await work(tx)
          throw new Error('and then it failed')
        }),
      ).rejects.toThrow('and then it failed')
    await fails((tx) => desk.notices.raiseAlarm(revoked, tx))
    expect(await desk.notices.openAlarms()).toEqual([])
    expect(await announced()).toEqual([])
    await desk.notices.raiseAlarm(revoked)
    await fails((tx) => desk.notices.clearAlarm(revoked.key, tx))
    expect(await desk.notices.openAlarms()).toHaveLength(1)
    expect(await announced()).toEqual(['alarm-raised'])
  })

  it('that many find at the same moment is one', async () => {
    await Promise.all(Array.from({ length: 8 }, () => desk.notices.raiseAlarm(revoked)))
    expect(await desk.notices.openAlarms()).toHaveLength(1)
    expect(await announced()).toEqual(['alarm-raised'])
  })

  it('takes whatever a server says', async () => {
    await desk.notices.raiseAlarm({ ...revoked, text: `The server says: \0\ud83d${'x'.repeat(5000)}` })
    const [alarm] = await desk.notices.openAlarms()
    expect(alarm?.text).toMatch(/^The server says: \ufffdx{900,}$/)
  })

  it('is closed by hand by those the rulebook names, on record, and stands anew where it still holds', async () => {
    const administrator = await desk.colleague('administrator')
    const clerk = await desk.colleague('clerk')
    await desk.notices.raiseAlarm(revoked)
    const [alarm] = await desk.notices.openAlarms()
    const close = (by: StaffMember) => desk.notices.closeAlarm({ id: alarm!.id, by })
    expect(await close(clerk)).toEqual({ ok: false, refusal: { kind: 'not-authorised' } })
    expect(await close(administrator)).toEqual({ ok: true, value: undefined })
    expect(await close(administrator)).toEqual({ ok: false, refusal: { kind: 'not-open' } })
    expect(await desk.notices.alarm(alarm!.id)).toMatchObject({ clearedBy: administrator.id })
    expect(await desk.db.client.officeAudit.findMany({ where: { act: 'alarm closed by hand' } })).toMatchObject([
      { actor: `staff:${administrator.id}`, subject: revoked.key },
    ])
    await desk.notices.raiseAlarm(revoked)
    expect(await desk.notices.openAlarms()).toHaveLength(1)
  })
})

it('a command that finds something raises the alarm too, though it works no jobs', async () => {
  const { connection } = desk
  const office = await openOffice(desk.config, { log: desk.log, database: { connection, stop: async () => {} }, migrate: false })
  await office.notices.raiseAlarm(revoked)
  await office.close()
  expect(await announced()).toEqual(['alarm-raised'])
})

describe('the administrators', () => {
  const tell = () => mailAdministrators({ ...desk, consoleUrl: 'https://desk.city.example/' })
  const mails = () => desk.outgoing('staff')

  it('are written to once about an alarm, in fixed words, and nobody else is', async () => {
    const alex = await desk.colleague('administrator', 'alex')
    const robin = await desk.colleague('administrator', 'robin')
    await desk.colleague('supervisor')
    await desk.notices.raiseAlarm(revoked)
    await tell()
    await tell()
    expect((await mails()).map(({ recipient }) => recipient).toSorted()).toEqual([alex.email, robin.email])
    const [mail] = await mails()
    expect(mail).toMatchObject({ subject: 'An alarm at the desk', caseId: null })
    expect(mail?.text).toContain('https://desk.city.example/alarms')
    expect(mail?.text).toContain('since 2026-03-02 18:00 UTC')
    expect(mail?.text).not.toContain('revoked')
  })

  it('get one mail an hour about what comes and goes, and then hear of it where it stands', async () => {
    await desk.colleague('administrator')
    for (const minutes of [0, 10, 20]) {
      desk.setTime(later(minutes))
      await desk.notices.raiseAlarm(revoked)
      await tell()
      desk.setTime(later(minutes + 5))
      await desk.notices.clearAlarm(revoked.key)
    }
    desk.setTime(later(40))
    await desk.notices.raiseAlarm(revoked)
    await tell()
    expect(await mails()).toHaveLength(1)
    await desk.notices.raiseAlarm({ ...revoked, key: 'smtp' })
    await tell()
    expect(await mails()).toHaveLength(2)
    desk.setTime(later(61))
    await tell()
    expect(await mails()).toHaveLength(3)
  })

  it('are not written to about what was over before they could be', async () => {
    await desk.colleague('administrator')
    await desk.notices.raiseAlarm(revoked)
    await desk.notices.clearAlarm(revoked.key)
    await tell()
    expect(await mails()).toEqual([])
  })
})
