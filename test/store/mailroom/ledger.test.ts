// Every UID has its row in the ledger, and what the desk could make nothing of stays before people's eyes until somebody has
// decided about it.
import { randomUUID } from 'node:crypto'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LedgerAsked } from '../../../src/mailroom/mailroom.ts'
import { type MailDesk, type MailParts, mailText, openMailDesk } from '../../support/mail-desk.ts'
import { openedFolder } from '../../support/mail-folder.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const newsletter: MailParts = { headers: ['List-Id: <l.example>'], authentication: null, subject: 'Water news' }
const blank: MailParts = { from: 'nobody at all' }
const entries = async (asked: LedgerAsked = {}) => (await desk.mailroom.ledger(asked)).entries
const subjects = async (asked: LedgerAsked = {}) => (await entries(asked)).map((entry) => entry.subject)
const standing = () => entries({ standing: true })

/** The entry of that UID in the mailbox that the tests' mails arrive in. */
async function entryOf(uid: bigint) {
  const found = (await entries()).find((entry) => entry.uid === uid)
  if (!found) throw new Error(`no entry of UID ${uid}`)
  return found
}
const idOf = async (uid: bigint) => (await entryOf(uid)).id
const audited = () => desk.db.client.officeAudit.findMany({ orderBy: { at: 'asc' } })

/** The database refuses cases with this subject, for good. */
async function poisonSubject(subject: string, table = 'desk_case') {
  await desk.db.client.$executeRawUnsafe(
    `CREATE FUNCTION poison_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject = '${subject}' THEN RAISE 'too bad' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$`,
  )
  await desk.db.client.$executeRawUnsafe(`CREATE TRIGGER poison BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION poison_${table}()`)
}

describe('the ledger', () => {
  it('has every UID with its disposition, its mail and its case, newest first', async () => {
    await desk.arrives([
      mailText({ subject: 'A complaint', messageId: '<first@example.com>' }),
      mailText(newsletter),
      mailText({ headers: ['Auto-Submitted: auto-replied'], subject: 'Away' }),
      mailText({ headers: ['Auto-Submitted: auto-replied'], subject: 'Away, too', inReplyTo: '<first@example.com>' }),
      mailText({ ...blank, subject: 'Whose?' }),
    ])
    const [record] = await desk.allCases()
    const inOrder = (await entries()).toSorted((a, b) => Number(a.uid - b.uid))
    expect(inOrder).toMatchObject([
      { kind: 'case-message', subject: 'A complaint', fromAddress: 'ana@example.com', fromName: 'Ana Ruiz', caseId: record!.id },
      { kind: 'ignored', subject: 'Water news', reason: expect.stringContaining('mailing list'), caseId: null },
      { kind: 'automatic-reply', subject: 'Away', caseId: null },
      { kind: 'automatic-reply', subject: 'Away, too', caseId: record!.id },
      { kind: 'quarantined', subject: 'Whose?', fromAddress: null, settled: null, mailbox: 'INBOX', folder: 'INBOX' },
    ])
    expect(await desk.mailroom.ledgerEntry(inOrder[4]!.id)).toEqual(inOrder[4])
    await desk.arrives([mailText({ subject: 'The newest' })])
    expect((await subjects())[0]).toBe('The newest')
  })

  it('shows by itself what waits for a person: what could not be read, and bounces of nothing known', async () => {
    await desk.arrives([mailText(), mailText(newsletter), mailText({ ...blank, subject: 'Whose?' })])
    await desk.arrives([
      mailText({
        headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'],
        from: 'MAILER-DAEMON@x.example',
        subject: 'Undelivered Mail Returned to Sender',
        text: 'Delivery to bob@x.example failed: 550 5.1.1 User unknown.\n',
      }),
    ])
    expect((await standing()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['bounce', 'Undelivered Mail Returned to Sender'],
      ['quarantined', 'Whose?'],
    ])
    expect(await desk.mailroom.countSetAside()).toBe(2)
  })

  it('comes in pages that lose none, however many there are', async () => {
    for (let batch = 0; batch < 3; batch++)
      await desk.arrives(Array.from({ length: 45 }, (_, n) => mailText({ ...blank, subject: `junk ${batch} ${n}` })))
    const seen = new Set<string | null>()
    let page = await desk.mailroom.ledger({ limit: 40 })
    for (; page.more; page = await desk.mailroom.ledger({ limit: 40, after: page.entries.at(-1)! }))
      for (const entry of page.entries) seen.add(entry.subject)
    for (const entry of page.entries) seen.add(entry.subject)
    expect(seen.size).toBe(135)
  })

  it('with its sender and subject is even what the database refuses, and what no field of can be stored with its bytes', async () => {
    await poisonSubject('poison')
    await desk.arrives([mailText({ subject: 'poison', from: 'Ana Ruiz <ana@example.com>' })])
    expect(await standing()).toMatchObject([{ subject: 'poison', fromAddress: 'ana@example.com', fromName: 'Ana Ruiz' }])
    await poisonSubject('worse', 'mail')
    await desk.arrives([mailText({ subject: 'worse' })])
    const [worse] = await standing()
    expect(worse).toMatchObject({ uid: 2n, subject: null })
    expect((await desk.mailroom.rawBytes(worse!.rawSha256!))?.toString()).toContain('Subject: worse')
  })
})

describe('a search', () => {
  beforeEach(async () => {
    await desk.arrives([
      mailText({ subject: 'Leaking meter', text: 'The pit in Ashland Avenue is full of water.\n', messageId: '<pit.4711@example.com>' }),
      mailText({ ...newsletter, from: 'Weekly Offers <news@offers.example>' }),
      mailText({ subject: '水表坏了', text: '我的账单太高\n' }),
    ])
    await desk.arrives([mailText({ ...blank, subject: 'Whose meter?' })], { mailbox: 'billing' })
  })

  it.each([
    ['a word of the subject', 'leaking', ['Leaking meter']],
    ['the beginning of a word of the text', 'ashl', ['Leaking meter']],
    ['a sender’s address', 'news@offers.example', ['Water news']],
    ['a Message-ID', '<pit.4711@example.com>', ['Leaking meter']],
    ['several words, which must all be there', 'meter whose', ['Whose meter?']],
    ['words of a script without spaces', '账单', ['水表坏了']],
    ['what means something to the database', "meter' & ! | (:*", ['Whose meter?', 'Leaking meter']],
    ['what is nowhere', 'submarine', []],
  ])('finds by %s', async (_, search, found) => expect((await subjects({ search })).toSorted()).toEqual(found.toSorted()))

  it('is narrowed to dispositions and to a mailbox', async () => {
    expect(await subjects({ kinds: ['ignored'] })).toEqual(['Water news'])
    expect(await subjects({ mailbox: 'billing' })).toEqual(['Whose meter?'])
    expect(await subjects({ search: 'meter', mailbox: 'INBOX', kinds: ['case-message'] })).toEqual(['Leaking meter'])
    expect(await subjects({ search: 'meter', mailbox: 'nowhere' })).toEqual([])
  })
})

describe('a case made of a mail that was set aside', () => {
  it("opens as if the mail had been taken for a person's, without an acknowledgement, and remembers who did it", async () => {
    const clerk = await desk.colleague('clerk')
    await desk.arrives([mailText({ ...newsletter, messageId: '<l@example.com>', text: 'My bill of $900 is wrong.\n' })])
    const made = await desk.mailroom.makeCase({ id: await idOf(1n), by: clerk })
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
    expect(await standing()).toEqual([])
    expect(await audited()).toMatchObject([
      {
        actor: `staff:${clerk.id}`,
        act: 'case made of a mail set aside',
        subject: 'mail 1 of INBOX/INBOX',
        detail: { caseId: record!.id },
      },
    ])
    expect(await desk.mailroom.makeCase({ id: await idOf(1n), by: clerk })).toMatchObject({ refusal: { kind: 'already-settled' } })
    await desk.arrives([mailText({ inReplyTo: '<l@example.com>', text: 'Hello?\n' })])
    expect(await desk.allCases()).toHaveLength(1)
  })

  it('is the one that the mail answers, where its sender is let in', async () => {
    const clerk = await desk.colleague('clerk')
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    const head = Buffer.from(mailText({ inReplyTo: '<first@example.com>', subject: 'Pictures' }))
    const large = { uid: 7n, size: 40_000_000, internalDate: new Date(), bytes: null, head }
    await desk.mailroom.ingest({ folder: await openedFolder(desk.mailroom), startsOn: new Date(0) }, [large])
    expect(await desk.mailroom.makeCase({ id: await idOf(7n), by: clerk })).toMatchObject({ ok: true })
    expect(await desk.allCases()).toHaveLength(1)
  })

  it("is the visitor's where a web form wrote in the desk's own name, and waits until then; he is not established", async () => {
    const form: MailParts = {
      from: 'Contact form <water@city.example>',
      headers: ['Reply-To: ana@example.com'],
      text: 'There is no water.\n',
    }
    await desk.arrives([mailText(form), mailText({ ...form, headers: ['Reply-To: ana@example.com', 'X-Waterdesk-Case: WD-000001'] })])
    expect(await desk.dispositions()).toMatchObject([{ kind: 'quarantined' }, { kind: 'ignored' }])
    const clerk = await desk.colleague('clerk')
    expect(await desk.mailroom.makeCase({ id: await idOf(1n), by: clerk })).toMatchObject({ ok: true })
    expect(await desk.allCases()).toMatchObject([{ customerAddress: 'ana@example.com', entitled: false }])
    expect((await desk.cases.timeline((await desk.allCases())[0]!.id))[0]).toMatchObject({ content: { established: false } })
    expect(await desk.outgoing('automatic')).toEqual([])
  })

  it('says what the mail says, where only its sender and subject were stored', async () => {
    const clerk = await desk.colleague('clerk')
    await poisonSubject('poison')
    await desk.arrives([mailText({ subject: 'poison', text: 'A long story.\n' })])
    await desk.db.client.$executeRawUnsafe('DROP TRIGGER poison ON desk_case')
    const made = await desk.mailroom.makeCase({ id: await idOf(1n), by: clerk })
    if (!made.ok) throw new Error(made.refusal.kind)
    expect((await desk.cases.timeline(made.value.caseId))[0]).toMatchObject({
      kind: 'mail-received',
      content: { newText: 'A long story.' },
    })
  })

  it.each([
    ['an administrator, who works on no cases', 'administrator', 1n, 'not-authorised'],
    ['anybody, of a mail that has its case', 'clerk', 2n, 'not-there'],
    ['anybody, of a mail without a sender', 'supervisor', 3n, 'unreadable'],
  ] as const)('is refused to %s', async (_, role, uid, kind) => {
    await desk.arrives([mailText(newsletter), mailText(), mailText(blank)])
    expect(await desk.mailroom.makeCase({ id: await idOf(uid), by: await desk.colleague(role) })).toEqual({ ok: false, refusal: { kind } })
    expect(await desk.allCases()).toHaveLength(1)
  })
})

describe('a mail attached to a case', () => {
  it('is heard there, its sender is no customer of it, and what was about to leave waits', async () => {
    const { record, outgoingId } = await desk.approvedReply()
    const clerk = await desk.colleague('clerk')
    await desk.arrives([
      mailText({ ...newsletter, messageId: '<l@example.com>', from: 'Uncle Bo <bo@elsewhere.example>', text: 'He lives with me.\n' }),
    ])
    const attached = await desk.mailroom.attach({ id: await idOf(2n), by: clerk, caseNumber: record.number })
    expect(attached).toEqual({ ok: true, value: { caseId: record.id } })
    expect(await entryOf(2n)).toMatchObject({
      kind: 'case-message',
      caseId: record.id,
      reason: expect.stringMatching(/^a person attached it to WD-000001; it was ignored: list/),
      settled: { by: clerk.id, reason: 'attached to a case' },
    })
    expect(await desk.lastEvent(record.id)).toMatchObject({
      kind: 'mail-attached',
      actor: `staff:${clerk.id}`,
      content: { from: 'bo@elsewhere.example', newText: 'He lives with me.' },
    })
    expect((await desk.cases.byId(record.id))?.customerAddress).toBe('ana@example.com')
    expect((await desk.outgoingById(outgoingId)).status).toBe('held')
    expect((await audited()).at(-1)).toMatchObject({ act: 'mail attached to a case', detail: { caseId: record.id } })
    expect(await desk.mailroom.attach({ id: await idOf(2n), by: clerk, caseNumber: record.number })).toMatchObject({
      refusal: { kind: 'already-settled' },
    })
  })

  it('may be one that the desk could read nothing of', async () => {
    await desk.arrives([mailText()])
    await poisonSubject('worse', 'mail')
    await desk.arrives([mailText({ subject: 'worse' })])
    const attached = await desk.mailroom.attach({ id: await idOf(2n), by: await desk.colleague('clerk'), caseNumber: 1 })
    expect(attached).toMatchObject({ ok: true })
    const mails = await desk.mailroom.mailsOfCase((await desk.allCases())[0]!.id)
    expect(mails.map(({ kind }) => kind)).toEqual(['person', 'attached'])
  })

  it.each([
    ['an administrator', 'administrator', 1n, 1, 'not-authorised'],
    ['anybody, to a case that is not there', 'clerk', 1n, 999, 'no-case'],
    ['anybody, of a mail that has its case', 'clerk', 2n, 1, 'not-there'],
  ] as const)('is refused to %s', async (_, role, uid, caseNumber, kind) => {
    await desk.arrives([mailText(newsletter), mailText()])
    const done = await desk.mailroom.attach({ id: await idOf(uid), by: await desk.colleague(role), caseNumber })
    expect(done).toEqual({ ok: false, refusal: { kind } })
    expect((await entryOf(1n)).settled).toBeNull()
    expect(await audited()).toEqual([])
  })
})

describe('a mail that is read again', () => {
  const polish = (headers: string[], words: string) =>
    Buffer.concat([Buffer.from(mailText({ headers, text: '' })), iconv.encode(words, 'iso-8859-2')])

  it('by another charset shows the proper letters in its case, which keeps it and remembers who did it', async () => {
    const clerk = await desk.colleague('clerk')
    await desk.arrives([polish(['Content-Type: text/plain; charset=iso-8859-1'], 'Proszę o wyjaśnienie, skąd ta należność.')])
    const [record] = await desk.allCases()
    const before = (await desk.mailroom.mailsOfCase(record!.id))[0]!.newText
    expect(before).not.toContain('wyjaśnienie')
    const done = await desk.mailroom.reread({ id: await idOf(1n), by: clerk, charset: 'iso-8859-2' })
    expect(done).toMatchObject({ ok: true, value: { kind: 'case-message', caseId: record!.id } })
    expect(await desk.mailroom.mailsOfCase(record!.id)).toMatchObject([{ newText: 'Proszę o wyjaśnienie, skąd ta należność.' }])
    expect(await desk.lastEvent(record!.id)).toMatchObject({
      kind: 'mail-reread',
      actor: `staff:${clerk.id}`,
      content: { charset: 'iso-8859-2' },
    })
    expect(await subjects({ search: 'wyjaśnienie' })).toHaveLength(1)
    expect(await audited()).toMatchObject([{ act: 'mail read again', detail: { charset: 'iso-8859-2', became: 'case-message' } }])
    expect(await desk.allCases()).toHaveLength(1)
  })

  it('becomes a case when it can be recorded now', async () => {
    const clerk = await desk.colleague('clerk')
    await poisonSubject('poison')
    await desk.arrives([mailText({ subject: 'poison', text: 'A long story.\n' })])
    await desk.db.client.$executeRawUnsafe('DROP TRIGGER poison ON desk_case')
    const done = await desk.mailroom.reread({ id: await idOf(1n), by: clerk })
    const [record] = await desk.allCases()
    expect(done).toMatchObject({ ok: true, value: { kind: 'case-message', caseId: record!.id } })
    expect(await entryOf(1n)).toMatchObject({ kind: 'case-message', settled: { by: clerk.id, reason: 'read again' } })
    expect(await desk.mailroom.reread({ id: await idOf(1n), by: clerk })).toMatchObject({ ok: true })
    expect(await desk.allCases()).toHaveLength(1)
  })

  it('still waits for a person when it says no more than before', async () => {
    await desk.arrives([mailText(blank)])
    const done = await desk.mailroom.reread({ id: await idOf(1n), by: await desk.colleague('clerk') })
    expect(done).toMatchObject({ ok: true, value: { kind: 'quarantined' } })
    expect(await standing()).toHaveLength(1)
    expect((await entryOf(1n)).settled).toBeNull()
  })

  it('is refused to an administrator, and where only the header was ever fetched', async () => {
    const head = Buffer.from(mailText())
    const large = { uid: 1n, size: 40_000_000, internalDate: new Date(), bytes: null, head }
    await desk.mailroom.ingest({ folder: await openedFolder(desk.mailroom), startsOn: new Date(0) }, [large])
    const id = await idOf(1n)
    expect(await desk.mailroom.reread({ id, by: await desk.colleague('administrator') })).toMatchObject({
      refusal: { kind: 'not-authorised' },
    })
    expect(await desk.mailroom.reread({ id, by: await desk.colleague('clerk') })).toMatchObject({ refusal: { kind: 'not-whole' } })
    expect(await audited()).toEqual([])
  })
})

describe('a discarded mail', () => {
  it('is out of sight with its reason, and nothing of it is deleted', async () => {
    const supervisor = await desk.colleague('supervisor')
    await desk.arrives([mailText(newsletter), mailText(blank), mailText({ ...blank, subject: 'Another' })])
    const id = await idOf(2n)
    expect(await desk.mailroom.discard({ id, by: supervisor, reason: ' \n ' })).toEqual({ ok: false, refusal: { kind: 'reason-missing' } })
    expect(await desk.mailroom.countSetAside()).toBe(2)
    expect(await desk.mailroom.discard({ id, by: supervisor, reason: ' Advertising ' })).toEqual({ ok: true, value: undefined })
    expect((await standing()).map(({ subject }) => subject)).toEqual(['Another'])
    expect(await desk.mailroom.countSetAside()).toBe(1)
    expect(await entryOf(2n)).toMatchObject({ kind: 'quarantined', settled: { by: supervisor.id, reason: 'Advertising' } })
    expect(await desk.db.client.rawMail.count()).toBe(3)
    expect(await audited()).toMatchObject([
      { actor: `staff:${supervisor.id}`, act: 'mail set aside was discarded', detail: { reason: 'Advertising', ledgerEntry: id } },
    ])
    const again = { refusal: { kind: 'already-settled' } }
    expect(await desk.mailroom.discard({ id, by: supervisor, reason: 'again' })).toMatchObject(again)
    expect(await desk.mailroom.makeCase({ id, by: supervisor })).toMatchObject(again)
    expect(await desk.mailroom.reread({ id, by: supervisor })).toMatchObject(again)
  })

  it('is taken back by whoever sees that it was wrong, and the audit log keeps both', async () => {
    const clerk = await desk.colleague('clerk')
    await desk.arrives([mailText(blank)])
    const id = await idOf(1n)
    expect(await desk.mailroom.takeBack({ id, by: clerk })).toEqual({ ok: false, refusal: { kind: 'not-discarded' } })
    await desk.mailroom.discard({ id, by: clerk, reason: 'Advertising' })
    const administrator = await desk.colleague('administrator')
    expect(await desk.mailroom.takeBack({ id, by: administrator })).toMatchObject({ refusal: { kind: 'not-authorised' } })
    expect(await desk.mailroom.takeBack({ id, by: clerk })).toEqual({ ok: true, value: undefined })
    expect(await standing()).toMatchObject([{ id, settled: null }])
    expect((await audited()).map(({ act }) => act)).toEqual(['mail set aside was discarded', 'discarded mail was taken back'])
    await desk.arrives([mailText()])
    await desk.mailroom.attach({ id, by: clerk, caseNumber: 1 })
    expect(await desk.mailroom.takeBack({ id, by: clerk })).toMatchObject({ refusal: { kind: 'not-discarded' } })
  })

  it('is no act of an administrator’s, nor one on a mail that is not there', async () => {
    await desk.arrives([mailText(blank)])
    const reason = 'Advertising'
    const administrator = await desk.colleague('administrator')
    const clerk = await desk.colleague('clerk')
    expect(await desk.mailroom.discard({ id: await idOf(1n), by: administrator, reason })).toMatchObject({
      refusal: { kind: 'not-authorised' },
    })
    expect(await desk.mailroom.discard({ id: randomUUID(), by: clerk, reason })).toMatchObject({ refusal: { kind: 'not-there' } })
  })
})
