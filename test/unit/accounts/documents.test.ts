// docs/import.md and docs/export.md say what the desk reads and writes, column by column, and so does the example set.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordFiles } from '../../../src/accounts/import/record-files.ts'
import { exportColumns } from '../../../src/adjustments/export-lines.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const example = 'test/fixtures/import/example'

/** Of each file its columns, those that may be empty marked. */
function documented(): Map<string, { name: string; optional: boolean }[]> {
  const files = new Map<string, { name: string; optional: boolean }[]>()
  let current = ''
  for (const [, file = '', columns = ''] of read('docs/import.md').matchAll(/^\| ([^|]*)\| ([^|]*)\|[^\n]*\|$/gm)) {
    const named = /`(\w+)\.csv`/.exec(file)?.[1]
    if (named) current = named
    if (current === '') continue
    const all = [...columns.matchAll(/`(\w+)`( ○)?/g)].map(([, name = '', mark]) => ({ name, optional: mark !== undefined }))
    // A mark behind the last of several stands for all of them, where none before it has its own.
    const together =
      all.length > 1 && all.at(-1)?.optional && all.slice(0, -1).every(({ optional }) => !optional) && !columns.includes('○,')
    files.set(current, [
      ...(files.get(current) ?? []),
      ...all.map((one) => (together && allOptional(current, all) ? { ...one, optional: true } : one)),
    ])
  }
  return files
}

function allOptional(file: string, names: { name: string }[]): boolean {
  const columns = recordFiles.find(({ name }) => name === file)?.columns ?? []
  return names.every(({ name }) => columns.find((column) => column.name === name)?.required === false)
}

describe('the documents of the import', () => {
  it.each(recordFiles.map((file) => [file.name, file] as const))(
    'name every column of %s and no other, with what may be empty',
    (name, file) => {
      const columns = file.columns.map((column) => ({ name: column.name, optional: !column.required }))
      const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
      expect(documented().get(name)?.toSorted(byName)).toEqual(columns.toSorted(byName))
    },
  )

  it('and the example set has every file, with no column that the desk does not know', () => {
    const files = readdirSync(path.join(root, example)).filter((file) => file.endsWith('.csv'))
    expect(files.sort()).toEqual(recordFiles.map(({ name }) => `${name}.csv`).sort())
    for (const { name, columns } of recordFiles) {
      const header = read(`${example}/${name}.csv`).split('\n')[0]?.split(',') ?? []
      expect(columns.map((column) => column.name)).toEqual(expect.arrayContaining(header))
    }
  })
})

it('the document of the export names its columns in their order', () => {
  const named = [...read('docs/export.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(named).toEqual([...exportColumns])
})
