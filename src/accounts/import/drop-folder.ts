// The folder into which the billing system puts its nightly set: one folder a set, complete when its manifest.json is there.
// A set that was brought in moves to done/, one that is none to failed/ with the reason beside it.
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UsageProblem } from '../../platform/problem.ts'
import type { ImportAsked, Imported } from './import-set.ts'
import { asOfManifest, manifestName } from './manifest.ts'
import { ImportRunning } from './only-import.ts'

export type DropOutcome = { set: string; imported: Imported } | { set: string; problem: string }

const setsASweep = 20 // a folder of years must not keep the next sweep waiting for hours

/**
 * Sets by the day as of which they are. One that fails with a fault stays and is tried again; while another import runs all of
 * them wait.
 */
export async function* sweepDropFolder(
  folder: string,
  bringIn: (asked: Pick<ImportAsked, 'folder' | 'by'>) => Promise<Imported>,
): AsyncGenerator<DropOutcome> {
  for (const set of (await completeSets(folder)).slice(0, setsASweep)) {
    const from = path.join(folder, set)
    try {
      const imported = await bringIn({ folder: from, by: 'the drop folder' })
      await moveTo(folder, set, 'done')
      yield { set, imported }
    } catch (error) {
      if (error instanceof ImportRunning) return
      if (!(error instanceof UsageProblem)) throw error
      if (!(await exists(from))) continue // another desk has brought it in
      await writeFile(path.join(from, 'problem.txt'), `${error.message}\n`)
      await moveTo(folder, set, 'failed')
      yield { set, problem: error.message }
    }
  }
}

async function completeSets(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const sets = entries.filter((entry) => entry.isDirectory() && !['done', 'failed'].includes(entry.name) && !entry.name.startsWith('.'))
  const dated = await Promise.all(sets.map(async ({ name }) => ({ name, asOf: await asOf(path.join(folder, name)) })))
  return dated
    .flatMap(({ name, asOf }) => (asOf === undefined ? [] : { name, asOf }))
    .sort((a, b) => a.asOf - b.asOf || a.name.localeCompare(b.name))
    .map(({ name }) => name)
}

/** undefined: the set is not complete. A manifest that says no day comes first, and fails. */
async function asOf(set: string): Promise<number | undefined> {
  if (!(await exists(path.join(set, manifestName)))) return undefined
  return asOfManifest(set).catch((error: unknown) => {
    if (error instanceof UsageProblem) return Number.MIN_SAFE_INTEGER
    throw error
  })
}

/** A set of the same name that is there already keeps its place: the newer one gets a number. */
async function moveTo(folder: string, set: string, place: 'done' | 'failed'): Promise<void> {
  await mkdir(path.join(folder, place), { recursive: true })
  let target = path.join(folder, place, set)
  for (let number = 2; await exists(target); number += 1) target = path.join(folder, place, `${set}.${number}`)
  await rename(path.join(folder, set), target)
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
