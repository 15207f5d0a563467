// `mail inspect`: what the desk would make of mails in files, for other programs. No database, no network.
import path from 'node:path'
import { createMailInspector, type InspectedMail, type MailInspector } from '../mailroom/inspect-mail.ts'
import { UsageProblem } from '../platform/problem.ts'
import { answerLines, objectIn } from './batch.ts'
import { mailFilesIn, readMailFile } from './mail-files.ts'

export type InspectAsked = {
  batch?: string
  /** Bare bodies instead of mails. */
  text?: string[]
  ownAddress?: string[]
  authservId?: string
}

type Print = (line: string) => void

/** Paths are taken from `folder`. */
export async function inspectMail(paths: readonly string[], asked: InspectAsked, folder: string, print: Print): Promise<void> {
  const { batch, text: texts = [], ownAddress: ownAddresses = [], authservId } = asked
  if (paths.length + texts.length === 0 && batch === undefined)
    throw new UsageProblem('Name files or folders of mails, or --text FILE, or --batch FILE (- for standard input).')
  const inspector = createMailInspector({ ownAddresses, ...(authservId === undefined ? {} : { authservId }) })
  const tell = (described: object) => print(JSON.stringify(described))
  try {
    for (const given of paths)
      for (const file of await mailFilesIn(given, path.resolve(folder, given))) tell({ file, ...(await mailOf(inspector, file, folder)) })
    for (const file of texts) tell({ file, ...(await wordsOf(inspector, file, folder)) })
    if (batch !== undefined)
      await answerLines(batch === '-' ? batch : path.resolve(folder, batch), (line) => answer(line, inspector, folder), print)
  } finally {
    await inspector.close()
  }
}

async function mailOf(inspector: MailInspector, file: string, folder: string): Promise<InspectedMail> {
  const { bytes, problem } = await readMailFile(file, path.resolve(folder, file))
  return problem === undefined ? inspector.mail(bytes) : inspector.header(bytes, problem)
}

async function wordsOf(inspector: MailInspector, file: string, folder: string): Promise<InspectedMail> {
  const { bytes, problem } = await readMailFile(file, path.resolve(folder, file))
  return problem === undefined ? inspector.words(bytes.toString('utf8'), null) : inspector.header(Buffer.alloc(0), problem)
}

/** One line of a batch: a mail's path, or a bare text. */
async function answer(line: string, inspector: MailInspector, folder: string): Promise<object> {
  const asked = objectIn(line)
  if (!asked) return { id: null, error: 'not a JSON object with an id' }
  const { id, path: file, text, subject } = asked
  if (typeof text === 'string') return { id, ...(await inspector.words(text, typeof subject === 'string' ? subject : null)) }
  if (typeof file !== 'string') return { id, error: 'expected a path, or a text' }
  return { id, file, ...(await mailOf(inspector, file, folder)) }
}
