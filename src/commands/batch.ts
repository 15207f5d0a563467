// Commands for other programs: JSON objects in, one a line, and as many out in the same order. A line never ends the run.
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { UsageProblem } from '../platform/problem.ts'

const lineLimitCharacters = 10_000_000

/** `source` is `-` for standard input, or a file's path. An answer may be a promise; the next line waits for it. */
export async function answerLines(source: string, answer: (line: string) => unknown, print: (line: string) => void): Promise<void> {
  const input = source === '-' ? process.stdin : createReadStream(source)
  try {
    for await (const line of linesOf(input)) {
      if (line === tooLong) print(JSON.stringify({ id: null, error: 'the line is too long' }))
      else if (line.trim() !== '') print(JSON.stringify(await answer(line)))
    }
  } catch (error) {
    if (input.errored && error === input.errored) throw new UsageProblem(`${source} cannot be read: ${input.errored.message}`)
    throw error
  }
}

/** A line's object, and its id; undefined for anything else. */
export function objectIn(line: string): { id: string; [name: string]: unknown } | undefined {
  try {
    const value = JSON.parse(line)
    return typeof value?.id === 'string' ? value : undefined
  } catch {
    return undefined // the caller is told so in the answer
  }
}

const tooLong = Symbol('a line over the limit, of which nothing is kept')

/** A line ends at LF; a CR before it is white space to JSON. Never holds more than the limit and one piece of input. */
async function* linesOf(input: Readable): AsyncGenerator<string | typeof tooLong> {
  let begun = ''
  let dropping = false
  for await (const piece of input.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = piece.split('\n')
    begun = dropping ? '' : begun + first
    for (const next of others) {
      yield dropping || begun.length > lineLimitCharacters ? tooLong : begun
      dropping = false
      begun = next
    }
    if (begun.length > lineLimitCharacters) {
      dropping = true
      begun = ''
    }
  }
  if (dropping) yield tooLong
  else if (begun !== '') yield begun
}
