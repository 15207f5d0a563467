// The folder into which the billing system puts its nightly set: one folder a set, complete when its manifest.json is there.
// A set that was brought in moves to done/, one that is none to failed/ with the reason beside it.
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UsageProblem } from '../../platform/problem.ts'
import type { ImportAsked, Imported } from './import-set.ts'
import { manifestName } from './manifest.ts'

export type DropOutcome = { set: string; imported: Imported } | { set: string; problem: string }

const setsASweep = 20 // a folder of years must not keep the next sweep waiting for hours

/** Sets by their names, so that those named for their day come in order. One that fails with a fault stays and is tried again. */
export async function sweepDropFolder(
  folder: string,
  bringIn: (asked: Pick<ImportAsked, 'folder' | 'by'>) => Promise<Imported>,
): Promise<DropOutcome[]> {
  const outcomes: DropOutcome[] = []
  for (const set of (await completeSets(folder)).slice(0, setsASweep)) {
    const from = path.join(folder, set)
    try {
      const imported = await bringIn({ folder: from, by: 'the drop folder' })
      await moveTo(folder, set, 'done')
      outcomes.push({ set, imported })
    } catch (error) {
      if (!(error instanceof UsageProblem)) throw error
      await writeFile(path.join(from, 'problem.txt'), `${error.message}\n`)
      await moveTo(folder, set, 'failed')
      outcomes.push({ set, problem: error.message })
    }
  }
  return outcomes
}

async function completeSets(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const sets = entries.filter((entry) => entry.isDirectory() && !['done', 'failed'].includes(entry.name) && !entry.name.startsWith('.'))
  const complete = await Promise.all(sets.map(({ name }) => exists(path.join(folder, name, manifestName))))
  return sets
    .filter((_, index) => complete[index])
    .map(({ name }) => name)
    .sort()
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
