// Conservation before a real IMAP server: whatever happens to folders, connections and tokens, each UID of each watched
// folder ends in exactly one disposition, and a comparison with the server finds no difference.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMailboxWatcher, type MailboxWatcher } from '../../../src/channels/imap/mailbox-watcher.ts'
import { createSentFolder } from '../../../src/channels/imap/sent-folder.ts'
import type { WatcherParts } from '../../../src/channels/imap/watcher-parts.ts'
import { reconcileMail } from '../../../src/commands/mail-reconcile.ts'
import type { MailboxSettings } from '../../../src/config.ts'
import { createRefreshTokens } from '../../../src/platform/refresh-tokens.ts'
import { type Dovecot, dovecotInstalled, startDovecot } from '../../support/dovecot.ts'
import { type ImapProxy, openImapProxy } from '../../support/imap-proxy.ts'
import { type KeptAlarms, keptAlarms } from '../../support/kept-alarms.ts'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'

describe.skipIf(!dovecotInstalled())('every UID has its disposition', () => {
  let server: Dovecot
  let desk: MailDesk
  let alarms: KeptAlarms
  let proxy: ImapProxy | undefined
  const watchers: MailboxWatcher[] = []
  let user = 0

  beforeAll(async () => {
    server = await startDovecot()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    user++
    alarms = keptAlarms()
    desk = await openMailDesk({}, { alarms })
  })
  afterEach(async () => {
    await Promise.all(watchers.splice(0).map((watcher) => watcher.stop()))
    await proxy?.close()
    proxy = undefined
    await desk.close()
  })

  const name = () => `keeper${user}`
  const doveadm = (command: string, ...args: string[]) => server.doveadm(...command.split(' '), '-u', name(), ...args)
  const move = (from: string, to: string, what: string[] = ['all']) => doveadm('move', to, 'mailbox', from, ...what)
  const deliver = (mails: (string | Buffer)[]) => server.deliver(name(), mails)
  const mails = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => mailText({ from: `c${from + index}@example.com`, text: `complaint ${from + index}\n` }))

  function settings(other: Partial<MailboxSettings> = {}): MailboxSettings {
    return {
      name: 'main',
      host: server.host,
      port: proxy?.port ?? server.imapPort,
      security: 'plain',
      user: name(),
      folder: 'INBOX',
      startsOn: new Date('2020-01-01'),
      auth: { kind: 'password', password: server.password },
      ...other,
    }
  }

  function watch(other: Partial<MailboxSettings> = {}, rhythm: Partial<WatcherParts> = {}): MailboxWatcher {
    const watcher = createMailboxWatcher({
      ...desk,
      settings: settings(other),
      alarms,
      mailMaxBytes: 5_000_000,
      retryMilliseconds: 50,
      pollMilliseconds: 150,
      ...rhythm,
    })
    watcher.start()
    watchers.push(watcher)
    return watcher
  }

  async function until<T>(what: () => Promise<T | undefined | false>, limitMilliseconds = 20_000): Promise<T> {
    const began = Date.now()
    for (;;) {
      const found = await what()
      if (found) return found
      if (Date.now() - began > limitMilliseconds) {
        const rows = (await desk.dispositions()).map(
          ({ path: folder, uidValidity, uid, kind }) => `${folder} ${uidValidity} ${uid} ${kind}`,
        )
        throw new Error(`it did not happen; dispositions:\n${rows.join('\n')}\nalarms: ${[...alarms.standing.keys()]}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  const casesToBe = (count: number) => until(async () => (await desk.allCases()).length >= count)
  const dispositionsToBe = (count: number) => until(async () => (await desk.dispositions()).length >= count)
  const connected = () => until(async () => (await desk.mailroom.mailboxes()).some((mailbox) => mailbox.state === 'connected'))
  const down = () => until(async () => (await desk.mailroom.mailboxes()).find((mailbox) => mailbox.state === 'down'))

  /** Compares over the watcher's own connection: nothing differs, and each folder is there. */
  async function noDifference(watcher: MailboxWatcher, folders = ['INBOX', 'Junk', 'Sent']) {
    const reports = await watcher.reconcile()
    expect(reports?.map(({ folder, differences }) => [folder, differences])).toEqual(folders.map((folder) => [folder, []]))
    for (const report of reports ?? []) expect(report).toMatchObject({ waiting: 0, recorded: report.listed + report.gone })
    expect(alarms.standing.has('reconcile:main')).toBe(false)
    return reports
  }

  /** Of `count` different mails, wherever they were seen and how often. */
  async function eachMailIsOneCaseMessage(count: number, { moved = false } = {}) {
    const rows = await desk.dispositions()
    const messages = rows.filter(({ kind }) => kind === 'case-message')
    expect(new Set(messages.map(({ rawSha256 }) => rawSha256)).size).toBe(count)
    expect(messages).toHaveLength(count)
    // A mail that is moved on just while it is fetched is gone from where it was, and taken in where it is.
    const isGone = ({ kind, reason }: (typeof rows)[number]) =>
      moved && kind === 'ignored' && reason.startsWith('it was gone from the mailbox')
    const others = rows.filter((row) => row.kind !== 'case-message' && !isGone(row))
    expect(others.map(({ kind }) => kind)).toEqual(others.map(() => 'duplicate'))
    const [mailed] = await desk.db.client.$queryRaw<{ count: number }[]>`SELECT count(*)::int FROM mail WHERE case_id IS NOT NULL`
    expect(mailed?.count).toBe(count)
  }

  async function kinds(folder: string) {
    return (await desk.dispositions()).filter((row) => row.path === folder).map((row) => row.kind)
  }

  it('in the inbox, a second folder, Junk and Sent, where Junk and Sent are found by themselves', async () => {
    doveadm('mailbox create', 'Complaints')
    await deliver(mails(3))
    move('INBOX', 'Complaints')
    await deliver(mails(2, 3))
    move('INBOX', 'Junk')
    await deliver([mailText({ from: 'water@city.example', to: 'colleague@city.example' })])
    move('INBOX', 'Sent')
    await deliver(mails(4, 5))
    const watcher = watch({ folders: ['Complaints', 'Junk'] })
    await dispositionsToBe(10)
    expect(await kinds('INBOX')).toEqual(Array(4).fill('case-message'))
    expect(await kinds('Complaints')).toEqual(Array(3).fill('case-message'))
    expect(await kinds('Junk')).toEqual(['quarantined', 'quarantined'])
    expect(await kinds('Sent')).toEqual(['ignored'])
    expect(await desk.db.client.rawMail.count()).toBe(9)
    await noDifference(watcher, ['INBOX', 'Complaints', 'Junk', 'Sent'])

    await deliver(mails(1, 20))
    move('INBOX', 'Complaints', ['from', 'c20@example.com'])
    await casesToBe(8)
    await noDifference(watcher, ['INBOX', 'Complaints', 'Junk', 'Sent'])
  })

  it('also of a mail that staff move from Junk to the inbox: it becomes a case then, one', async () => {
    await deliver(mails(1))
    move('INBOX', 'Junk')
    const watcher = watch()
    await until(async () => (await kinds('Junk')).length === 1)
    expect(await desk.allCases()).toEqual([])
    move('Junk', 'INBOX')
    await casesToBe(1)
    expect(await kinds('Junk')).toEqual(['duplicate'])
    expect((await desk.dispositions()).filter((row) => row.kind === 'case-message')).toHaveLength(1)
    expect(await desk.mailroom.countSetAside()).toBe(0)
    const [record] = await desk.allCases()
    expect(await desk.mailroom.mailsOfCase(record!.id)).toMatchObject([{ kind: 'person', newText: 'complaint 0' }])
    await noDifference(watcher)
  })

  it('when folders get a new UIDVALIDITY', async () => {
    await deliver(mails(4))
    move('INBOX', 'Junk', ['from', 'c0@example.com'])
    const watcher = watch()
    await dispositionsToBe(4)
    doveadm('mailbox create', 'Aside')
    for (const folder of ['INBOX', 'Junk']) {
      move(folder, 'Aside')
      doveadm('mailbox update', '--uid-validity', '4242', folder)
      move('Aside', folder)
    }
    await deliver(mails(2, 4))
    await until(async () => (await desk.dispositions()).filter((row) => row.uidValidity === 4242n).length === 6)
    await until(async () => (await desk.allCases()).length === 5)
    await noDifference(watcher)
  })

  it('when a folder is deleted and made again, and an alarm tells while it is missing', async () => {
    doveadm('mailbox create', 'Complaints')
    const watcher = watch({ folders: ['Complaints'] })
    await connected()
    for (let round = 0; round < 2; round++) {
      await deliver(mails(2, round * 2))
      move('INBOX', 'Complaints')
      await casesToBe(3 * round + 2)
      await until(async () => (await kinds('Complaints')).length >= 2 * (round + 1)) // one that was seen in the inbox before is a duplicate
      doveadm('mailbox delete', 'Complaints')
      await until(async () => alarms.standing.has('mailbox:main/Complaints'))
      await deliver(mails(1, 10 + round))
      await casesToBe(3 * round + 3) // the other folders go on
      const reports = await watcher.reconcile()
      expect(reports?.map(({ folder, problem, differences }) => [folder, problem, differences.length])).toEqual([
        ['INBOX', null, 0],
        ['Complaints', expect.stringContaining('no folder Complaints'), 0],
        ['Sent', null, 0],
      ])
      doveadm('mailbox create', 'Complaints')
      await until(async () => !alarms.standing.has('mailbox:main/Complaints'))
    }
    await deliver(mails(1, 30))
    move('INBOX', 'Complaints', ['from', 'c30@example.com'])
    await casesToBe(7)
    await noDifference(watcher, ['INBOX', 'Complaints', 'Sent'])
    await eachMailIsOneCaseMessage(7, { moved: true })
  })

  it('when a folder was away for a while and comes back as it was', async () => {
    doveadm('mailbox create', 'Complaints')
    await deliver(mails(2))
    move('INBOX', 'Complaints')
    const watcher = watch({ folders: ['Complaints'] })
    await casesToBe(2)
    doveadm('mailbox rename', 'Complaints', 'Elsewhere')
    await until(async () => alarms.standing.has('mailbox:main/Complaints'))
    await deliver(mails(1, 2))
    move('INBOX', 'Elsewhere')
    doveadm('mailbox rename', 'Elsewhere', 'Complaints')
    await casesToBe(3)
    expect((await desk.dispositions()).filter((row) => row.kind === 'duplicate' && row.path === 'Complaints').length).toBeLessThanOrEqual(2)
    await noDifference(watcher, ['INBOX', 'Complaints', 'Sent'])
  })

  it('although the connection is killed each second', async () => {
    const watcher = watch()
    await connected()
    const killing = setInterval(() => server.killSessions(), 1_000)
    try {
      for (let round = 0; round < 12; round++) {
        await deliver(mails(8, round * 8))
        if (round % 4 === 1) move('INBOX', 'Junk', ['from', `c${round * 8}@example.com`])
        await new Promise((resolve) => setTimeout(resolve, 350))
      }
    } finally {
      clearInterval(killing)
    }
    await until(async () => {
      const rows = await desk.dispositions()
      return new Set(rows.filter((row) => row.kind !== 'duplicate').map((row) => row.rawSha256)).size === 96
    })
    const rows = await desk.dispositions()
    expect(rows.filter((row) => row.kind === 'case-message').length + (await desk.mailroom.countSetAside())).toBe(96)
    await noDifference(watcher)
  })

  it('although the connection goes silent without a word', async () => {
    proxy = await openImapProxy(server.imapPort)
    await deliver(mails(2))
    const watcher = watch({}, { silenceMilliseconds: 800 })
    await casesToBe(2)
    proxy.freeze()
    await deliver(mails(3, 2))
    await down()
    proxy.thaw()
    await casesToBe(5)
    await noDifference(watcher)
    await eachMailIsOneCaseMessage(5)
  })

  it.each([
    ['hands over no mail while its disk is full', /^UID FETCH .*BODY/i, '[OVERQUOTA] Quota exceeded (mailbox for user is full)'],
    ['hands over no mail while it is out of order', /^UID FETCH .*BODY/i, '[SERVERBUG] Internal error occurred.'],
    ['lists no mail while it is out of order', /^UID SEARCH/i, '[SERVERBUG] Internal error occurred.'],
    ['opens no folder for a while', /^EXAMINE/i, '[UNAVAILABLE] Temporary failure.'],
  ])('although the server %s', async (_, command, answer) => {
    proxy = await openImapProxy(server.imapPort)
    proxy.refuse(command, answer)
    await deliver(mails(3))
    const watcher = watch()
    await down()
    expect(await desk.dispositions()).toEqual([])
    proxy.refuse(undefined)
    await casesToBe(3)
    await noDifference(watcher)
    await eachMailIsOneCaseMessage(3)
  })

  it("although the database's disk is full for a while: nothing is set aside, the cursor stays, and the mailbox says why", async () => {
    await desk.db.client.$executeRawUnsafe(
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`,
    )
    await desk.db.client.$executeRawUnsafe('CREATE TRIGGER full_disk BEFORE INSERT ON raw_mail FOR EACH ROW EXECUTE FUNCTION full_disk()')
    await deliver(mails(60))
    await alarms.raiseAlarm({ key: 'mailbox:main', text: 'The mailbox main cannot be read.', remedy: 'See to it.' }) // since an earlier run
    const watcher = watch()
    const mailbox = await down()
    expect(alarms.standing.has('mailbox:main')).toBe(true)
    expect(mailbox?.problem).toMatch(/cannot be recorded: .*No space left on device.*room on its disk/)
    expect(mailbox?.lastUid).toBe(0n)
    expect(await desk.dispositions()).toEqual([])
    await desk.db.client.$executeRawUnsafe('DROP TRIGGER full_disk ON raw_mail')
    await casesToBe(60)
    await until(async () => !alarms.standing.has('mailbox:main'))
    await noDifference(watcher)
    await eachMailIsOneCaseMessage(60)
  })

  it('although a mail goes between the list and the fetch', async () => {
    proxy = await openImapProxy(server.imapPort)
    await deliver(mails(5))
    proxy.before(/^UID FETCH .*BODY/i, () => doveadm('expunge', 'mailbox', 'INBOX', 'uid', '3'))
    const watcher = watch()
    await dispositionsToBe(5)
    expect(await kinds('INBOX')).toEqual(['case-message', 'case-message', 'ignored', 'case-message', 'case-message'])
    await deliver(mails(1, 5))
    await casesToBe(5)
    await noDifference(watcher)
  })

  it('of mails without a Message-ID, with the same one, delivered twice, and behind one that cannot be recorded', async () => {
    await desk.db.client.$executeRawUnsafe(
      `CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject = 'poison' THEN RAISE 'too bad' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$`,
    )
    await desk.db.client.$executeRawUnsafe('CREATE TRIGGER poison BEFORE INSERT ON desk_case FOR EACH ROW EXECUTE FUNCTION poison()')
    const without = (text: string) => mailText({ from: `${text}@example.com`, text, messageId: null })
    const repeated = (text: string) => mailText({ from: `${text}@example.com`, text, messageId: '<again@example.com>' })
    const one = without('one')
    await deliver([one, without('two'), repeated('three'), mailText({ subject: 'poison' }), repeated('four'), one, repeated('three')])
    const watcher = watch()
    await dispositionsToBe(7)
    expect(await kinds('INBOX')).toEqual([
      ...['case-message', 'case-message', 'case-message', 'quarantined', 'case-message'],
      ...['duplicate', 'duplicate'],
    ])
    expect((await desk.allCases()).map(({ customerAddress }) => customerAddress)).toEqual(
      ['one', 'two', 'three', 'four'].map((text) => `${text}@example.com`),
    )
    await noDifference(watcher)
  })

  it('in two mailboxes that get the same mails at once', async () => {
    const both = mails(30)
    const second = { name: 'second', user: `${name()}-b` }
    const watchers = [watch(), watch(second)]
    await Promise.all([deliver(both), server.deliver(second.user, both.toReversed())])
    await dispositionsToBe(60)
    await eachMailIsOneCaseMessage(30)
    for (const watcher of watchers) await noDifference(watcher)
    expect(await desk.outgoing('automatic')).toHaveLength(30)
  })

  it('although one folder cannot be read: the others are, and an alarm names it', async () => {
    proxy = await openImapProxy(server.imapPort)
    proxy.refuse(/^EXAMINE "?Junk/i, '[UNAVAILABLE] Not now.')
    await deliver(mails(1))
    move('INBOX', 'Junk')
    await deliver(mails(2, 1))
    const watcher = watch()
    await casesToBe(2)
    await until(async () => alarms.standing.has('mailbox:main/Junk'))
    await deliver(mails(1, 5))
    await casesToBe(3)
    proxy.refuse(undefined)
    await until(async () => (await kinds('Junk')).length === 1)
    await until(async () => !alarms.standing.has('mailbox:main/Junk'))
    await noDifference(watcher)
  })

  it('with a wrong password, which is an alarm at once, and then the right one', async () => {
    const auth = { kind: 'password', password: 'nonsense' } as { kind: 'password'; password: string }
    await deliver(mails(2))
    const watcher = watch({ auth })
    const alarm = await until(async () => alarms.standing.get('mailbox:main'))
    expect(alarm).toMatchObject({
      text: expect.stringContaining('refused the sign-in'),
      remedy: expect.stringContaining('MAILBOX_MAIN_PASSWORD'),
    })
    auth.password = server.password
    await casesToBe(2)
    expect(alarms.standing.size).toBe(0)
    await noDifference(watcher)
  })

  describe('when the mailbox was restored from a backup', () => {
    const home = () => path.join(server.folder, 'mail', name())
    const kept = () => path.join(server.folder, `${name()}-backup`)
    const backUp = () => execFileSync('cp', ['-a', home(), kept()])
    function restore() {
      server.killSessions()
      rmSync(home(), { recursive: true })
      execFileSync('cp', ['-a', kept(), home()])
    }

    async function fiveMailsOfWhichThreeAreKept() {
      await deliver(mails(3))
      const before = watch()
      await casesToBe(3)
      await before.stop()
      backUp()
      await deliver(mails(2, 3))
      const after = watch()
      await casesToBe(5)
      await after.stop()
    }

    it('and its UIDs went back', async () => {
      await fiveMailsOfWhichThreeAreKept()
      restore()
      const watcher = watch()
      await dispositionsToBe(8)
      await deliver(mails(2, 5))
      await casesToBe(7)
      expect((await desk.dispositions()).filter((row) => row.kind === 'duplicate')).toHaveLength(3)
      await noDifference(watcher)
    })

    it('and other mails have taken the same UIDs before the desk looked', async () => {
      await fiveMailsOfWhichThreeAreKept()
      restore()
      await new Promise((resolve) => setTimeout(resolve, 1_100)) // a server's date has seconds
      await deliver(mails(3, 5))
      const watcher = watch()
      await casesToBe(8)
      await dispositionsToBe(11)
      await noDifference(watcher)
    })
  })

  describe('and a comparison', () => {
    it('names what is missing, mends it, raises an alarm, and clears it at the next one', async () => {
      await deliver(mails(4))
      const watcher = watch()
      await casesToBe(4)
      await desk.db.client.disposition.deleteMany({ where: { uid: { in: [2n, 3n] } } })
      const [inbox] = (await watcher.reconcile()) ?? []
      expect(inbox?.differences).toMatchObject([
        { uid: '2', difference: 'missing', mended: true },
        { uid: '3', difference: 'missing', mended: true },
      ])
      expect(alarms.standing.get('reconcile:main')?.text).toContain('2 mails were not as recorded')
      expect(await desk.mailroom.reconciliations()).toMatchObject([{ folder: 'INBOX', mended: 2 }, { folder: 'Junk' }, { folder: 'Sent' }])
      expect(await kinds('INBOX')).toEqual(['case-message', 'duplicate', 'duplicate', 'case-message'])
      await noDifference(watcher)
    })

    it('names a mail that is not the recorded one, and a cursor ahead of the server', async () => {
      await deliver(mails(2))
      const watcher = watch()
      await casesToBe(2)
      await desk.db.client.disposition.updateMany({ where: { uid: 1n }, data: { arrivedAt: new Date(0) } })
      expect((await watcher.reconcile())?.[0]?.differences).toMatchObject([{ uid: '1', difference: 'other-mail', mended: true }])
      await noDifference(watcher)
      await desk.db.client.mailFolder.updateMany({ where: { endedAt: null, path: 'INBOX' }, data: { lastUid: 99n } })
      const found = await watcher.reconcile()
      expect(found?.[0]?.differences.every((one) => one.mended)).toBe(true)
      await noDifference(watcher)
      expect(await desk.allCases()).toHaveLength(2)
    })

    it('believes the bytes where a server tells another size than before', async () => {
      await deliver(mails(2))
      const watcher = watch()
      await casesToBe(2)
      await desk.db.client.disposition.updateMany({ data: { size: 7 } })
      await noDifference(watcher)
      expect((await desk.db.client.disposition.findMany()).map((row) => Number(row.size)).every((size) => size > 100)).toBe(true)
    })

    it('by command prints a line a folder and a difference, and counts what is gone from the server as none', async () => {
      await deliver(mails(3))
      const watcher = watch()
      await casesToBe(3)
      await watcher.stop()
      doveadm('expunge', 'mailbox', 'INBOX', 'uid', '1')
      await deliver([mailText({ text: 'Nobody was there.\n', headers: [] })])
      await desk.db.client.disposition.deleteMany({ where: { uid: 2n } })
      const lines: string[] = []
      const config = { ...desk.config, mailboxes: [settings()] }
      const asked = { json: true, mailbox: 'MAIN' }
      expect(await reconcileMail(desk, config, asked, (line) => lines.push(line))).toBe(false)
      const objects = lines.map((line) => JSON.parse(line))
      expect(objects).toMatchObject([
        { kind: 'difference', mailbox: 'main', folder: 'INBOX', uid: 2, difference: 'missing', mended: true },
        { kind: 'folder', mailbox: 'main', folder: 'INBOX', gone: 1, differences: 1, mended: 1 },
        { kind: 'folder', folder: 'Junk', listed: 0, differences: 0 },
        { kind: 'folder', folder: 'Sent' },
      ])
      lines.length = 0
      expect(await reconcileMail(desk, config, {}, (line) => lines.push(line))).toBe(true)
      expect(lines[0]).toMatch(/^main INBOX: no difference; 3 on the server, 3 recorded, 1 of them gone from the server, 1 just arrived$/)
      await expect(reconcileMail(desk, config, { mailbox: 'nope' }, () => {})).rejects.toThrow('There is no mailbox nope')

      // With no desk at work, what has come is a difference.
      const deserted = { ...desk, presence: { ...desk.presence, anyDesk: async () => false } }
      lines.length = 0
      expect(await reconcileMail(deserted, config, {}, (line) => lines.push(line))).toBe(false)
      expect(lines[0]).toBe('main INBOX: UID 4: missing: it has no disposition: it was not taken in yet (mended: taken in now)')
      expect(await reconcileMail(deserted, config, {}, () => {})).toBe(true)
    })

    it('by command goes on behind a mailbox that cannot be read, and tells it at the end', async () => {
      await deliver(mails(1))
      const watcher = watch()
      await casesToBe(1)
      await watcher.stop()
      const shut = settings({ name: 'shut', auth: { kind: 'password', password: 'nonsense' } })
      const lines: string[] = []
      const config = { ...desk.config, mailboxes: [shut, settings()] }
      await expect(reconcileMail(desk, config, {}, (line) => lines.push(line))).rejects.toThrow('refused the sign-in')
      expect(lines.map((line) => line.split(':')[0])).toEqual(['main INBOX', 'main Junk', 'main Sent'])
    })
  })

  describe('The Sent folder', () => {
    const copy = (messageId: string) => ({
      bytes: Buffer.from(mailText({ from: 'water@city.example', to: 'ana@example.com', messageId, text: 'Our answer.\n' })),
      messageId,
      sentAt: new Date('2026-03-02T18:00:00Z'),
    })
    const refreshTokens = () => createRefreshTokens({ ...desk, mailbox: 'main' })

    it('takes a copy of what the desk sent once, read, and the desk knows it for its own', async () => {
      await deliver([mailText({ messageId: '<first@example.com>' })])
      const watcher = watch()
      await casesToBe(1)
      const [notice] = await desk.outgoing('automatic')
      const sent = createSentFolder(settings(), refreshTokens())
      expect(await sent?.file(copy(notice!.messageId))).toBe('filed')
      expect(await sent?.file(copy(notice!.messageId))).toBe('there-already')
      expect(doveadm('fetch', 'flags', 'mailbox', 'Sent')).toContain('\\Seen')
      await until(async () => (await kinds('Sent')).length === 1)
      expect((await desk.dispositions()).find((row) => row.path === 'Sent')).toMatchObject({
        kind: 'ignored',
        reason: 'our own mail, as the desk sent it',
        rawSha256: null,
      })
      await noDifference(watcher)
    })

    it('that is full says so, and takes the copy later', async () => {
      proxy = await openImapProxy(server.imapPort)
      proxy.refuse(/^APPEND/i, '[OVERQUOTA] Quota exceeded (mailbox for user is full)')
      const sent = createSentFolder(settings(), refreshTokens())
      await expect(sent?.file(copy('<full@city.example>'))).rejects.toThrow('Quota exceeded')
      proxy.refuse(undefined)
      expect(await sent?.file(copy('<full@city.example>'))).toBe('filed')
      await expect(createSentFolder(settings({ sentFolder: 'Nowhere' }), refreshTokens())?.file(copy('<x@y.example>'))).rejects.toThrow(
        'no folder Nowhere',
      )
      expect(createSentFolder(settings({ sentFolder: null }), refreshTokens())).toBeUndefined()
    })

    it('that does not say whether it has the copy already gets no second one', async () => {
      proxy = await openImapProxy(server.imapPort)
      const sent = createSentFolder(settings(), refreshTokens())
      expect(await sent?.file(copy('<once@city.example>'))).toBe('filed')
      proxy.refuse(/^UID SEARCH/i, '[SERVERBUG] Internal error occurred.')
      await expect(sent?.file(copy('<once@city.example>'))).rejects.toThrow('does not say whether')
      proxy.refuse(undefined)
      expect(await sent?.file(copy('<once@city.example>'))).toBe('there-already')
      expect(doveadm('fetch', 'uid', 'mailbox', 'Sent').match(/uid:/g)).toHaveLength(1)
    })

    it("of a clerk who answers from his mail program puts the answer into the customer's case", async () => {
      await deliver([mailText({ messageId: '<first@example.com>' })])
      const watcher = watch()
      await casesToBe(1)
      await deliver([
        mailText({
          from: 'City Water <water@city.example>',
          to: 'ana@example.com',
          inReplyTo: '<first@example.com>',
          text: 'We are looking into it.\n',
        }),
      ])
      move('INBOX', 'Sent', ['header', 'in-reply-to', '<first@example.com>'])
      await until(async () => (await kinds('Sent')).length === 1)
      const [record] = await desk.allCases()
      await until(async () => (await desk.cases.timeline(record!.id)).some(({ kind }) => kind === 'answered-outside'))
      expect((await desk.cases.timeline(record!.id)).at(-1)).toMatchObject({
        kind: 'answered-outside',
        content: { newText: 'We are looking into it.', to: 'ana@example.com' },
      })
      await noDifference(watcher)
    })
  })
})

describe.skipIf(!dovecotInstalled())('A mailbox that wants an access token', () => {
  it('whose token is refused gets a new one without ado; when access was revoked, that is an alarm at once, and ends with it', async () => {
    const [server, desk] = await Promise.all([startDovecot({ oauth2: true }), openMailDesk()])
    const alarms = keptAlarms()
    const auth = { kind: 'oauth2', tokenUrl: server.tokenUrl!, clientId: 'desk', clientSecret: 'x', refreshToken: 'first' } as const
    const settings: MailboxSettings = {
      ...{ name: 'main', host: server.host, port: server.imapPort, security: 'plain', user: 'desk', folder: 'INBOX' },
      startsOn: new Date('2020-01-01'),
      auth,
    }
    const watcher = createMailboxWatcher({
      ...desk,
      settings,
      alarms,
      mailMaxBytes: 5_000_000,
      retryMilliseconds: 50,
      pollMilliseconds: 150,
    })
    const until = async (what: () => Promise<boolean> | boolean) => {
      for (let began = Date.now(); !(await what()); await new Promise((resolve) => setTimeout(resolve, 20)))
        if (Date.now() - began > 20_000) throw new Error(`it did not happen: ${JSON.stringify([...alarms.standing])}`)
    }
    const casesToBe = (count: number) => until(async () => (await desk.allCases()).length === count)
    const delivered = (text: string) => server.deliver('desk', [mailText({ from: `${text}@example.com`, text })])
    try {
      watcher.start()
      await delivered('one')
      await casesToBe(1)

      server.expireTokens()
      server.killSessions()
      await delivered('two')
      await casesToBe(2)
      expect(alarms.raised).toEqual([])

      server.tokensValid(false)
      server.killSessions()
      await until(() => alarms.standing.has('mailbox:main'))
      expect(alarms.standing.get('mailbox:main')).toMatchObject({
        text: expect.stringMatching(/no access token for desk: .*invalid_grant|refused the sign-in/),
        remedy: expect.stringContaining('MAILBOX_MAIN_OAUTH2'),
      })
      await delivered('three')
      server.tokensValid(true)
      await casesToBe(3)
      await until(() => !alarms.standing.has('mailbox:main'))
      expect((await watcher.reconcile())?.flatMap((report) => report.differences)).toEqual([])
    } finally {
      await watcher.stop()
      await Promise.all([server.stop(), desk.close()])
    }
  })
})
