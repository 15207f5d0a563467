// Which files a folder brings. One that is no set is refused before anything is written.
import { readdir } from 'node:fs/promises'
import { UsageProblem } from '../../platform/problem.ts'
import { type RecordFile, recordFiles } from './record-files.ts'
import { rejectsName } from './rejects.ts'

/** In the order in which they are brought in. Refuses a missing file, one that nobody knows, and what is no plain file. */
export async function setFiles(folder: string): Promise<RecordFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageProblem(`${folder} cannot be read as a folder (${error.code}).`)
  })
  const tables = entries.filter(({ name }) => name.endsWith('.csv') && name !== rejectsName)
  const known = new Map(recordFiles.map((file) => [`${file.name}.csv`, file]))
  const listed = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(', ')
  const problems = [
    { words: 'lacks', names: [...known].filter(([name, file]) => file.required && !tables.some((entry) => entry.name === name)) },
    { words: 'has the unknown file', names: tables.filter(({ name }) => !known.has(name)).map(({ name }) => [name]) },
    // A link could lead out of the folder, and a pipe would never end.
    { words: 'has what is no plain file:', names: tables.filter((entry) => !entry.isFile()).map(({ name }) => [name]) },
  ].filter(({ names }) => names.length > 0)
  if (problems.length > 0) {
    const words = problems.map((problem) => `${problem.words} ${listed(problem.names.map(([name]) => String(name)))}`).join(' and ')
    throw new UsageProblem(`${folder} is no whole set: it ${words}. See docs/import.md.`)
  }
  return recordFiles.filter(({ name }) => tables.some((entry) => entry.name === `${name}.csv`))
}
