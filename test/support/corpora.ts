// Mail that nobody here wrote, with expected outcomes: it lies beside the project, and tests over it are skipped elsewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../../shared/corpora')

/** `describe` for tests over one folder of the corpora; says so where it is not there. */
export function describeCorpus(folder: string, story: (folder: string) => void): void {
  const there = path.join(root, folder)
  if (existsSync(there)) describe(`the corpus ${folder}`, () => story(there))
  else describe.skip(`the corpus ${folder} (skipped: ../shared/corpora/${folder} is not there)`, () => story(there))
}

/** Each mail of a folder with the outcome that stands beside it. */
export function mailsWithOutcomes<Outcome>(folder: string): { file: string; bytes: Buffer; expected: Outcome }[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.eml'))
  return files.map((file) => ({
    file,
    bytes: readFileSync(path.join(folder, file)),
    expected: JSON.parse(readFileSync(path.join(folder, file.replace(/\.eml$/, '.expected.json')), 'utf8')) as Outcome,
  }))
}
