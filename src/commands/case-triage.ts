// `case triage`: topic, urgency and hardness of mails from their words alone, by the shipped rulebook. No database, no network.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { likelyLanguage } from '../cases/triage/likely-language.ts'
import { ownWords, wordsOf } from '../cases/triage/mail-words.ts'
import { readExamples } from '../cases/triage/read-examples.ts'
import { createTriage, type TellTriage } from '../cases/triage/triage-mail.ts'
import { tellLanguage } from '../mailroom/reading/words/tell-language.ts'
import { triageSchema } from '../rulebook/kinds/triage.ts'
import { answerLines } from './batch.ts'

const templates = path.resolve(import.meta.dirname, '../../templates')
const shippedRules = path.join(templates, 'rulebook/triage')

const lineAsked = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  subject: z.string().default(''),
  text: z.string().default(''),
})

/** `source`: `-` for standard input, or a file. */
export async function triageMails(source: string, folder: string, print: (line: string) => void): Promise<void> {
  const tell = shippedTriage()
  await answerLines(source === '-' ? source : path.resolve(folder, source), (line) => answerLine(line, tell), print)
}

export function shippedTriage(): TellTriage {
  // Named for the days from which they hold.
  const newest = readdirSync(shippedRules).toSorted().at(-1) as string
  const rules = triageSchema.parse(parse(readFileSync(path.join(shippedRules, newest), 'utf8')))
  return createTriage(rules, readExamples(path.join(templates, 'triage')))
}

async function answerLine(line: string, tell: TellTriage) {
  const asked = lineAsked.safeParse(objectIn(line))
  if (!asked.success) return { id: null, error: 'not a JSON object {"subject", "text"}' }
  const { id, ...mail } = asked.data
  const { topic, topics, urgency, hard, reasons, confidence } = tell(mail)
  const text = ownWords(mail.text)
  const language = likelyLanguage(wordsOf(`${mail.subject} ${text}`)) ?? (await tellLanguage(text)) ?? 'en'
  return { ...(id === undefined ? {} : { id }), topic, topics, urgency, hard, reasons, language, confidence }
}

function objectIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // the answer says so
  }
}
