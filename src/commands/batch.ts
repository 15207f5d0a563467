// Commands for other programs: JSON objects in, one a line, and as many out in the same order. A line never ends the run.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { UsageProblem } from '../platform/problem.ts'

const lineLimitCharacters = 10_000_000

/** `source` is `-` for standard input, or a file's path. */
export async function answerLines(source: string, answer: (line: string) => unknown, print: (line: string) => void): Promise<void> {
  const input = source === '-' ? process.stdin : createReadStream(source)
  const failed = new Promise<never>((_, reject) => {
    input.once('error', (error) => reject(new UsageProblem(`${source} cannot be read: ${error.message}`)))
  })
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  const answering = (async () => {
    for await (const line of lines) {
      if (line.trim() === '') continue
      print(JSON.stringify(line.length > lineLimitCharacters ? { id: null, error: 'the line is too long' } : answer(line)))
    }
  })()
  await Promise.race([answering, failed])
}
