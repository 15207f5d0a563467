// Mails in: each UID ends in exactly one disposition, none twice, none lost, and machines are not answered.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CaseRecord, subjectToken } from '../../../src/cases/case.ts'
import { linkedTo } from '../../support/linked-cases.ts'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'
import { openedFolder } from '../../support/mail-folder.ts'

let desk: MailDesk
beforeEach(async () => {
  desk = await openMailDesk()
})
afterEach(() => desk.close())

const kinds = async () => (await desk.dispositions()).map((row) => row.kind)
const cursor = async () => (await openedFolder(desk.mailroom)).lastUid
const theCase = async () => (await desk.allCases())[0]!

describe('a mail from a person', () => {
  it('opens a case, is kept with its bytes, and moves the cursor', async () => {
    const raw = mailText({ subject: 'Bill of March' })
    await desk.arrives([raw])
    const record = await theCase()
    expect(record).toMatchObject({ customerAddress: 'ana@example.com', customerName: 'Ana Ruiz', subject: 'Bill of March' })
    const [mail] = await desk.mailroom.mailsOfCase(record.id)
    expect(mail).toMatchObject({ newText: 'Why is my bill so high?', verdict: 'established' })
    expect((await desk.mailroom.rawMail(mail!.id))?.toString()).toBe(raw)
    expect(await cursor()).toBe(1n)
    expect(await kinds()).toEqual(['case-message'])
  })

  it('is acknowledged once, in its thread, in words that no robot answers', async () => {
    await desk.arrives([mailText({ messageId: '<first@example.com>', subject: 'Bill' })])
    await desk.dispatchAll()
    await desk.dispatchAll()
    const record = await theCase()
    expect(desk.transport.mails).toHaveLength(1)
    expect(desk.transport.mails[0]).toMatchObject({
      to: 'ana@example.com',
      subject: `Re: Bill ${subjectToken(record)}`,
      envelopeFrom: `water+WD-${String(record.number).padStart(6, '0')}-${record.token}@city.example`,
      headers: {
        'In-Reply-To': '<first@example.com>',
        References: '<first@example.com>',
        'Auto-Submitted': 'auto-replied',
        'X-Auto-Response-Suppress': 'All',
      },
    })
    expect((await desk.cases.timeline(record.id)).map((entry) => entry.kind)).toEqual(['mail-received', 'case-opened', 'acknowledged'])
  })

  it('about an emergency is answered at once with whom to call, whoever wrote it, and not with a promise to look into it', async () => {
    await desk.arrives([
      mailText({ subject: 'Water main break', text: 'A water main burst and the street is flooding into my basement!\n' }),
    ])
    expect((await theCase()).urgency).toBe('emergency')
    const [notice] = await desk.outgoing('automatic')
    const text = notice?.text.replace(/\s+/g, ' ')
    expect(text).toContain('please call the emergency line of the water department now')
    expect(text).toContain('llame ahora a la línea de emergencia')
    expect(text).not.toContain('You do not need to do anything now')
    expect(text).not.toMatch(/\{\{|null/)
  })

  it('joins the case whose mail it answers, and gets no second acknowledgement', async () => {
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    await desk.arrives([mailText({ inReplyTo: '<first@example.com>', text: 'One more thing.\n' })])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await desk.outgoing('automatic')).toHaveLength(1)
    expect((await desk.mailroom.mailsOfCase((await theCase()).id)).map((mail) => mail.newText)).toEqual([
      'Why is my bill so high?',
      'One more thing.',
    ])
  })

  it('joins the case of a mail in the same batch that it answers, in whatever order they stand', async () => {
    await desk.arrives([
      mailText({ inReplyTo: '<first@example.com>', messageId: '<second@example.com>' }),
      mailText({ messageId: '<first@example.com>' }),
    ])
    expect(await desk.allCases()).toHaveLength(1)
  })

  it('joins by answering our acknowledgement', async () => {
    await desk.arrives([mailText()])
    const [notice] = await desk.outgoing('automatic')
    await desk.arrives([mailText({ inReplyTo: notice!.messageId })])
    expect(await desk.allCases()).toHaveLength(1)
  })

  it.each([
    ['the token in its subject', (token: string) => ({ subject: `Re: bill ${token}` })],
    ['the plus-address it was written to', (token: string) => ({ to: `water+${token.slice(1, -1)}@city.example` })],
  ])('joins by %s', async (_, carrying) => {
    await desk.arrives([mailText()])
    await desk.arrives([mailText(carrying(subjectToken(await theCase())))])
    expect(await desk.allCases()).toHaveLength(1)
  })

  it("joins her own case although her mail program names a stranger's mail first", async () => {
    await desk.arrives([mailText({ messageId: '<a@example.com>' })])
    const record = await theCase()
    await desk.arrives([mailText({ from: 'Eve <eve@evil.example>', messageId: '<b@example.com>' })])
    await desk.arrives([mailText({ subject: `Re: bill ${subjectToken(record as CaseRecord)}`, inReplyTo: '<b@example.com>' })])
    await desk.arrives([mailText({ inReplyTo: '<b@example.com>', references: '<a@example.com> <b@example.com>', text: 'And more.\n' })])
    expect(await desk.allCases()).toHaveLength(2)
    expect(await desk.mailroom.mailsOfCase(record.id)).toHaveLength(3)
  })

  it('with a guessed token opens a case of its own', async () => {
    await desk.arrives([mailText()])
    await desk.arrives([mailText({ subject: 'Re: bill [WD-000001-aaaaaaaa]' })])
    expect(await desk.allCases()).toHaveLength(2)
  })
})

describe('a stranger', () => {
  it('who knows a Message-ID gets a case of his own, linked, and is not let in', async () => {
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    await desk.arrives([mailText({ from: 'mallory@evil.example', inReplyTo: '<first@example.com>' })])
    const [first, second] = await desk.allCases()
    expect(second).toMatchObject({ customerAddress: 'mallory@evil.example' })
    expect(await linkedTo(desk.db, second!.id)).toEqual([first!.id])
    expect(await desk.mailroom.mailsOfCase(first!.id)).toHaveLength(1)
  })

  it("who writes the customer's address but fails DMARC is not let in", async () => {
    await desk.arrives([mailText({ messageId: '<first@example.com>' })])
    await desk.arrives([mailText({ inReplyTo: '<first@example.com>', authentication: 'fail' })])
    const [first, second] = await desk.allCases()
    expect(second).toMatchObject({ entitled: false })
    expect(await linkedTo(desk.db, second!.id)).toEqual([first!.id])
  })
})

describe('the same mail again', () => {
  const raw = mailText({ messageId: '<once@example.com>' })
  it.each([
    ['in the same batch', () => desk.arrives([raw, raw])],
    ['under a new UIDVALIDITY', async () => [await desk.arrives([raw]), await desk.arrives([raw], { uidValidity: 2n })]],
    [
      'in another mailbox, with other Received lines',
      async () => [await desk.arrives([raw]), await desk.arrives([`Received: by other\r\n${raw}`], { mailbox: 'OTHER' })],
    ],
  ])('%s is a duplicate and opens no second case', async (_, arrive) => {
    await arrive()
    expect(await desk.allCases()).toHaveLength(1)
    const rows = await desk.dispositions()
    expect(rows.map((row) => row.kind).sort()).toEqual(['case-message', 'duplicate'])
    expect(new Set(rows.map((row) => row.caseId))).toEqual(new Set([(await theCase()).id]))
  })

  it('handed over again under the same UID changes nothing', async () => {
    await desk.arrives([raw])
    await desk.mailroom.ingest({ folder: await openedFolder(desk.mailroom), startsOn: new Date(0) }, [
      { uid: 1n, size: raw.length, internalDate: new Date(), bytes: Buffer.from(raw) },
    ])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await desk.dispositions()).toHaveLength(1)
  })

  it('is another mail when it was written at another time, with the Message-ID that a web form always gives', async () => {
    const form = { messageId: '<form@city.example>', text: 'No water again.\n' }
    await desk.arrives([
      mailText({ ...form, date: 'Mon, 02 Mar 2026 10:00:00 -0600' }),
      mailText({ ...form, date: 'Tue, 03 Mar 2026 10:00:00 -0600' }),
    ])
    expect(await kinds()).toEqual(['case-message', 'case-message'])
  })

  it.each(['together', 'one after the other'])('opens its case when it had come through a list before, %s', async (how) => {
    const mail = { messageId: '<both@example.com>', text: 'No water again.\n' }
    const byList = mailText({ ...mail, headers: ['List-Id: <ward.example>', 'Precedence: bulk'], authentication: null })
    const direct = mailText(mail)
    if (how === 'together') await desk.arrives([byList, direct, byList.replace('bulk', 'list'), `Received: by b\r\n${direct}`])
    else for (const one of [byList, direct, byList.replace('bulk', 'list'), `Received: by b\r\n${direct}`]) await desk.arrives([one])
    expect(await kinds()).toEqual(['ignored', 'case-message', 'duplicate', 'duplicate'])
    expect(await desk.mailroom.mailsOfCase((await theCase()).id)).toMatchObject([{ newText: 'No water again.' }])
  })

  it('is another mail when only the Message-ID is the same', async () => {
    await desk.arrives([raw, mailText({ messageId: '<once@example.com>', from: 'bob@example.org', text: 'Something else entirely.\n' })])
    expect(await kinds()).toEqual(['case-message', 'case-message'])
  })
})

describe('a batch behind one that could not be recorded', () => {
  it('is not recorded either, so that the cursor passes nothing', async () => {
    const folder = await openedFolder(desk.mailroom)
    const bytes = Buffer.from(mailText())
    const later = { uid: 9n, size: bytes.length, internalDate: new Date(), bytes }
    const failed = Promise.reject<void>(new Error('the database is away'))
    await expect(desk.mailroom.ingest({ folder, startsOn: new Date(0) }, [later], failed)).rejects.toThrow('the database is away')
    expect(await desk.dispositions()).toEqual([])
    expect((await desk.mailroom.folder(folder))?.lastUid).toBe(0n)
  })
})

describe('what is set aside', () => {
  it('mail from before the start gets no case and no answer', async () => {
    await desk.arrives([mailText()], { internalDate: new Date('2025-12-31T23:59:59Z') })
    expect(await kinds()).toEqual(['before-start'])
    expect(await desk.allCases()).toEqual([])
    expect(await desk.outgoing('automatic')).toEqual([])
  })

  it('a mail over the limit is quarantined with its header, and said so', async () => {
    const head = Buffer.from(mailText({ subject: 'Forty megabytes of pictures' }))
    await desk.mailroom.ingest({ folder: await openedFolder(desk.mailroom), startsOn: new Date(0) }, [
      { uid: 1n, size: 40_000_000, internalDate: new Date(), bytes: null, head },
    ])
    const [item] = (await desk.mailroom.ledger({ standing: true })).entries
    expect(item).toMatchObject({ uid: 1n, subject: 'Forty megabytes of pictures', fromAddress: 'ana@example.com' })
    expect(item!.reason).toContain('40000000 bytes')
    expect(await desk.outgoing('automatic')).toMatchObject([
      {
        recipient: 'ana@example.com',
        caseId: null,
        subject: 'We could not open your message',
        text: expect.stringContaining('write again'),
      },
    ])
  })

  it.each([
    ['a robot', { from: 'noreply@example.com' }],
    ['an automatic mail', { headers: ['Auto-Submitted: auto-replied'] }],
    ['somebody whose domain denies him', { authentication: 'fail' as const }],
  ])('a mail over the limit of %s is not answered', async (_, parts) => {
    const head = Buffer.from(mailText(parts))
    const folder = await openedFolder(desk.mailroom)
    await desk.mailroom.ingest({ folder, startsOn: new Date(0) }, [
      { uid: 1n, size: 40_000_000, internalDate: new Date(), bytes: null, head },
    ])
    expect(await desk.outgoing('automatic')).toEqual([])
  })

  it('mails that nobody can open are answered a few times a day and no more', async () => {
    const folder = await openedFolder(desk.mailroom)
    const large = Array.from({ length: 8 }, (_, n) => {
      const head = Buffer.from(mailText({ subject: `Pictures ${n}` }))
      return { uid: BigInt(n + 1), size: 40_000_000, internalDate: new Date(), bytes: null, head }
    })
    await desk.mailroom.ingest({ folder, startsOn: new Date(0) }, large)
    await desk.arrives([mailText()], { mailbox: 'OTHER' })
    expect(await desk.outgoing('automatic')).toHaveLength(3)
  })

  it('a mail that cannot be parsed is quarantined with its bytes, and those behind it become cases', async () => {
    const bomb = `From: a@example.com\r\n${'X-Pad: 1234567890\r\n'.repeat(60_000)}\r\nhello`
    await desk.arrives([mailText(), bomb, mailText({ from: 'bob@example.org' })])
    expect(await kinds()).toEqual(['case-message', 'quarantined', 'case-message'])
    const [item] = (await desk.mailroom.ledger({ standing: true })).entries
    expect((await desk.mailroom.rawBytes(item!.rawSha256!))?.length).toBe(Buffer.byteLength(bomb))
  })

  it('a mail with no sender is visible in quarantine', async () => {
    await desk.arrives([mailText({ from: 'nobody at all' })])
    expect((await desk.mailroom.ledger({ standing: true })).entries.map((item) => item.subject)).toEqual(['My bill is too high'])
  })

  it('a mail that fails in the database is set aside alone; its batch is redone one by one', async () => {
    await desk.db.client.$executeRawUnsafe(
      `CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject = 'poison' THEN RAISE 'too bad' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$`,
    )
    await desk.db.client.$executeRawUnsafe('CREATE TRIGGER poison BEFORE INSERT ON desk_case FOR EACH ROW EXECUTE FUNCTION poison()')
    await desk.arrives([mailText({ from: 'a@example.com' }), mailText({ subject: 'poison' }), mailText({ from: 'b@example.com' })])
    expect(await kinds()).toEqual(['case-message', 'quarantined', 'case-message'])
    expect(await cursor()).toBe(3n)
  })

  it('a database that is away sets nothing aside: the mails are tried again later', async () => {
    await desk.db.client.$executeRawUnsafe(
      `CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'going down' USING ERRCODE = '57P01'; END $$`,
    )
    await desk.db.client.$executeRawUnsafe('CREATE TRIGGER away BEFORE INSERT ON desk_case FOR EACH ROW EXECUTE FUNCTION away()')
    await expect(desk.arrives([mailText()])).rejects.toThrow()
    expect(await desk.dispositions()).toEqual([])
    expect(await cursor()).toBe(0n)
  })
})

describe('machines', () => {
  it.each([
    ['a vacation notice', { headers: ['Auto-Submitted: auto-replied'], subject: 'Away' }, 'automatic-reply'],
    ['a newsletter', { headers: ['List-Id: <news.shop.example>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'] }, 'ignored'],
    ["a list's mail whose sender is nobody knows who", { headers: ['List-Id: <l.example>'], authentication: null }, 'ignored'],
    ['a mail of our own', { from: 'City Water <water@city.example>' }, 'ignored'],
    [
      'a bounce of nothing we know',
      { from: 'MAILER-DAEMON@example.net', subject: 'Undelivered Mail Returned to Sender', text: 'User unknown' },
      'bounce',
    ],
  ])('%s opens no case and gets no answer', async (_, parts, kind) => {
    await desk.arrives([mailText(parts)])
    expect(await kinds()).toEqual([kind])
    expect(await desk.allCases()).toEqual([])
    expect(await desk.db.client.outgoing.count()).toBe(0)
  })

  it('an automatic reply to our acknowledgement is noted on its case', async () => {
    await desk.arrives([mailText()])
    const [notice] = await desk.outgoing('automatic')
    await desk.arrives([
      mailText({ headers: ['Auto-Submitted: auto-replied'], inReplyTo: notice!.messageId, subject: 'Away until Monday' }),
    ])
    expect((await desk.cases.timeline((await theCase()).id)).at(-1)).toMatchObject({
      kind: 'automatic-reply-noted',
      content: { from: 'ana@example.com' },
    })
  })

  it('a bounce of our acknowledgement is noted on its case', async () => {
    await desk.arrives([mailText()])
    await desk.dispatchAll()
    const [notice] = await desk.outgoing('automatic')
    const report = [
      '--b',
      'Content-Type: text/plain',
      '',
      'It failed.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.com',
      '',
      'Final-Recipient: rfc822; ana@example.com',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 unknown',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${notice!.messageId}`,
      'Subject: x',
      '--b--',
      '',
    ].join('\n')
    const headers = ['Return-Path: <>', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b']
    await desk.arrives([mailText({ from: 'MAILER-DAEMON@example.com', subject: 'Undelivered', headers, text: report })])
    expect((await desk.cases.timeline((await theCase()).id)).at(-1)).toMatchObject({
      kind: 'bounced',
      content: { recipient: 'ana@example.com', status: '5.1.1', reason: 'smtp; 550 5.1.1 unknown' },
    })
    expect((await kinds()).at(-1)).toBe('bounce')
  })
})

describe('a complaint that bears signs of a machine', () => {
  const signs: [string, string][] = [
    ["a ward's list", 'List-Id: Ward 42 constituents <ward42.aldermen.example>'],
    ['an offer to unsubscribe', 'List-Unsubscribe: <mailto:x@y.example>'],
    ['Precedence: bulk', 'Precedence: bulk'],
    ['no return address', 'Return-Path: <>'],
    ["the desk's own mark, edited as new", 'X-Waterdesk-Case: WD-000001'],
  ]
  it.each(signs)('(%s) opens a case where its sender is established, and is never acknowledged', async (_, field) => {
    await desk.arrives([mailText({ headers: [field] })])
    expect(await kinds()).toEqual(['case-message'])
    expect(await desk.mailroom.mailsOfCase((await theCase()).id)).toMatchObject([{ kind: 'person' }])
    expect(await desk.outgoing('automatic')).toEqual([])
  })

  it.each(signs)('(%s) joins the case that it answers, although nobody vouches for its sender', async (_, field) => {
    await desk.arrives([mailText({ messageId: '<first@example.com>', authentication: null })])
    await desk.arrives([mailText({ headers: [field], inReplyTo: '<first@example.com>', authentication: null, text: 'More.\n' })])
    await desk.arrives([
      mailText({ headers: [field], subject: `Re: ${subjectToken((await theCase()) as CaseRecord)}`, authentication: null }),
    ])
    expect(await kinds()).toEqual(['case-message', 'case-message', 'case-message'])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await desk.outgoing('automatic')).toHaveLength(1)
  })

  it('joins the case of a mail in the same batch', async () => {
    await desk.arrives([
      mailText({ headers: ['Precedence: bulk'], inReplyTo: '<first@example.com>', authentication: null, text: 'More.\n' }),
      mailText({ messageId: '<first@example.com>', authentication: null }),
    ])
    expect(await kinds()).toEqual(['case-message', 'case-message'])
    expect(await desk.allCases()).toHaveLength(1)
  })
})

describe('automatic mails', () => {
  it('go to no address that takes no replies', async () => {
    await desk.arrives([mailText({ from: 'no-reply@shop.example' })])
    expect(await desk.allCases()).toHaveLength(1)
    expect(await desk.outgoing('automatic')).toEqual([])
  })

  it('repeat no words of a sender who is not established, and go to none whose domain denies him', async () => {
    const parts = { subject: 'You won! Collect at http://evil.example' }
    await desk.arrives([
      mailText({ ...parts, authentication: null }),
      mailText({ ...parts, from: 'bob@example.org', authentication: 'fail' }),
    ])
    const [record] = await desk.allCases()
    expect(await desk.allCases()).toHaveLength(2)
    expect((await desk.outgoing('automatic')).map((mail) => [mail.recipient, mail.subject])).toEqual([
      ['ana@example.com', `We have your message ${subjectToken(record as CaseRecord)}`],
    ])
  })

  it('are counted by mailbox, whatever tag its address carries', async () => {
    for (let round = 0; round < 12; round++) await desk.arrives([mailText({ from: `ana+${round}@example.com`, text: `ticket ${round}\n` })])
    const sent = await desk.outgoing('automatic')
    expect(sent.length).toBeLessThan(8)
    expect(sent[0]).toMatchObject({ recipient: 'ana+0@example.com' })
  })

  it('end by themselves when a robot keeps opening cases', async () => {
    for (let round = 0; round < 12; round++) await desk.arrives([mailText({ text: `ticket ${round}\n` })])
    expect((await desk.outgoing('automatic')).length).toBeLessThan(8)
  })
})
