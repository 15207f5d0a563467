import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../src/channels/console/csv-line.ts'

const read = (line: string): string[] => (parse(line, { record_delimiter: '\r\n' }) as string[][])[0] ?? []

describe('a line of a CSV file', () => {
  it('is read back as it was, commas, quotes and line ends and all', () => {
    const values = ['a', 'b,c', 'say "no"', 'two\nlines', '', 'ñ 水']
    expect(read(csvLine(values))).toEqual(values)
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '\t=1', '\r=1', '\n=cmd|calc', '\0=1', '＝1+1', '=HYPERLINK("http://x")'])(
    'begins no formula: %j',
    (value) => {
      expect(read(csvLine([value]))[0]).toMatch(/^'/)
    },
  )

  it('keeps any text in its field, and no field begins as a formula does', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (values) => {
        const fields = read(csvLine(values))
        expect(fields).toHaveLength(values.length)
        for (const field of fields) expect(field.trimStart()).not.toMatch(/^[=+\-@]/)
      }),
    )
  })
})
