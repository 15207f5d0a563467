// Looks names up in DNS and keeps the answers for a while, "there is none" too: a batch of mails asks for the same keys many
// times. A lookup that is under way is shared, and a failed one is not tried again at once, so that a dead server is asked little.
import { Resolver } from 'node:dns/promises'
import type { Clock } from './clock.ts'

/** Records of a name; refuses with an error whose code is DNS's, such as ENOTFOUND. */
export type NameLookup = (name: string, type: string) => Promise<string[][] | string[]>

type Kept = { answer: Promise<string[][] | string[]>; until: number }

const keptLimit = 2_000
const keptMilliseconds = 600_000 // a key that was withdrawn is believed no longer than that
const absentMilliseconds = 300_000
const failedMilliseconds = 30_000
const absent = new Set(['ENOTFOUND', 'ENODATA'])

export function createNameLookup(clock: Clock, ask: NameLookup = askSystem()): NameLookup {
  const kept = new Map<string, Kept>()

  function begin(name: string, type: string): Kept {
    const entry: Kept = { answer: ask(name, type), until: Number.POSITIVE_INFINITY }
    const keepFor = (milliseconds: number) => {
      entry.until = clock.now().getTime() + milliseconds
    }
    entry.answer.then(
      () => keepFor(keptMilliseconds),
      (error: NodeJS.ErrnoException) => keepFor(absent.has(error.code ?? '') ? absentMilliseconds : failedMilliseconds),
    )
    return entry
  }

  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`
    const found = kept.get(key)
    if (found && found.until > clock.now().getTime()) return found.answer
    const entry = begin(name, type)
    kept.delete(key) // a new place behind the others: the oldest answers make room
    kept.set(key, entry)
    if (kept.size > keptLimit) kept.delete(kept.keys().next().value as string)
    return entry.answer
  }
}

/** The system's own name servers, each asked twice. */
function askSystem(): NameLookup {
  const resolver = new Resolver({ timeout: 1_500, tries: 2 })
  return async (name, type) => (await resolver.resolve(name, type)) as string[][] | string[]
}
