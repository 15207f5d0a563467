// Mail in, by SMTP: the answer 250 is given when `accept` has settled, that is when the mail is on the disk. Any mail
// tool on this machine may hand in mail from anybody: it is a demo, and it listens on the loopback interface only.
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { Log } from '../../platform/log.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'

export type Envelope = { from: string; to: string[]; client: string }

export type Refusal = { code: number; words: string }

export type SmtpDoorSettings = {
  port: number
  name: string
  log: Log
  mayReceive(address: string): Refusal | undefined
  accept(raw: Buffer, envelope: Envelope): Promise<void>
}

const mailBytesAtMost = 30_000_000 // the desk's own default limit
const recipientsAtMost = 100 // RFC 5321 4.5.3.1.8
const clientsAtMost = 50
const closeMilliseconds = 500

export async function openSmtpDoor(settings: SmtpDoorSettings): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    name: settings.name,
    banner: 'Waterdesk demo post office',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true, // else every connection waits for a name server
    size: mailBytesAtMost,
    maxClients: clientsAtMost,
    closeTimeout: closeMilliseconds,
    onRcptTo(address, session, callback) {
      const full = session.envelope.rcptTo.length >= recipientsAtMost
      const refusal = full ? { code: 452, words: 'Too many recipients' } : settings.mayReceive(address.address)
      callback(refusal && smtpError(refusal))
    },
    onData(stream, session, callback) {
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom ? mailFrom.address : ''
      const envelope = { from, to: rcptTo.map((recipient) => recipient.address), client: session.hostNameAppearsAs || 'unknown' }
      take(stream, (raw) => settings.accept(raw, envelope)).then(
        (refusal) => callback(refusal && smtpError(refusal)),
        (error: unknown) => {
          settings.log.error({ err: error }, 'demo post office could not keep a mail')
          callback(smtpError({ code: 451, words: 'The mail could not be kept; try again' }))
        },
      )
    },
  })
  server.on('error', (error) => settings.log.warn({ err: error }, 'demo post office: SMTP connection failed'))
  const port = await listenOnLoopback(server.server, settings.port)
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function take(stream: SMTPServerDataStream, accept: (raw: Buffer) => Promise<void>): Promise<Refusal | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk)
  if (stream.sizeExceeded) return { code: 552, words: `A mail has ${mailBytesAtMost} bytes at most here` }
  await accept(Buffer.concat(chunks))
  return undefined
}

function smtpError({ code, words }: Refusal): Error {
  return Object.assign(new Error(words), { responseCode: code })
}
