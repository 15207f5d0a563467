// One mailbox in one folder: a file a mail, its UID and arrival in its name, and the index that remembers what no file
// can: UIDVALIDITY and the next UID. What `keep` returned is on the disk and is there again after any crash.
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { UsageProblem } from '../../platform/problem.ts'

export type KeptMail = { uid: number; arrivedAt: Date; file: string }

export type Mailbox = {
  address: string
  uidValidity: number
  nextUid(): number
  /** By UID, lowest first. */
  mails(): readonly KeptMail[]
  /** Not to be called again before it has settled. */
  keep(raw: Buffer, arrivedAt: Date): Promise<KeptMail>
}

const indexFile = 'mailbox.json'
const unfinished = '.unfinished'
const mailsAtMost = 50_000 // the IMAP double holds the desk's mails in memory
const Index = z.object({ uidValidity: z.number().int().positive(), nextUid: z.number().int().positive() })

export async function openMailbox(folder: string, address: string): Promise<Mailbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = await readdir(folder)
  for (const name of names.filter((candidate) => candidate.endsWith(unfinished))) await rm(path.join(folder, name))
  const mails = names.map((name) => keptMail(folder, name)).filter((mail) => mail !== undefined)
  mails.sort((a, b) => a.uid - b.uid)
  const index = names.includes(indexFile) ? await readIndex(path.join(folder, indexFile)) : newIndex(mails, folder)
  // RFC 3501 2.3.1.1: a UID is never given twice, not even where somebody took the last mail's file away.
  let nextUid = Math.max(index.nextUid, (mails.at(-1)?.uid ?? 0) + 1)
  if (!names.includes(indexFile)) await writeIndex()

  function writeIndex(): Promise<void> {
    return replaceFile(path.join(folder, indexFile), JSON.stringify({ uidValidity: index.uidValidity, nextUid }))
  }

  return {
    address,
    uidValidity: index.uidValidity,
    nextUid: () => nextUid,
    mails: () => mails,
    async keep(raw, arrivedAt) {
      if (mails.length >= mailsAtMost) throw new Error(`The mailbox is full: it has ${mailsAtMost} mails`)
      const uid = nextUid++
      await writeIndex() // first: if the mail then fails its UID stays unused, which costs nothing
      const file = path.join(folder, fileName(uid, arrivedAt))
      await writeNew(file, raw)
      await flushFolder(folder)
      const mail = { uid, arrivedAt, file }
      mails.push(mail)
      return mail
    },
  }
}

function fileName(uid: number, arrivedAt: Date): string {
  return `${String(uid).padStart(8, '0')}-${arrivedAt.toISOString().replace(/[-:]|\.\d+/g, '')}.eml`
}

function keptMail(folder: string, name: string): KeptMail | undefined {
  const parts = /^(\d{8,})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.eml$/.exec(name)
  if (!parts) return undefined
  const [, uid, year, month, day, hour, minute, second] = parts
  return { uid: Number(uid), arrivedAt: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`), file: path.join(folder, name) }
}

async function readIndex(file: string): Promise<z.infer<typeof Index>> {
  try {
    return Index.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new UsageProblem(`The demo's post office cannot read ${file}. Restore it, or begin anew with: npm run demo -- --fresh`, { cause })
  }
}

/** Mails without their index would come back under a UIDVALIDITY that the desk takes for another mailbox. */
function newIndex(mails: KeptMail[], folder: string): z.infer<typeof Index> {
  if (mails.length > 0)
    throw new UsageProblem(`${folder} has mails but no ${indexFile}. Restore it, or begin anew with: npm run demo -- --fresh`)
  return { uidValidity: Math.floor(Date.now() / 1000), nextUid: 1 }
}

/** Never over an existing file: a UID that is there already belongs to somebody's mail. */
async function writeNew(file: string, bytes: Buffer): Promise<void> {
  const part = await writePart(file, bytes)
  try {
    await link(part, file)
  } finally {
    await rm(part)
  }
}

async function replaceFile(file: string, content: string): Promise<void> {
  await rename(await writePart(file, Buffer.from(content)), file)
}

async function writePart(file: string, bytes: Buffer): Promise<string> {
  const part = `${file}${unfinished}`
  const handle = await open(part, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return part
}

async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return // folders cannot be opened there
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
