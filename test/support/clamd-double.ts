// A clamd as far as the desk speaks with one (man clamd): VERSION and INSTREAM, one command a connection. It finds the EICAR
// test file, takes no more than its limit, and can be made to break off.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import type { ClamdAddress } from '../../src/config.ts'

/** Harmless, and every scanner's agreed example of a virus; put together here so that no scanner takes this file for one. */
export const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('-'))

export type ClamdDouble = {
  address: ClamdAddress
  /** What was sent to be scanned, in order. */
  scanned: Buffer[]
  /** silent: never says a word; breaks-off: ends the connection amid the file; answers: about any file, these words. */
  behaves(how: 'well' | 'silent' | 'breaks-off' | { answers: string }): void
  stop(): Promise<void>
}

export async function startClamd({
  streamLimitBytes = 1_000_000,
  path,
}: {
  streamLimitBytes?: number
  path?: string
} = {}): Promise<ClamdDouble> {
  const scanned: Buffer[] = []
  const sockets = new Set<Socket>()
  let behaviour: Parameters<ClamdDouble['behaves']>[0] = 'well'

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}) // a client that goes away is no fault of clamd's
    socket.on('close', () => sockets.delete(socket))
    let received: Buffer = Buffer.alloc(0)
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece])
      const answer = answerTo(received, streamLimitBytes)
      if (answer === undefined || behaviour === 'silent') return
      if (answer.file && behaviour === 'breaks-off') return socket.destroy()
      if (answer.file) scanned.push(answer.file)
      socket.end(`${answer.file && typeof behaviour === 'object' ? behaviour.answers : answer.says}\0`)
    })
  })
  if (path === undefined) server.listen(0, '127.0.0.1')
  else server.listen(path)
  await once(server, 'listening')
  return {
    address: path === undefined ? { host: '127.0.0.1', port: (server.address() as AddressInfo).port } : { path },
    scanned,
    behaves(how) {
      behaviour = how
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Undefined until the whole command is there. */
function answerTo(received: Buffer, limit: number): { says: string; file?: Buffer } | undefined {
  const end = received.indexOf(0)
  if (end < 0) return undefined
  const command = received.toString('latin1', 0, end)
  if (command === 'zVERSION') return { says: 'ClamAV 1.4.3/27500/Mon Mar  2 08:00:00 2026' }
  if (command !== 'zINSTREAM') return { says: 'UNKNOWN COMMAND' }
  const pieces: Buffer[] = []
  let total = 0
  for (let at = end + 1; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at)
    const file = Buffer.concat(pieces)
    if (length === 0) return { says: file.includes(eicar) ? 'stream: Win.Test.EICAR_HDB-1 FOUND' : 'stream: OK', file }
    total += length
    if (total > limit) return { says: 'INSTREAM size limit exceeded. ERROR' }
    if (at + 4 + length > received.length) return undefined
    pieces.push(received.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}
