// The virus scanner clamd, asked about one file at a time (man clamd, INSTREAM): the file goes in pieces with their lengths
// before them, and a length of nought ends it.
import type { ClamdAddress } from '../../config.ts'
import type { ScanVerdict, VirusScanner } from '../../mailroom/mailroom.ts'
import { askClamd, type ClamdLimits, clamdVersion } from './ask-clamd.ts'

const pieceBytes = 64 * 1_024

export function createClamdScanner(address: ClamdAddress, limits: ClamdLimits = {}): VirusScanner {
  return {
    async scan(content) {
      try {
        return verdictIn(await askClamd(address, fileInPieces(content), limits))
      } catch (error) {
        const problem = (error as Error).message
        // Clamd breaks off where a file exceeds its StreamMaxLength, and its answer may be lost with the connection.
        const answers = await clamdVersion(address, limits).catch(() => undefined)
        return answers === undefined ? { kind: 'unreachable', problem } : { kind: 'refused', problem, passing: true }
      }
    },
  }
}

function* fileInPieces(content: Uint8Array): Generator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0')
  for (let at = 0; at < content.length; at += pieceBytes) {
    const piece = content.subarray(at, at + pieceBytes)
    yield lengthOf(piece)
    yield piece
  }
  yield lengthOf(new Uint8Array())
}

function lengthOf(piece: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(piece.length)
  return length
}

/** `stream: OK`, `stream: Win.Test.EICAR_HDB-1 FOUND`, `INSTREAM size limit exceeded. ERROR` */
function verdictIn(answer: string): ScanVerdict {
  const said = answer.replace(/^stream:\s*/, '')
  if (said === 'OK') return { kind: 'clean' }
  if (said.endsWith(' FOUND')) return { kind: 'infected', signature: said.slice(0, -' FOUND'.length) }
  return { kind: 'refused', problem: said, passing: !/size limit exceeded/i.test(said) }
}
