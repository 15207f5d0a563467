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
    files.set(current, [...(files.get(current) ?? []), ...all])
  }
  return files
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

it('the lengths of texts are those that the document names', () => {
  const [sentence = ''] = /length of its own:[^.]*\./.exec(read('docs/import.md').replaceAll('\n', ' ')) ?? []
  const says = (words: string) => Number(new RegExp(`${words}[a-z' ]* (\\d[\\d,]*\\d)`).exec(sentence)?.[1]?.replace(',', ''))
  const named: [string, string, string][] = [
    ['accounts', 'class', 'a class, kind, status or type at most'],
    ['notices', 'kind', 'a class, kind, status or type at most'],
    ['service_orders', 'status', 'a class, kind, status or type at most'],
    ['properties', 'type', 'a class, kind, status or type at most'],
    ['ledger', 'memo', 'a memo'],
    ['notices', 'text', 'a notice'],
    ['service_orders', 'notes', 'notes'],
    ['contacts', 'text', 'a contact'],
    ['properties', 'address', 'an address'],
    ['people', 'name', 'a name'],
  ]
  for (const [file, column, words] of named) {
    const kind = recordFiles.find(({ name }) => name === file)?.columns.find(({ name }) => name === column)?.kind
    expect([file, column, kind]).toEqual([file, column, { kind: 'text', most: says(words) }])
  }
})

it('the document of the export names its columns in their order', () => {
  const named = [...read('docs/export.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(named).toEqual([...exportColumns])
})
