// One question to clamd (ClamAV) and its answer, by its own protocol: a command that ends in a NUL, an answer that ends in a
// NUL, one connection each (man clamd, COMMANDS).
import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { ClamdAddress } from '../../config.ts'

export type ClamdLimits = { silenceMilliseconds?: number }

const answerLimitCharacters = 4_096
const silenceLimitMilliseconds = 60_000 // a large archive takes clamd some seconds

/** `command` is sent piece by piece as clamd takes it. Rejects where clamd does not answer. */
export async function askClamd(address: ClamdAddress, command: Iterable<Uint8Array>, limits: ClamdLimits = {}): Promise<string> {
  const socket = connect(address)
  try {
    const answer = answerOf(socket, limits.silenceMilliseconds ?? silenceLimitMilliseconds)
    Readable.from(command, { objectMode: false }).pipe(socket, { end: false }) // clamd takes a closed half for a client that is gone
    return await answer
  } finally {
    socket.destroy()
  }
}

/** Clamd's version, as it says it. */
export function clamdVersion(address: ClamdAddress, limits?: ClamdLimits): Promise<string> {
  return askClamd(address, [Buffer.from('zVERSION\0')], limits)
}

function answerOf(socket: Socket, silenceMilliseconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const done = (problem: Error) => (said === '' ? reject(problem) : resolve(said.trim()))
    socket.setEncoding('utf8')
    socket.setTimeout(silenceMilliseconds, () => done(new Error(`clamd was silent for ${silenceMilliseconds / 1_000} seconds`)))
    socket.on('data', (piece: string) => {
      said += piece
      const end = said.indexOf('\0')
      if (end >= 0 || said.length > answerLimitCharacters) resolve(said.slice(0, end >= 0 ? end : answerLimitCharacters).trim())
    })
    socket.on('error', done)
    socket.on('close', () => done(new Error('clamd ended the connection without an answer')))
  })
}
