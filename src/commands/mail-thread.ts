// `mail thread`: which mails of a folder belong to one conversation, by their headers alone, for other programs.
import path from 'node:path'
import { createThreading, type Threading } from '../mailroom/threading.ts'
import { UsageProblem } from '../platform/problem.ts'
import { answerLines, objectIn } from './batch.ts'
import { mailFilesIn, readMailFile } from './mail-files.ts'

export type ThreadAsked = { batch?: string; ownAddress?: string[] }
type Print = (line: string) => void
type Answer = { id: string | null; error: string } | { id: string; file: string }

/** Paths are taken from `folder`. The mails of a batch are one folder's, whatever their paths. */
export async function threadMail(given: string | undefined, asked: ThreadAsked, folder: string, print: Print): Promise<void> {
  const { batch, ownAddress = [] } = asked
  if ((given === undefined) === (batch === undefined))
    throw new UsageProblem('Name a folder of mails, or --batch FILE (- for standard input).')
  const threading = createThreading(ownAddress)
  if (given !== undefined) {
    const files = await mailFilesIn(given, path.resolve(folder, given))
    for (const file of files) await add(threading, file, folder)
    for (const [index, told] of threading.threads().entries()) print(JSON.stringify({ file: files[index], ...told }))
    return
  }
  const answers: Answer[] = []
  const source = batch === '-' ? '-' : path.resolve(folder, batch as string)
  await answerLines(
    source,
    (line) => take(line, threading, folder),
    (answer) => answers.push(JSON.parse(answer)),
  )
  const threads = threading.threads().values()
  for (const answer of answers) print(JSON.stringify('file' in answer ? { ...answer, ...threads.next().value } : answer))
}

async function take(line: string, threading: Threading, folder: string): Promise<Answer> {
  const asked = objectIn(line)
  if (!asked) return { id: null, error: 'not a JSON object with an id' }
  if (typeof asked.path !== 'string') return { id: asked.id, error: 'expected a path' }
  await add(threading, asked.path, folder)
  return { id: asked.id, file: asked.path }
}

/** A file that cannot be read is a conversation of its own. */
async function add(threading: Threading, file: string, folder: string): Promise<void> {
  const { bytes } = await readMailFile(file, path.resolve(folder, file))
  threading.add(bytes)
}
