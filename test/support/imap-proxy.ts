// A door before an IMAP server that a test can shut, freeze (nothing is forwarded any more, and nobody is told), or teach to
// refuse a command as a server does whose disk is full.
import net from 'node:net'

export type ImapProxy = {
  port: number
  /** From now on nothing passes either way, on connections that are open and on new ones. */
  freeze(): void
  thaw(): void
  /** Answers commands that match with `NO answer`; undefined lets all pass again. */
  refuse(command: RegExp | undefined, answer?: string): void
  /** Does something once, before a command that matches goes through. */
  before(command: RegExp, act: () => void): void
  /** How many commands were refused. */
  refused(): number
  close(): Promise<void>
}

export async function openImapProxy(behind: number): Promise<ImapProxy> {
  const sockets = new Set<net.Socket>()
  let frozen = false
  let refusing: { command: RegExp; answer: string } | undefined
  let refused = 0
  let awaited: { command: RegExp; act: () => void } | undefined
  const server = net.createServer((client) => {
    const inner = net.connect(behind, '127.0.0.1')
    for (const one of [client, inner]) {
      sockets.add(one)
      one.on('error', () => {})
    }
    let swallow = 0 // of a literal that belongs to a refused command
    inner.on('data', (chunk: Buffer) => {
      if (!frozen) client.write(chunk)
    })
    client.on('data', (given: Buffer) => {
      if (frozen) return
      let chunk = given
      if (swallow > 0) {
        const eaten = Math.min(swallow, chunk.length)
        swallow -= eaten
        chunk = chunk.subarray(eaten)
      }
      if (chunk.length === 0) return
      const [, tag, command = ''] = /^(\S+) (.*)/.exec(chunk.toString('latin1')) ?? []
      if (tag && awaited?.command.test(command)) {
        const { act } = awaited
        awaited = undefined
        act()
      }
      if (!tag || !refusing?.command.test(command)) {
        inner.write(chunk)
        return
      }
      refused++
      const literal = /\{(\d+)(\+)?\}\r\n/.exec(chunk.toString('latin1'))
      if (literal?.[2]) swallow = Math.max(0, Number(literal[1]) + 2 - (chunk.length - literal.index - literal[0].length))
      client.write(`${tag} NO ${refusing.answer}\r\n`)
    })
    const end = () => {
      client.destroy()
      inner.destroy()
    }
    client.on('close', end)
    inner.on('close', () => {
      if (!frozen) end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    freeze() {
      frozen = true
    },
    thaw() {
      frozen = false
    },
    refuse(command, answer = '[UNAVAILABLE] Try again later.') {
      refusing = command && { command, answer }
    },
    before(command, act) {
      awaited = { command, act }
    },
    refused: () => refused,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
