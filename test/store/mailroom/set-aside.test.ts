// What the desk could make nothing of stays before people's eyes until somebody has decided about it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MailDesk, type MailParts, mailText, openMailDesk } from '../../support/mail-desk.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const newsletter: MailParts = { headers: ['List-Id: <l.example>'], authentication: null, subject: 'Water news' }
const place = (uid: bigint) => ({ mailbox: 'INBOX', uidValidity: 1n, uid })
const subjects = async () => (await desk.mailroom.setAside({})).mails.map((mail) => mail.subject)

/** The database refuses cases with this subject, for good. */
async function poisonSubject(subject: string, table = 'desk_case') {
  await desk.db.client.$executeRawUnsafe(
    `CREATE FUNCTION poison_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject = '${subject}' THEN RAISE 'too bad' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$`,
  )
  await desk.db.client.$executeRawUnsafe(`CREATE TRIGGER poison BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION poison_${table}()`)
}

describe('set aside', () => {
  it('are mails ignored, automatic replies to nothing and unreadable ones; what has its case is not', async () => {
    await desk.arrives([
      mailText({ subject: 'A complaint', messageId: '<first@example.com>' }),
      mailText(newsletter),
      mailText({ headers: ['Auto-Submitted: auto-replied'], subject: 'Away' }),
      mailText({ headers: ['Auto-Submitted: auto-replied'], subject: 'Away, too', inReplyTo: '<first@example.com>' }),
      mailText({ from: 'nobody at all', subject: 'Whose?' }),
    ])
    expect((await desk.mailroom.setAside({})).mails).toMatchObject([
      { ...place(5n), kind: 'quarantined', subject: 'Whose?', fromAddress: null },
      { ...place(3n), kind: 'automatic-reply', subject: 'Away', fromAddress: 'ana@example.com', fromName: 'Ana Ruiz' },
      { ...place(2n), kind: 'ignored', subject: 'Water news', reason: expect.stringContaining('mailing list') },
    ])
    expect(await desk.mailroom.countSetAside()).toBe(1)
  })

  it('comes in pages that lose none, however many there are', async () => {
    for (let batch = 0; batch < 3; batch++)
      await desk.arrives(Array.from({ length: 45 }, (_, n) => mailText({ from: 'x', subject: `junk ${batch} ${n}` })))
    const seen = new Set<string | null>()
    let page = await desk.mailroom.setAside({ limit: 40 })
    for (; page.more; page = await desk.mailroom.setAside({ limit: 40, after: page.mails.at(-1)! }))
      for (const mail of page.mails) seen.add(mail.subject)
    for (const mail of page.mails) seen.add(mail.subject)
    expect(seen.size).toBe(135)
  })

  it('with its sender and subject is even what the database refuses, and what no field of can be stored with its bytes', async () => {
    await poisonSubject('poison')
    await desk.arrives([mailText({ subject: 'poison', from: 'Ana Ruiz <ana@example.com>' })])
    expect((await desk.mailroom.setAside({})).mails).toMatchObject([
      { subject: 'poison', fromAddress: 'ana@example.com', fromName: 'Ana Ruiz' },
    ])
    await poisonSubject('worse', 'mail')
    await desk.arrives([mailText({ subject: 'worse' })])
    const [worse] = (await desk.mailroom.setAside({})).mails
    expect(worse).toMatchObject({ ...place(2n), subject: null })
    expect((await desk.mailroom.rawBytes(worse!.rawSha256!))?.toString()).toContain('Subject: worse')
  })
})

describe('a case made of a mail that was set aside', () => {
  it("opens as if the mail had been taken for a person's, without an acknowledgement, and remembers who did it", async () => {
    const clerk = await desk.colleague('clerk')
    await desk.arrives([mailText({ ...newsletter, messageId: '<l@example.com>', text: 'My bill of $900 is wrong.\n' })])
    const made = await desk.mailroom.makeCase({ ...place(1n), by: clerk })
    const [record] = await desk.allCases()
    expect(made).toEqual({ ok: true, value: { caseId: record!.id } })
    expect(record).toMatchObject({ customerAddress: 'ana@example.com', subject: 'Water news', entitled: false })
    expect(await desk.mailroom.mailsOfCase(record!.id)).toMatchObject([{ kind: 'person', newText: 'My bill of $900 is wrong.' }])
    expect(await desk.outgoing('automatic')).toEqual([])
    expect(await desk.dispositions()).toMatchObject([
      {
        kind: 'case-message',
        caseId: record!.id,
        settledBy: clerk.id,
        settledAt: expect.any(Date),
        reason: expect.stringMatching(/ignored: list: .*mailing list/),
      },
    ])
    expect((await desk.cases.timeline(record!.id)).at(-1)).toMatchObject({ kind: 'note', actor: `staff:${clerk.id}` })
    expect(await subjects()).toEqual([])
    expect(await desk.mailroom.makeCase({ ...place(1n), by: clerk })).toMatchObject({ refusal: { kind: 'already-settled' } })
    await desk.arrives([mailText({ inReplyTo: '<l@example.com>', text: 'Hello?\n' })])
    expect(await desk.allCases()).toHaveLength(1)
  })

  it('is the one that the mail answers, where its sender is let in', async () => {
    const clerk = await desk.colleague('clerk')
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    const head = Buffer.from(mailText({ inReplyTo: '<first@example.com>', subject: 'Pictures' }))
    const large = { uid: 7n, size: 40_000_000, internalDate: new Date(), bytes: null, head }
    await desk.mailroom.ingest('INBOX', { uidValidity: 1n, startsOn: new Date(0) }, [large])
    expect(await desk.mailroom.makeCase({ ...place(7n), by: clerk })).toMatchObject({ ok: true })
    expect(await desk.allCases()).toHaveLength(1)
  })

  it('says what the mail says, where only its sender and subject were stored', async () => {
    const clerk = await desk.colleague('clerk')
    await poisonSubject('poison')
    await desk.arrives([mailText({ subject: 'poison', text: 'A long story.\n' })])
    await desk.db.client.$executeRawUnsafe('DROP TRIGGER poison ON desk_case')
    const made = await desk.mailroom.makeCase({ ...place(1n), by: clerk })
    if (!made.ok) throw new Error(made.refusal.kind)
    expect((await desk.cases.timeline(made.value.caseId))[0]).toMatchObject({
      kind: 'mail-received',
      content: { newText: 'A long story.' },
    })
  })

  it.each([
    ['an administrator, who works on no cases', 'administrator', 1n, 'not-authorised'],
    ['anybody, of a mail that has its case', 'clerk', 2n, 'not-there'],
    ['anybody, of no mail at all', 'supervisor', 99n, 'not-there'],
    ['anybody, of a mail without a sender', 'supervisor', 3n, 'unreadable'],
  ] as const)('is refused to %s', async (_, role, uid, kind) => {
    await desk.arrives([mailText(newsletter), mailText(), mailText({ from: 'nobody at all' })])
    expect(await desk.mailroom.makeCase({ ...place(uid), by: await desk.colleague(role) })).toEqual({ ok: false, refusal: { kind } })
    expect(await desk.allCases()).toHaveLength(1)
  })
})

describe('a discarded mail', () => {
  it('is out of sight with its reason, and nothing of it is deleted', async () => {
    const supervisor = await desk.colleague('supervisor')
    await desk.arrives([mailText(newsletter), mailText({ from: 'x' })])
    expect(await desk.mailroom.settleSetAside({ ...place(2n), by: supervisor, reason: ' Advertising ' })).toEqual({
      ok: true,
      value: undefined,
    })
    expect(await subjects()).toEqual(['Water news'])
    expect(await desk.mailroom.countSetAside()).toBe(0)
    expect((await desk.dispositions())[1]).toMatchObject({ kind: 'quarantined', settledBy: supervisor.id, settledReason: 'Advertising' })
    expect(await desk.db.client.rawMail.count()).toBe(2)
    expect(await desk.db.client.officeAudit.findMany()).toMatchObject([
      { actor: `staff:${supervisor.id}`, detail: { reason: 'Advertising' } },
    ])
    expect(await desk.mailroom.settleSetAside({ ...place(2n), by: supervisor, reason: 'again' })).toMatchObject({
      refusal: { kind: 'already-settled' },
    })
    expect(await desk.mailroom.makeCase({ ...place(2n), by: supervisor })).toMatchObject({ refusal: { kind: 'already-settled' } })
  })
})
