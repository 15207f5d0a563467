// The desk's mailbox by IMAP: hoodiecrow in memory, filled from the kept mails with the UIDs and the UIDVALIDITY they
// had before. Its STARTTLS is left out (its certificate has expired), and so is whatever would make or remove mails.

import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'
import type { KeptMail, Mailbox } from './kept-mailbox.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'

export type ImapDoor = { port: number; show(mail: KeptMail, raw: Buffer): void; close(): Promise<void> }

const connectionsAtMost = 20
const commandsLeftOut = ['APPEND', 'COPY', 'UID COPY', 'EXPUNGE', 'CREATE', 'DELETE', 'RENAME']

export async function openImapDoor(settings: { port: number; user: string; password: string; mailbox: Mailbox }): Promise<ImapDoor> {
  const { user, password, mailbox } = settings
  const messages = await Promise.all(mailbox.mails().map(async (mail) => message(mail, await readFile(mail.file))))
  const imap = hoodiecrow({
    credentials: {}, // or it reads its own certificate
    plugins: ['ID', 'IDLE'],
    users: { [user]: { password } },
    storage: { INBOX: { uidvalidity: mailbox.uidValidity, uidnext: mailbox.nextUid(), messages }, '': {} },
  })
  imap.setMaxListeners(connectionsAtMost + 1)
  imap.server.maxConnections = connectionsAtMost
  for (const command of commandsLeftOut) {
    imap.setCommandHandler(command, (connection, { tag }, _data, done) => {
      connection.send({ tag, command: 'NO', attributes: [{ type: 'TEXT', value: 'This mailbox is only read' }] }, 'LEFT OUT')
      done()
    })
  }
  const sockets = new Set<Socket>()
  imap.connectionHandlers.push((connection) => {
    const socket = connection.socket
    if (!socket) return
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      if (connection.inputHandler) connection.inputHandler('DONE') // ends the 30-minute timer of an IDLE, or the process lives on
    })
  })
  const port = await listenOnLoopback(imap.server, settings.port)
  return {
    port,
    show(mail, raw) {
      const inbox = imap.getMailbox('INBOX')
      const shown = message(mail, raw)
      inbox.messages.push(shown)
      inbox.uidnext = mail.uid + 1
      imap.processMessage(shown, inbox)
      imap.notify({ tag: '*', attributes: [inbox.messages.length, { type: 'ATOM', value: 'EXISTS' }] }, inbox)
    },
    close() {
      return new Promise((resolve) => {
        imap.server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
    },
  }
}

function message(mail: KeptMail, raw: Buffer) {
  // hoodiecrow writes strings to the wire byte for byte; its own date formatting is wrong east of Greenwich.
  return { uid: mail.uid, flags: [], raw: raw.toString('latin1'), internaldate: internalDate(mail.arrivedAt) }
}

/** RFC 3501 date-time: `22-Nov-2026 10:00:00 +0000`. */
function internalDate(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ')
  return `${day}-${month}-${year} ${time} +0000`
}
