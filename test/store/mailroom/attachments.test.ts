// Files that came with mails: who may have them, and what a virus scanner that finds something, breaks off or is away changes.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClamdScanner } from '../../../src/channels/clamd/clamd-scanner.ts'
import type { VirusScanner } from '../../../src/mailroom/mailroom.ts'
import type { StaffMember } from '../../../src/staff/staff-member.ts'
import { type ClamdDouble, eicar, startClamd } from '../../support/clamd-double.ts'
import { type KeptAlarms, keptAlarms } from '../../support/kept-alarms.ts'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'
import { zipOf } from '../../support/zip-archive.ts'

const bill = Buffer.from('%PDF-1.7\nthe bill')

function mailWith(...files: { name: string; content: Buffer }[]): string {
  const parts = files.map(({ name, content }) =>
    [
      '--b',
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64'),
      '',
    ].join('\n'),
  )
  const text = `--b\nContent-Type: text/plain\n\nSee the file.\n${parts.join('')}--b--\n`
  return mailText({ subject: files[0]?.name ?? '', headers: ['Content-Type: multipart/mixed; boundary=b'], text })
}

/** The newest mail of the newest case. */
async function newest(desk: MailDesk) {
  const record = (await desk.allCases()).at(-1)
  const mail = (await desk.mailroom.mailsOfCase(record?.id ?? '')).at(-1)
  if (!record || !mail) throw new Error('no mail came')
  return { record, mail, offers: mail.attachments.map(({ offer }) => offer.kind) }
}

describe('without a scanner', () => {
  let desk: MailDesk
  let clerk: StaffMember
  beforeAll(async () => {
    desk = await openMailDesk()
    clerk = await desk.colleague('clerk')
  })
  afterAll(() => desk?.close())

  it('a file is had as it was, and the audit log keeps who had it', async () => {
    await desk.arrives([mailWith({ name: 'bill.pdf', content: bill }, { name: 'meter.jpg', content: Buffer.from([0xff, 0xd8]) })])
    const { record, mail, offers } = await newest(desk)
    expect(offers).toEqual(['offered', 'offered'])
    const had = await desk.mailroom.attachment({ mailId: mail.id, number: 0, by: clerk })
    expect(had).toMatchObject({ ok: true, value: { filename: 'bill.pdf' } })
    expect(had.ok && Buffer.from(had.value.content).equals(bill)).toBe(true)
    expect(await desk.db.client.officeAudit.findMany({ where: { act: 'attachment downloaded' } })).toMatchObject([
      { actor: `staff:${clerk.id}`, subject: `file 1 of mail ${mail.id}`, detail: { filename: 'bill.pdf', caseId: record.id, number: 0 } },
    ])
  })

  it('a file that is not there is not had', async () => {
    const { mail } = await newest(desk)
    expect(await desk.mailroom.attachment({ mailId: mail.id, number: 2, by: clerk })).toMatchObject({ refusal: { kind: 'not-there' } })
    expect(await desk.mailroom.attachment({ mailId: randomUUID(), number: 0, by: clerk })).toMatchObject({ ok: false })
  })

  it.each([
    ['bill.exe', bill],
    ['bill.pdf', Buffer.from('MZ program')],
    ['bill.zip', zipOf(['bill.scr'])],
  ])('a harmful %s is kept and offered to nobody', async (name, content) => {
    await desk.arrives([mailWith({ name, content })])
    const { mail, offers } = await newest(desk)
    expect(offers).toEqual(['harmful'])
    expect(await desk.mailroom.attachment({ mailId: mail.id, number: 0, by: clerk })).toMatchObject({ refusal: { kind: 'harmful' } })
    expect((await desk.mailroom.rawMail(mail.id))?.includes(content.toString('base64'))).toBe(true)
  })

  it('a mail that was read before contents were looked at is looked at when its file is wanted', async () => {
    await desk.arrives([mailWith({ name: 'old.pdf', content: Buffer.from('MZ program') })])
    const { mail } = await newest(desk)
    await desk.db.client.$executeRaw`UPDATE mail SET reading = reading - 'harmful' WHERE id = ${mail.id}::uuid`
    expect((await newest(desk)).offers).toEqual(['offered'])
    expect(await desk.mailroom.attachment({ mailId: mail.id, number: 0, by: clerk })).toMatchObject({ refusal: { kind: 'harmful' } })
  })
})

describe('with clamd', () => {
  let clamd: ClamdDouble
  let desk: MailDesk
  let clerk: StaffMember
  let alarms: KeptAlarms
  /** Takes the one that runs now: a scanner that comes back is another process at the same place. */
  const scanner: VirusScanner = { scan: (content) => createClamdScanner(clamd.address).scan(content) }

  beforeAll(async () => {
    clamd = await startClamd({ streamLimitBytes: 100_000 })
    alarms = keptAlarms()
    desk = await openMailDesk({}, { scanner, alarms })
    clerk = await desk.colleague('clerk')
  })
  afterEach(() => clamd.behaves('well'))
  afterAll(async () => {
    await desk?.close()
    await clamd?.stop()
  })

  const arrives = async (...files: { name: string; content: Buffer }[]) => {
    await desk.arrives([mailWith(...files)])
    return (await newest(desk)).mail.id
  }

  it('files are held until they are scanned, each as what it was sent', async () => {
    const mailId = await arrives({ name: 'bill.pdf', content: bill }, { name: 'big.pdf', content: Buffer.alloc(150_000, 65) })
    expect((await newest(desk)).offers).toEqual(['held', 'held'])
    expect(await desk.mailroom.attachment({ mailId, number: 0, by: clerk })).toMatchObject({ refusal: { kind: 'held' } })
    await desk.mailroom.scanAttachments(mailId)
    expect(clamd.scanned.at(-1)?.equals(bill)).toBe(true)
    const { mail, offers } = await newest(desk)
    expect(offers).toEqual(['offered', 'held'])
    expect(mail.attachments[1]?.offer).toMatchObject({ why: expect.stringContaining('size limit exceeded') })
    expect(await desk.mailroom.attachment({ mailId, number: 0, by: clerk })).toMatchObject({ ok: true })
  })

  it('a scan is asked for in the transaction that records the mail', async () => {
    const before = await waitingJobs(desk)
    await arrives({ name: 'bill.pdf', content: bill })
    await desk.arrives([mailText({ subject: 'no file' })])
    expect((await waitingJobs(desk)) - before).toBe(1)
  })

  it('an infected file is had by nobody, and the case says so', async () => {
    const mailId = await arrives({ name: 'bill.pdf', content: eicar })
    await desk.mailroom.scanAttachments(mailId)
    const { record, offers } = await newest(desk)
    expect(offers).toEqual(['infected'])
    expect(await desk.lastEvent(record.id)).toMatchObject({
      kind: 'attachment-infected',
      actor: 'desk',
      content: { mailId, number: 0, reason: 'bill.pdf: Win.Test.EICAR_HDB-1' },
    })
    const administrator = await desk.colleague('administrator')
    expect(await desk.mailroom.attachment({ mailId, number: 0, by: administrator })).toMatchObject({ refusal: { kind: 'infected' } })
    const [entry] = (await desk.mailroom.ledger({ limit: 1 })).entries
    expect(await desk.mailroom.mailSource({ id: entry?.id ?? '', by: administrator, how: 'as-file' })).toMatchObject({
      refusal: { kind: 'infected' },
    })
    await desk.mailroom.scanAttachments(mailId)
    expect((await desk.cases.timeline(record.id)).filter(({ kind }) => kind === 'attachment-infected')).toHaveLength(1)
  })

  it('a file on which it gives up again and again is held, and holds up nothing', async () => {
    desk.setTime(new Date('2026-03-02T18:00:00Z'))
    const mailId = await arrives({ name: 'odd.pdf', content: bill })
    clamd.behaves('breaks-off')
    for (let tries = 0; tries < 5; tries++) await desk.mailroom.scanAttachments(mailId)
    clamd.behaves('well')
    await desk.mailroom.scanAttachments(mailId)
    expect((await newest(desk)).offers).toEqual(['held'])
    expect(alarms.standing.size).toBe(0)
    desk.setTime(undefined)
  })

  it('away, it leaves files held and raises an alarm; back, it has them scanned', async () => {
    const at = new Date('2026-03-02T19:00:00Z')
    const minutes = (count: number) => desk.setTime(new Date(at.getTime() + count * 60_000))
    minutes(0)
    await clamd.stop()
    const first = await arrives({ name: 'one.pdf', content: bill })
    const second = await arrives({ name: 'two.pdf', content: bill })
    await desk.mailroom.scanAttachments(first)
    await desk.mailroom.scanAttachments(second)
    expect(alarms.standing.size).toBe(0)
    for (const minute of [1, 2, 3]) {
      minutes(minute)
      await desk.mailroom.sweepScans()
    }
    expect([...alarms.standing.keys()]).toEqual(['virus-scanner'])
    expect((await newest(desk)).offers).toEqual(['held'])

    clamd = await startClamd()
    minutes(4)
    await desk.mailroom.sweepScans()
    expect(alarms.standing.size).toBe(0)
    for (const mailId of [first, second])
      expect(await desk.mailroom.attachment({ mailId, number: 0, by: clerk })).toMatchObject({ ok: true })
    desk.setTime(undefined)
  })

  it('a file from before there was a scanner is scanned when it is wanted', async () => {
    const clean = await arrives({ name: 'bill.pdf', content: bill })
    const infected = await arrives({ name: 'bill.pdf', content: eicar })
    await desk.db.client.attachmentScan.deleteMany()
    expect((await newest(desk)).offers).toEqual(['offered'])
    expect(await desk.mailroom.attachment({ mailId: clean, number: 0, by: clerk })).toMatchObject({ ok: true })
    expect(await desk.mailroom.attachment({ mailId: infected, number: 0, by: clerk })).toMatchObject({ refusal: { kind: 'infected' } })
  })
})

async function waitingJobs(desk: MailDesk): Promise<number> {
  const [row] = await desk.db.client.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM jobs.job WHERE name = 'scan-attachments'`
  return Number(row?.count)
}
