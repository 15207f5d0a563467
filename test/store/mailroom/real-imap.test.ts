// The mailroom behind a real IMAP server: nothing lost and nothing doubled through lost connections, new folders and wrong
// passwords, and news within moments.
import http from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import type { ImapFlow } from 'imapflow'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkMailbox } from '../../../src/channels/imap/check-mailbox.ts'
import { fetchMails } from '../../../src/channels/imap/fetch-mails.ts'
import { connectMailbox, openFolder } from '../../../src/channels/imap/imap-connection.ts'
import { WithheldMail } from '../../../src/channels/imap/imap-trouble.ts'
import { createMailboxWatcher, type MailboxWatcher } from '../../../src/channels/imap/mailbox-watcher.ts'
import type { MailboxSettings } from '../../../src/config.ts'
import { createRefreshTokens } from '../../../src/platform/refresh-tokens.ts'
import { type Dovecot, dovecotInstalled, startDovecot } from '../../support/dovecot.ts'
import { type MailDesk, mailText, openMailDesk } from '../../support/mail-desk.ts'
import { openedFolder } from '../../support/mail-folder.ts'

describe.skipIf(!dovecotInstalled())('a mailbox on a real server', () => {
  let server: Dovecot
  let desk: MailDesk
  const watchers: MailboxWatcher[] = []
  let user = 0

  beforeAll(async () => {
    server = await startDovecot()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    user++
    desk = await openMailDesk()
  })
  afterEach(async () => {
    await Promise.all(watchers.splice(0).map((watcher) => watcher.stop()))
    await desk.close()
  })

  const name = () => `desk${user}`
  const deliver = (mails: (string | Buffer)[]) => server.deliver(name(), mails)
  const mails = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => mailText({ from: `c${from + index}@example.com`, text: `complaint ${from + index}\n` }))

  function settings(other: Partial<MailboxSettings> = {}): MailboxSettings {
    const auth = { kind: 'password', password: server.password } as const
    return {
      name: 'main',
      host: server.host,
      port: server.imapPort,
      security: 'plain',
      user: name(),
      folder: 'INBOX',
      startsOn: new Date('2020-01-01'),
      auth,
      ...other,
    }
  }

  function watch(other: Partial<MailboxSettings> = {}, rhythm: { pollMilliseconds?: number } = {}): MailboxWatcher {
    const watcher = createMailboxWatcher({
      settings: settings(other),
      ...desk,
      mailMaxBytes: 5_000_000,
      retryMilliseconds: 50,
      pollMilliseconds: 60_000,
      ...rhythm,
    })
    watcher.start()
    watchers.push(watcher)
    return watcher
  }

  async function until<T>(what: () => Promise<T | undefined | false>, limitMilliseconds = 15_000): Promise<T> {
    const began = Date.now()
    for (;;) {
      const found = await what()
      if (found) return found
      if (Date.now() - began > limitMilliseconds)
        throw new Error(
          `it did not happen; mailboxes: ${JSON.stringify(await desk.mailroom.mailboxes(), (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const check = (other: Partial<MailboxSettings> = {}) => checkMailbox(settings(other), refreshTokens(desk))
  const casesToBe = (count: number) => until(async () => (await desk.allCases()).length >= count)
  const connected = () => until(async () => (await desk.mailroom.mailboxes()).some((mailbox) => mailbox.state === 'connected'))

  it('takes in what is there, in batches, and then each new mail at once', async () => {
    await deliver(mails(120))
    watch()
    await casesToBe(120)
    await until(async () => (await desk.mailroom.mailboxes())[0]!.lastUid === 120n)
    const began = Date.now()
    await deliver(mails(1, 500))
    await casesToBe(121)
    expect(Date.now() - began).toBeLessThan(2_000)
    expect((await desk.dispositions()).map((row) => row.uid)).toEqual(Array.from({ length: 121 }, (_, index) => BigInt(index + 1)))
  })

  it('takes in each mail once although the connection is killed again and again', async () => {
    watch()
    await connected()
    for (let round = 0; round < 8; round++) {
      await deliver(mails(10, round * 10))
      server.killSessions()
    }
    await casesToBe(80)
    const rows = await desk.dispositions()
    expect(rows.map((row) => row.kind)).toEqual(Array(80).fill('case-message'))
  })

  it('goes on from the cursor after a restart', async () => {
    await deliver(mails(5))
    const first = watch()
    await casesToBe(5)
    await first.stop()
    await deliver(mails(5, 5))
    watch()
    await casesToBe(10)
    expect(await desk.allCases()).toHaveLength(10)
  })

  it('loses and doubles nothing when the folder gets a new UIDVALIDITY', async () => {
    await deliver(mails(6))
    watch({}, { pollMilliseconds: 200 })
    await casesToBe(6)
    server.doveadm('mailbox', 'create', '-u', name(), 'Aside')
    server.doveadm('move', '-u', name(), 'Aside', 'mailbox', 'INBOX', 'all')
    server.doveadm('mailbox', 'update', '-u', name(), '--uid-validity', '4242', 'INBOX')
    server.doveadm('move', '-u', name(), 'INBOX', 'mailbox', 'Aside', 'all')
    await deliver(mails(2, 6))
    server.killSessions()
    await until(async () => (await desk.dispositions()).filter((row) => row.uidValidity === 4242n).length === 8)
    const rows = await desk.dispositions()
    expect(rows.filter((row) => row.kind === 'case-message')).toHaveLength(8)
    expect(rows.filter((row) => row.kind === 'duplicate')).toHaveLength(6)
    expect(await desk.allCases()).toHaveLength(8)
  })

  it('notices a folder that was deleted and made again under its eyes', async () => {
    server.doveadm('mailbox', 'create', '-u', name(), 'Complaints')
    watch({ folder: 'Complaints' }, { pollMilliseconds: 100 })
    await connected()
    server.doveadm('mailbox', 'delete', '-u', name(), 'Complaints')
    server.doveadm('mailbox', 'create', '-u', name(), 'Complaints')
    await deliver(mails(3))
    server.doveadm('move', '-u', name(), 'Complaints', 'mailbox', 'INBOX', 'all')
    await casesToBe(3)
    expect(await desk.allCases()).toHaveLength(3)
  })

  it('gives mail from before the start its disposition without fetching it', async () => {
    await deliver(mails(3))
    watch({ startsOn: new Date(Date.now() + 3_600_000) })
    await until(async () => (await desk.dispositions()).length === 3)
    expect((await desk.dispositions()).map((row) => row.kind)).toEqual(['before-start', 'before-start', 'before-start'])
    expect(await desk.db.client.rawMail.count()).toBe(0)
  })

  it('quarantines a mail over the limit by its header, and goes on behind it', async () => {
    const large = mailText({ subject: 'Large', text: `${'a long line of words that nobody reads\n'.repeat(200_000)}` })
    await deliver([large, ...mails(1)])
    watch()
    await casesToBe(1)
    expect((await desk.mailroom.ledger({ standing: true })).entries).toMatchObject([{ subject: 'Large' }])
    expect(await desk.db.client.rawMail.aggregate({ _max: { size: true } })).toMatchObject({ _max: { size: expect.any(Number) } })
    expect((await desk.db.client.rawMail.aggregate({ _max: { size: true } }))._max.size).toBeLessThan(70_000)
  })

  it('says what is wrong with a refused password, keeps trying, and works once it is right', async () => {
    const wrong = { ...settings(), auth: { kind: 'password', password: 'nonsense' } as { kind: 'password'; password: string } }
    watch(wrong)
    const down = await until(async () => (await desk.mailroom.mailboxes()).find((mailbox) => mailbox.state === 'down'))
    expect(down.problem).toContain('refused the sign-in')
    expect(down.problem).toContain('MAILBOX_MAIN_PASSWORD')
    expect(await check({ auth: wrong.auth })).toMatchObject({
      ok: false,
      kind: 'wrong',
      problem: expect.stringContaining('refused the sign-in'),
    })
    wrong.auth.password = server.password
    await deliver(mails(1))
    await casesToBe(1)
  })

  it('starts without its server and works once that answers', async () => {
    const { port, close } = await door(server.imapPort)
    await close()
    watch({ port })
    const down = await until(async () => (await desk.mailroom.mailboxes()).find((mailbox) => mailbox.state === 'down'))
    expect(down.problem).toContain('nothing answers')
    const again = await door(server.imapPort, port)
    await deliver(mails(1))
    await casesToBe(1)
    await again.close()
  })

  it('tells the doctor what it found, and what is missing', async () => {
    await deliver(mails(2))
    expect(await check()).toEqual({ ok: true, says: `${name()} on 127.0.0.1: folder INBOX holds 2 mails` })
    expect(await check({ folder: 'Nowhere' })).toMatchObject({
      ok: false,
      kind: 'wrong',
      problem: expect.stringContaining('no folder Nowhere'),
    })
    expect(await check({ port: 1 })).toMatchObject({ ok: false, kind: 'unreachable', problem: expect.stringContaining('nothing answers') })
  })

  describe('that hands over less than it lists', () => {
    const limits = { mailMaxBytes: 5_000_000, startsOn: new Date('2020-01-01') }
    let client: ImapFlow

    beforeEach(async () => {
      client = await connectMailbox(settings(), noTokens, limits)
      await openFolder(client, 'INBOX')
    })
    afterEach(() => client.close())

    it('a mail that went between the list and the fetch is written down as gone, and those behind it come in', async () => {
      await deliver(mails(60))
      const batches = fetchMails(client, 0n, limits)
      const first = (await batches.next()).value ?? []
      server.doveadm('expunge', '-u', name(), 'mailbox', 'INBOX', 'uid', '55')
      const rest = (await Array.fromAsync(batches)).flat()
      const folder = await openedFolder(desk.mailroom, { mailbox: 'main' })
      await desk.mailroom.ingest({ folder, startsOn: limits.startsOn }, [...first, ...rest])
      const rows = await desk.dispositions()
      expect(rows).toHaveLength(60)
      expect(rows.filter((row) => row.kind !== 'case-message')).toMatchObject([
        { uid: 55n, kind: 'ignored', reason: 'it was gone from the mailbox before it could be fetched' },
      ])
    })

    it.each([
      ['what it says of the mail', 'size' as const],
      ["the mail's words", 'source' as const],
    ])('goes past no mail that is still there when the server leaves out %s', async (_, left) => {
      await deliver(mails(3))
      const whole = client.fetchAll.bind(client)
      const leaveOut = async (...[range, query, options]: Parameters<ImapFlow['fetchAll']>) =>
        (await whole(range, query, options)).filter((mail) => !(mail.uid === 2 && left in query))
      client.fetchAll = leaveOut as ImapFlow['fetchAll']
      await expect(Array.fromAsync(fetchMails(client, 0n, limits))).rejects.toThrow(WithheldMail)
      client.fetchAll = whole
      expect((await Array.fromAsync(fetchMails(client, 0n, limits))).flat().map((mail) => [mail.uid, mail.gone])).toEqual([
        [1n, undefined],
        [2n, undefined],
        [3n, undefined],
      ])
    })
  })
})

const noTokens = { accessToken: () => Promise.reject(new Error('a password signs in')), forget: () => {} }

function refreshTokens(desk: MailDesk) {
  return createRefreshTokens({ ...desk, mailbox: 'main' })
}

describe.skipIf(!dovecotInstalled())('a mailbox that wants an access token', () => {
  let server: Dovecot
  let desk: MailDesk

  beforeEach(async () => {
    ;[server, desk] = await Promise.all([startDovecot({ oauth2: true }), openMailDesk()])
  })
  afterEach(() => Promise.all([server.stop(), desk.close()]))

  function settings(refreshToken = 'first'): MailboxSettings {
    return {
      name: 'main',
      host: server.host,
      port: server.imapPort,
      security: 'plain',
      user: 'desk',
      folder: 'INBOX',
      startsOn: new Date(0),
      auth: { kind: 'oauth2', tokenUrl: server.tokenUrl!, clientId: 'desk', clientSecret: 'x', refreshToken },
    }
  }

  it('signs in with one, and says what to do when it was revoked', async () => {
    expect(await checkMailbox(settings(), refreshTokens(desk))).toMatchObject({ ok: true })
    server.tokensValid(false)
    expect(await checkMailbox(settings(), refreshTokens(desk))).toMatchObject({
      ok: false,
      kind: 'wrong',
      problem: expect.stringContaining('invalid_grant'),
      remedy: expect.stringContaining('MAILBOX_MAIN_OAUTH2_REFRESH_TOKEN'),
    })
  })

  it('whose provider replaces the refresh token at each use: the newest one is spent, after a restart too, and kept encrypted', async () => {
    const provider = await startRotatingProvider('first')
    const auth = { ...(settings().auth as Extract<MailboxSettings['auth'], { kind: 'oauth2' }>), tokenUrl: provider.tokenUrl }
    for (let start = 1; start <= 3; start++)
      expect(await checkMailbox({ ...settings(), auth }, refreshTokens(desk))).toMatchObject({ ok: true })
    expect(provider.spent).toEqual(['first', 'first-1', 'first-2'])
    const row = await desk.db.client.mailToken.findUniqueOrThrow({ where: { mailbox: 'main' } })
    expect(row.sealedRefreshToken).not.toContain('first')
    expect(Buffer.from(row.sealedRefreshToken, 'base64url').toString('latin1')).not.toContain('first')

    provider.grantAnew('second')
    expect(await checkMailbox({ ...settings(), auth: { ...auth, refreshToken: 'second' } }, refreshTokens(desk))).toMatchObject({
      ok: true,
    })
    await provider.close()
  })

  it('two desks that sign in at once spend one refresh token after the other', async () => {
    const provider = await startRotatingProvider('first')
    const auth = { ...(settings().auth as Extract<MailboxSettings['auth'], { kind: 'oauth2' }>), tokenUrl: provider.tokenUrl }
    const checks = [1, 2, 3].map(() => checkMailbox({ ...settings(), auth }, refreshTokens(desk)))
    expect((await Promise.all(checks)).map((checked) => checked.ok)).toEqual([true, true, true])
    await provider.close()
  })
})

/** Gives a new refresh token at each use, and refuses every other. */
async function startRotatingProvider(granted: string) {
  const spent: string[] = []
  let [chain, uses] = [granted, 0]
  const newest = () => (uses === 0 ? chain : `${chain}-${uses}`)
  const server = http.createServer(async (request, response) => {
    const given = new URLSearchParams(await text(request)).get('refresh_token') ?? ''
    spent.push(given)
    const good = given === newest()
    if (good) uses++
    response.statusCode = good ? 200 : 400
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(good ? { access_token: 'token-1', expires_in: 3600, refresh_token: newest() } : { error: 'invalid_grant' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    spent,
    tokenUrl: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/token`,
    grantAnew(token: string) {
      ;[chain, uses] = [token, 0]
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** A door before the server that a test can close. */
async function door(behind: number, at = 0): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    const inner = net.connect(behind, '127.0.0.1')
    for (const one of [socket, inner]) {
      sockets.add(one)
      one.on('error', () => {})
    }
    socket.pipe(inner).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
