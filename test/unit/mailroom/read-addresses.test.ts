// Address fields as they really occur.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAddresses, validAddress } from '../../../src/mailroom/reading/mime/read-addresses.ts'

/** `name <address>`, with `-` for what there is not. */
function read(field: string): string[] {
  return readAddresses(Buffer.from(field, 'utf8').toString('latin1'), null).map(({ address, name }) => `${name ?? '-'} <${address ?? '-'}>`)
}

describe('an address field', () => {
  it.each([
    ['ana@example.com', ['- <ana@example.com>']],
    ['Ana Ruiz <Ana@Example.COM>', ['Ana Ruiz <ana@example.com>']],
    ['"Ruiz, Ana" <ana@example.com>', ['Ruiz, Ana <ana@example.com>']],
    ['Ruiz, Ana <ana@example.com>', ['Ruiz, Ana <ana@example.com>']],
    ['ana@example.com (Ana Ruiz)', ['Ana Ruiz <ana@example.com>']],
    ['Ana Ruiz ana@example.com', ['Ana Ruiz <ana@example.com>']],
    ['<ana@example.com>, Bo <bo@example.com>', ['- <ana@example.com>', 'Bo <bo@example.com>']],
    ['ana@example.com; bo@example.com', ['- <ana@example.com>', '- <bo@example.com>']],
    ['Family: ana@example.com, Bo <bo@example.com>;', ['- <ana@example.com>', 'Bo <bo@example.com>']],
    ['undisclosed-recipients:;', []],
    ['', []],
    [' , ,', []],
    ['Ana Ruiz', ['Ana Ruiz <->']],
    ['<>', ['- <->']],
    ['Ana <ana @ example . com>', ['Ana <ana@example.com>']],
    ['<mailto:ana@example.com>', ['- <ana@example.com>']],
    ['<@relay.example,@other.example:ana@example.com>', ['- <ana@example.com>']],
    ["'Ana' <ana@example.com>", ['Ana <ana@example.com>']],
    ['"ana@example.com" <ana@example.com>', ['ana@example.com <ana@example.com>']],
    ['=?utf-8?q?Ana_Ru=C3=ADz?= <ana@example.com>', ['Ana Ruíz <ana@example.com>']],
    ['=?utf-8?q?Ruiz=2C_Ana?= <ana@example.com>', ['Ruiz, Ana <ana@example.com>']],
    ['Ana Ruíz <ana@example.com>', ['Ana Ruíz <ana@example.com>']],
    ['Ana <ana@exämple.com>', ['Ana <ana@xn--exmple-cua.com>']],
    ['Ana <ana@example.com', ['Ana <ana@example.com>']],
    ['"Ana <ana@example.com>', ['Ana <ana@example.com>']],
    ['Ana <ana@example..com>', ['Ana <->']],
    ['Ana <not an address>', ['Ana <->']],
  ])('%j', (field, expected) => expect(read(field)).toEqual(expected))

  it('of undecodable bytes still has its address', () => {
    expect(readAddresses('\xff\xfe\x00 <ana@example.com>', null)).toMatchObject([{ address: 'ana@example.com' }])
  })

  it('of any characters yields addresses that mail could go to, or none', () => {
    const character = fc.constantFrom(...'ab@.<>()",;: \\=?'.split(''))
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 60 }), (field) => {
        for (const { address } of readAddresses(field, null)) if (address !== null) expect(validAddress(address)).toBe(address)
      }),
      { numRuns: 2_000 },
    )
  })
})
