// The demo's data folder. A demo's folder carries a mark; only a folder with the mark is ever erased, and a folder with
// anything else in it is never made a demo's. Started as root, the demo moves to where its database can follow.
import { chmod, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { canEnter as databaseCanEnter } from '../platform/embedded-postgres.ts'
import { UsageProblem } from '../platform/problem.ts'
import { stopLeftoverServer } from './leftover-server.ts'

export type DemoFolderRequest = {
  wanted: string
  /** Erase what an earlier demo left. */
  fresh: boolean
  /** Where to go when the database's user cannot enter `wanted`; the first that it can. */
  elsewhere?: string[]
  canEnter?: (folder: string) => boolean
}

/** `movedFrom` is the folder that was wanted, where it could not be used; whoever started the demo is to be told. */
export type DemoFolder = { folder: string; movedFrom?: string }

const markFile = '.waterdesk-demo'
const markText = 'This folder belongs to a Waterdesk demo: npm run demo -- --fresh erases everything in it.\n'
const usualElsewhere = ['/var/lib/waterdesk-demo', path.join(os.tmpdir(), 'waterdesk-demo')]

/** Throws UsageProblem where the folder is somebody else's, a link, or in use; then nothing was changed. */
export async function openDemoFolder(request: DemoFolderRequest): Promise<DemoFolder> {
  const wanted = path.resolve(request.wanted)
  const folder = await enterable(wanted, request.elsewhere ?? usualElsewhere, request.canEnter ?? databaseCanEnter)
  const standing = await look(folder)
  if (standing === 'foreign') {
    const what = request.fresh ? 'it is not erased' : 'the demo does not put its own among them'
    throw new UsageProblem(`${folder} has files that are not a demo's: ${what}.\nSet DATA_DIR to another folder for the demo.`)
  }
  if (standing === 'absent') {
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o711) // the database's user passes through to its own part
  }
  if (standing === 'demo' && request.fresh) await erase(folder)
  if (standing !== 'demo') await writeFile(path.join(folder, markFile), markText, { flag: 'wx' })
  return folder === wanted ? { folder } : { folder, movedFrom: wanted }
}

/** Where an earlier start put the demo, or undefined; makes nothing. */
export async function findDemoFolder({ wanted, elsewhere, canEnter }: Omit<DemoFolderRequest, 'fresh'>): Promise<string | undefined> {
  const folder = await enterable(path.resolve(wanted), elsewhere ?? usualElsewhere, canEnter ?? databaseCanEnter)
  return (await isDemoFolder(folder)) ? folder : undefined
}

/** Whether `folder` is a demo's, so that the real desk may refuse to work on it. */
export async function isDemoFolder(folder: string): Promise<boolean> {
  return (await kindOf(path.join(folder, markFile))) === 'file'
}

async function enterable(wanted: string, elsewhere: string[], canEnter: (folder: string) => boolean): Promise<string> {
  const candidates = [wanted, ...elsewhere.map((folder) => path.resolve(folder))]
  for (const candidate of candidates) if (canEnter(await nearestExisting(candidate))) return candidate
  throw new UsageProblem(
    `The demo's database cannot enter any of these folders: ${candidates.join(', ')}.\nSet DATA_DIR to one that it can enter.`,
  )
}

async function nearestExisting(folder: string): Promise<string> {
  for (let at = folder; ; at = path.dirname(at)) if (at === path.dirname(at) || (await kindOf(at)) !== 'absent') return at
}

async function look(folder: string): Promise<'absent' | 'empty' | 'demo' | 'foreign'> {
  const kind = await kindOf(folder)
  if (kind === 'absent') return 'absent'
  if (kind !== 'folder') throw new UsageProblem(`${folder} is ${kind === 'link' ? 'a link: name the folder it leads to' : 'not a folder'}.`)
  if (await isDemoFolder(folder)) return 'demo'
  return (await readdir(folder)).length === 0 ? 'empty' : 'foreign'
}

/** Everything but the mark, so that a folder half erased is still known for a demo's. Links are removed, not followed. */
async function erase(folder: string): Promise<void> {
  if ((await stopLeftoverServer(folder)) === 'in use')
    throw new UsageProblem(`A demo is running in ${folder}. Stop it first (Ctrl+C in its terminal), then start again.`)
  for (const name of await readdir(folder)) if (name !== markFile) await rm(path.join(folder, name), { recursive: true, force: true })
}

async function kindOf(file: string): Promise<'absent' | 'folder' | 'file' | 'link' | 'other'> {
  try {
    const stat = await lstat(file)
    return stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other'
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'absent'
    throw error
  }
}
