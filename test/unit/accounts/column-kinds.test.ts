// What a column of the billing system's files may hold: at the bounds, and in what a hostile file may try.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ColumnKind, columnReader, Unfit } from '../../../src/accounts/import/column-kinds.ts'

const read = (kind: ColumnKind, value: string) => {
  const fit = columnReader(kind).read(value)
  return fit instanceof Unfit ? null : fit
}

describe('a column', () => {
  it.each<[ColumnKind['kind'], string, string | null]>([
    ['id', 'L-7', 'L-7'],
    ['id', 'a'.repeat(40), 'a'.repeat(40)],
    ['id', 'a'.repeat(41), null],
    ['id', 'desk:7', null], // the desk's own
    ['id', 'L-7~2', null], // a version's
    ['id', ' L-7', null],
    ['id', '=1', null],
    ['id', 'L\t7', null],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-29', null],
    ['date', '26-02-28', null],
    ['date', 'infinity', null],
    ['money', '36.51', '3651'],
    ['money', '-5', '-500'],
    ['money', '0.1', '10'],
    ['money', '21474836.47', '2147483647'],
    ['money', '21474836.48', null],
    ['money', '1.005', null],
    ['money', '1,000.00', null],
    ['money', '$5.00', null],
    ['money', 'NaN', null],
    ['decimal', '12.345678', '12.345678'],
    ['decimal', '12.3456789', null],
    ['decimal', '-1', null],
    ['decimal', '1e3', null],
    ['percent', '100', '100'],
    ['percent', '100.01', null],
    ['yes-no', 'yes', 'true'],
    ['yes-no', 'FALSE', null],
    ['pin', '14082030150000', '14-08-203-015-0000'],
    ['pin', '04-08-203-015-0000', '04-08-203-015-0000'],
    ['pin', '14-082-03-015-0000', null],
    ['pin', '4082030150000', null],
    ['e-mail', ' Ann@Mail.EXAMPLE ', 'ann@mail.example'],
    ['e-mail', 'ann@mail', null],
    ['e-mail', 'ann@mail.example, bob@mail.example', null],
    ['e-mail', 'ann@mail.example\nbcc: x@y.example', null],
    ['e-mail', '<ann@mail.example>', null],
  ])('of %s that holds %j is read as %j', (kind, value, expected) => {
    expect(read({ kind } as ColumnKind, value)).toBe(expected)
  })

  it('of whole numbers keeps to its bounds', () => {
    const digits: ColumnKind = { kind: 'whole', least: 1, most: 9 }
    expect(['0', '1', '9', '10', '-1', '1.0', '01', '99999999999'].map((value) => read(digits, value))).toEqual([
      ...[null, '1', '9', null, null, null, '1', null],
    ])
  })

  it('of text arrives as it was written, whatever it holds, or is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
        const fit = read({ kind: 'text', most: 50 }, value)
        if (value.length > 50 || /[^\P{Cc}\t\n\r]|\ufffd/u.test(value)) {
          expect(fit).toBeNull()
          return
        }
        expect(fit).not.toMatch(/[\t\n\r]/) // they end a column or a row of COPY
        expect(uncopied(fit as string)).toBe(value)
      }),
    )
  })
})

/** As PostgreSQL's COPY reads a value of its text format. */
function uncopied(text: string): string {
  const letters: Record<string, string> = { t: '\t', n: '\n', r: '\r' }
  return text.replace(/\\(.)/g, (_, character: string) => letters[character] ?? character)
}
