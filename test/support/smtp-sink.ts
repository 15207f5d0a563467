// A mail server that keeps what it is sent, and that can be told how to behave towards the next mail.

import type { AddressInfo } from 'node:net'
import net from 'node:net'

/**
 * accept; refuse: 550 to the recipient; defer: 451 to the recipient; refuse-words: 554 after the words;
 * drop-before-words: the connection ends at DATA; drop-after-words: the words are read whole, kept when `keeps`, and the
 * connection ends without an answer.
 */
export type Behaviour = 'accept' | 'refuse' | 'defer' | 'refuse-words' | 'drop-before-words' | 'drop-after-words'

/** `asked`: the lines of MAIL and RCPT as they came. */
export type KeptMail = { from: string; to: string[]; raw: string; asked: string[] }

/** Says of each sign-in whether it is right; 'explain': it is not, and is told so in two steps, as Google does. */
export type SignInRule = (mechanism: string, credentials: string) => boolean | 'explain'

export type SmtpSink = {
  host: string
  port: number
  mails: KeptMail[]
  /** How many connections were made. */
  connections(): number
  behave(behaviour: Behaviour): void
  /** Resolves with the mails as soon as there are `count`. */
  received(count: number, limitMilliseconds?: number): Promise<KeptMail[]>
  close(): Promise<void>
}

export async function startSmtpSink(port = 0, signIn?: SignInRule): Promise<SmtpSink> {
  const mails: KeptMail[] = []
  const sockets = new Set<net.Socket>()
  let behaviour: Behaviour = 'accept'
  let connections = 0
  const server = net.createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {}) // a client that goes away
    converse(
      socket,
      () => behaviour,
      (mail) => mails.push(mail),
      signIn,
    )
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    behave(next) {
      behaviour = next
    },
    async received(count, limitMilliseconds = 10_000) {
      const began = Date.now()
      while (mails.length < count) {
        if (Date.now() - began > limitMilliseconds) throw new Error(`only ${mails.length} of ${count} mails arrived`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return mails
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function converse(socket: net.Socket, behaviour: () => Behaviour, keep: (mail: KeptMail) => void, signIn: SignInRule | undefined): void {
  let buffered = ''
  let inWords = false
  let mail: KeptMail = { from: '', to: [], raw: '', asked: [] }
  let signedIn = signIn === undefined
  const say = (line: string) => socket.write(`${line}\r\n`)
  socket.setEncoding('latin1')
  say('220 sink ESMTP')
  socket.on('data', (chunk: string) => {
    buffered += chunk
    for (;;) {
      const mark = inWords ? '\r\n.\r\n' : '\r\n'
      const at = buffered.indexOf(mark)
      if (at < 0) return
      const said = buffered.slice(0, at)
      buffered = buffered.slice(at + mark.length)
      if (inWords) words(said)
      else command(said)
    }
  })

  function words(said: string): void {
    inWords = false
    if (behaviour() === 'refuse-words') return void say('554 5.7.1 refused for policy reasons')
    keep({ ...mail, raw: said.replace(/^\.\./gm, '.') })
    if (behaviour() === 'drop-after-words') return void socket.destroy()
    say('250 2.0.0 kept')
  }

  function command(said: string): void {
    const verb = said.slice(0, 4).toUpperCase()
    const address = /<([^>]*)>/.exec(said)?.[1] ?? ''
    if (verb === 'EHLO') say(`250-sink\r\n250-8BITMIME\r\n${signIn ? '250-AUTH PLAIN XOAUTH2\r\n' : ''}250 DSN`)
    else if (verb === 'AUTH') {
      const [, mechanism = '', given = ''] = said.split(' ')
      const right = signIn?.(mechanism, Buffer.from(given, 'base64').toString()) ?? true
      signedIn = right === true
      say(signedIn ? '235 2.7.0 in' : right === 'explain' ? '334 eyJzdGF0dXMiOiI0MDAifQ==' : '535 5.7.8 not you')
    } else if (said === '') say('535 5.7.8 not you')
    else if (!signedIn && verb === 'MAIL') say('530 5.7.0 sign in first')
    else if (verb === 'MAIL') {
      mail = { from: address, to: [], raw: '', asked: [said] }
      say('250 2.1.0 ok')
    } else if (verb === 'RCPT') {
      if (behaviour() === 'refuse' || address.startsWith('gone@')) return void say('550 5.1.1 no such user')
      if (behaviour() === 'defer') return void say('451 4.3.0 try later')
      mail.to.push(address)
      mail.asked.push(said)
      say('250 2.1.5 ok')
    } else if (verb === 'DATA') {
      if (behaviour() === 'drop-before-words') return void socket.destroy()
      if (mail.to.length === 0) return void say('503 5.5.1 no recipient')
      inWords = true
      say('354 go on')
    } else if (verb === 'QUIT') {
      say('221 bye')
      socket.end()
    } else say('250 ok')
  }
}
