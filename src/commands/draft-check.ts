// `draft check`: whether every statement of a text is borne by facts. No database, no network.
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { UsageProblem } from '../platform/problem.ts'
import { type Checked, checkClaims } from '../replies/claims/check-claims.ts'
import { type CheckFact, factsAsked } from '../replies/claims/facts.ts'
import { answerLines } from './batch.ts'

export type CheckAsked = { facts?: string; text?: string; batch?: string }

type Answer = Checked | { error: string }

/** Ten letters of the longest kind; a reply is cut off far earlier. */
const textLimitCharacters = 200_000
const fileLimitBytes = 10_000_000

const lineAsked = z.object({ id: z.union([z.string(), z.number()]).nullish(), facts: z.unknown(), text: z.unknown() })

/** Paths are taken from `folder`. True: every claim of every text is borne, and every line could be answered. */
export async function checkDrafts(asked: CheckAsked, folder: string, print: (line: string) => void): Promise<boolean> {
  const { facts, text, batch } = asked
  if (batch !== undefined) {
    let whole = true
    const answered = (line: string) => {
      const answer = answerLine(line)
      whole &&= 'claims' in answer && answer.unsupported.length === 0
      return answer
    }
    await answerLines(batch === '-' ? batch : path.resolve(folder, batch), answered, print)
    return whole
  }
  if (facts === undefined || text === undefined)
    throw new UsageProblem('Name the facts and the text (--facts FILE --text FILE), or --batch FILE (- for standard input).')
  const checked = check(parseFacts(await contentOf(facts, folder), facts), await contentOf(text, folder))
  if ('error' in checked) throw new UsageProblem(`${text}: ${checked.error}`)
  print(JSON.stringify(checked))
  return checked.unsupported.length === 0
}

function answerLine(line: string): { id: string | number | null } & Answer {
  const parsed = lineAsked.safeParse(jsonIn(line))
  if (!parsed.success) return { id: null, error: 'not a JSON object {"id", "facts", "text"}' }
  const { id = null, facts, text } = parsed.data
  const known = factsAsked.safeParse(facts)
  if (!known.success) return { id, error: `facts: ${problemWords(known.error)}` }
  return { id, ...(typeof text === 'string' ? check(known.data, text) : { error: 'expected a text' }) }
}

function check(facts: readonly CheckFact[], text: string): Answer {
  if (text.length > textLimitCharacters) return { error: `the text is longer than ${textLimitCharacters} characters` }
  return checkClaims(text, facts)
}

function parseFacts(content: string, file: string): CheckFact[] {
  const parsed = factsAsked.safeParse(jsonIn(content))
  if (!parsed.success) throw new UsageProblem(`${file}: no list of facts: ${problemWords(parsed.error)}`)
  return parsed.data
}

function problemWords(error: z.ZodError): string {
  const [first] = error.issues
  return first ? `${first.path.length === 0 ? 'the whole' : first.path.join('.')}: ${first.message}` : 'not understood'
}

/** undefined, which no schema takes, for anything that is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function contentOf(file: string, folder: string): Promise<string> {
  const whole = path.resolve(folder, file)
  try {
    if ((await stat(whole)).size > fileLimitBytes) throw new Error(`larger than ${fileLimitBytes} bytes`)
    return await readFile(whole, 'utf8')
  } catch (error) {
    throw new UsageProblem(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
