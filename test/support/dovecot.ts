// A real Dovecot for a test: free ports, a temporary folder, an unprivileged user, mail delivered over LMTP. With `oauth2`
// it also signs in by access token, which a tiny introspection server here declares good or bad.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'

export type Dovecot = {
  host: string
  imapPort: number
  /** Signs in any user with the password `secret`. */
  password: string
  tokenUrl: string | undefined
  /** Delivers each mail to the user's INBOX, in order, over one connection. */
  deliver(user: string, mails: (string | Buffer)[]): Promise<void>
  /** Ends every IMAP session, as a restart of the server would. */
  killSessions(): void
  /** Runs doveadm against this server. */
  doveadm(...args: string[]): string
  /** Access tokens are accepted from now on, or no longer. */
  tokensValid(valid: boolean): void
  /** Access tokens given out so far are refused; new ones are good. */
  expireTokens(): void
  folder: string
  stop(): Promise<void>
}

const password = 'secret'
const specialUse = [
  ['Junk', '\\Junk'],
  ['Sent', '\\Sent'],
]
const startLimitMilliseconds = 15_000

export function dovecotInstalled(): boolean {
  return existsSync('/usr/sbin/dovecot') && existsSync('/usr/lib/dovecot/lmtp')
}

export async function startDovecot({ oauth2 = false }: { oauth2?: boolean } = {}): Promise<Dovecot> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-dovecot-'))
  const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  for (const part of ['run', 'state', 'mail']) mkdirSync(path.join(folder, part))
  const [imapPort, lmtpPort] = [await freePort(), await freePort()]
  const tokens = oauth2 ? await startTokens() : undefined
  const settings = path.join(folder, 'dovecot.conf')
  writeFileSync(settings, configuration(folder, owner, { imapPort, lmtpPort }, tokens?.port))
  if (tokens) writeFileSync(path.join(folder, 'oauth2.conf'), introspection(tokens.port))
  for (const name of ['', 'run', 'state', 'mail', 'dovecot.conf', ...(tokens ? ['oauth2.conf'] : [])])
    chownSync(path.join(folder, name), owner.uid, owner.gid)
  const server = spawn('/usr/sbin/dovecot', ['-F', '-c', settings], { ...owner, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000)
  })
  await untilListening([imapPort, lmtpPort], server, () => said)
  const doveadm = (...args: string[]) =>
    execFileSync('/usr/bin/doveadm', ['-c', settings, ...args], {
      ...owner,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', HOME: folder },
    })
  return {
    host: '127.0.0.1',
    imapPort,
    password,
    tokenUrl: tokens && `http://127.0.0.1:${tokens.port}/token`,
    deliver: (user, mails) => deliver(lmtpPort, user, mails),
    killSessions: () => kick(doveadm),
    doveadm,
    tokensValid: (valid) => tokens?.setValid(valid),
    expireTokens: () => tokens?.expire(),
    folder,
    async stop() {
      tokens?.server.close()
      server.kill('SIGTERM')
      if (server.exitCode === null) await new Promise((resolve) => server.once('exit', resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const nobodyConnected = 68

function kick(doveadm: Dovecot['doveadm']): void {
  try {
    doveadm('kick', '*')
  } catch (error) {
    if ((error as { status?: number }).status !== nobodyConnected) throw error
  }
}

function configuration(
  folder: string,
  owner: { uid: number; gid: number },
  ports: { imapPort: number; lmtpPort: number },
  tokenPort?: number,
): string {
  const name = (kind: 'passwd' | 'group', id: number) => execFileSync('getent', [kind, String(id)], { encoding: 'utf8' }).split(':')[0]
  const [user, group] = [name('passwd', owner.uid), name('group', owner.gid)]
  const byToken =
    tokenPort === undefined ? '' : `passdb {\n driver = oauth2\n mechanisms = xoauth2 oauthbearer\n args = ${folder}/oauth2.conf\n}\n`
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 0
auth_username_format = %Ln
mail_location = maildir:${folder}/mail/%n/Maildir
mail_home = ${folder}/mail/%n
mail_fsync = never
mailbox_list_index = yes
mail_max_userip_connections = 50
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login ${tokenPort === undefined ? '' : 'xoauth2 oauthbearer'}
auth_failure_delay = 0
${byToken}passdb {
 driver = static
 args = password=${password}
}
userdb {
 driver = static
 args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%n
}
service anvil {
 chroot =
}
service imap-login {
 chroot =
 inet_listener imap {
  port = ${ports.imapPort}
 }
 inet_listener imaps {
  port = 0
 }
 process_min_avail = 1
}
service lmtp {
 inet_listener lmtp {
  port = ${ports.lmtpPort}
 }
}
service stats {
 chroot =
}
namespace inbox {
 inbox = yes
 separator = /
 ${specialUse.map(([folder, use]) => `mailbox ${folder} {\n  special_use = ${use}\n  auto = subscribe\n }`).join('\n ')}
}
`
}

function introspection(port: number): string {
  return `introspection_mode = auth
introspection_url = http://127.0.0.1:${port}/introspect
username_attribute = username
active_attribute = active
active_value = true
`
}

/** Gives out tokens, and says of each whether it is good. */
async function startTokens(): Promise<{ server: Server; port: number; setValid(valid: boolean): void; expire(): void }> {
  let valid = true
  let generation = 1
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    const given = request.url?.startsWith('/token')
    response.statusCode = given && !valid ? 400 : 200
    if (given)
      response.end(
        JSON.stringify(
          valid ? { access_token: `token-${generation}`, expires_in: 3600 } : { error: 'invalid_grant', error_description: 'revoked' },
        ),
      )
    else
      text(request).then((asked) => {
        const active = valid && `${request.url}${asked}${request.headers.authorization ?? ''}`.includes(`token-${generation}`)
        response.end(JSON.stringify({ active, username: 'desk' }))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  return {
    server,
    port,
    setValid(now) {
      valid = now
    },
    expire() {
      generation++
    },
  }
}

async function deliver(port: number, user: string, mails: (string | Buffer)[]): Promise<void> {
  const socket = net.connect(port, '127.0.0.1')
  const lines = linesOf(socket)
  const expect = async (code: string) => {
    for (;;) {
      const line = await lines()
      if (!line.startsWith(code)) throw new Error(`LMTP: expected ${code}, got ${line}`)
      if (line[3] !== '-') return
    }
  }
  const say = (text: string | Buffer) => socket.write(text)
  await expect('220')
  say('LHLO test\r\n')
  await expect('250')
  for (const mail of mails) {
    say(`MAIL FROM:<sender@example.com>\r\nRCPT TO:<${user}@localhost>\r\nDATA\r\n`)
    await expect('250')
    await expect('250')
    await expect('354')
    // One byte a character, so that mails that are no UTF-8 arrive as they are.
    const text = (Buffer.isBuffer(mail) ? mail.toString('latin1') : Buffer.from(mail).toString('latin1'))
      .replace(/\r?\n/g, '\r\n')
      .replace(/^\./gm, '..')
    say(Buffer.from(`${text}\r\n.\r\n`, 'latin1'))
    await expect('250')
  }
  say('QUIT\r\n')
  socket.end()
}

function linesOf(socket: net.Socket): () => Promise<string> {
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    const parts = `${rest}${chunk}`.split('\r\n')
    rest = parts.pop() ?? ''
    for (const line of parts) (waiting.shift() ?? ((said: string) => lines.push(said)))(line)
  })
  return () => new Promise((resolve) => (lines.length > 0 ? resolve(lines.shift() as string) : waiting.push(resolve)))
}

export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function untilListening(ports: number[], server: ChildProcess, said: () => string): Promise<void> {
  const began = Date.now()
  for (const port of ports) {
    while (!(await answers(port))) {
      if (server.exitCode !== null || Date.now() - began > startLimitMilliseconds) throw new Error(`dovecot did not start: ${said()}`)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
