// What the demo uses of hoodiecrow-imap, which brings no types.
declare module 'hoodiecrow-imap' {
  import type { EventEmitter } from 'node:events'
  import type { Server, Socket } from 'node:net'

  type Message = { uid: number; internaldate: string; flags: string[]; raw: string }
  type Mailbox = { uidvalidity: number; uidnext: number; messages: Message[] }
  type Connection = {
    socket: Socket | null
    inputHandler: false | ((line: string) => void)
    send(response: { tag: string; command: string; attributes: { type: string; value: string }[] }, about: string): void
  }
  type Command = (connection: Connection, parsed: { tag: string }, data: string, done: () => void) => void

  export type ImapServer = EventEmitter & {
    server: Server
    connectionHandlers: ((connection: Connection) => void)[]
    getMailbox(path: string): Mailbox & { path: string }
    processMessage(message: Message, mailbox: Mailbox): void
    notify(command: { tag: string; attributes: (number | { type: string; value: string })[] }, mailbox: Mailbox): void
    setCommandHandler(command: string, handler: Command): void
  }

  export default function hoodiecrow(options: {
    credentials: object
    plugins: string[]
    users: Record<string, { password: string }>
    storage: Record<string, Mailbox | Record<string, never>>
  }): ImapServer
}
