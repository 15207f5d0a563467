// Quotes for other programs: a line for each, whatever is asked; one alone stops with what is wrong.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type QuoteAsked, quoteRates } from '../../../src/commands/rates-quote.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'rates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(() => {
  mkdirSync(path.join(folder, 'Frazier Park - 1'))
  writeFileSync(
    path.join(folder, 'Frazier Park - 1/flat.owrs'),
    'rate_structure:\n  RESIDENTIAL_SINGLE:\n    service_charge: 66.55\n    commodity_charge: flat_rate*usage_ccf\n    flat_rate: 2.36\n    bill: service_charge+commodity_charge\n',
  )
  writeFileSync(path.join(folder, 'broken.owrs'), 'rate_structure: {')
  writeFileSync(path.join(folder, 'long.owrs'), '#'.repeat(200_001))
})

const file = 'Frazier Park - 1/flat.owrs'
const frazier = { serviceCharge: 66.55, commodityCharge: 4.72, bill: 71.27 }

async function printed(asked: QuoteAsked): Promise<unknown[]> {
  const lines: unknown[] = []
  await quoteRates(asked, folder, (line) => lines.push(JSON.parse(line)))
  return lines
}

describe('a batch', () => {
  it.each<[string, string, object]>([
    ['numbers', JSON.stringify({ file, class: 'RESIDENTIAL_SINGLE', inputs: { usage_ccf: 2 } }), frazier],
    [
      'text and an id',
      JSON.stringify({ id: 'q1', file, class: 'RESIDENTIAL_SINGLE', inputs: { usage_ccf: '2.0' } }),
      { id: 'q1', ...frazier },
    ],
    [
      'a missing input',
      JSON.stringify({ file, class: 'RESIDENTIAL_SINGLE' }),
      { error: 'missing, neither given nor in the file: usage_ccf' },
    ],
    ['an unknown class', JSON.stringify({ id: 7, file, class: 'constructor', inputs: {} }), { id: 7, error: 'unknown class: constructor' }],
    ['no file', '{"class":"A","inputs":{}}', { error: 'expected a file and a class' }],
    ['inputs that are none', JSON.stringify({ file, class: 'A', inputs: [1] }), { error: 'expected inputs by name' }],
    [
      'an input that is none',
      JSON.stringify({ file, class: 'A', inputs: { usage_ccf: null } }),
      { error: 'expected a number or a text as input: usage_ccf' },
    ],
    ['no JSON', 'nonsense', { id: null, error: 'not a JSON object' }],
    ['a list', '[]', { id: null, error: 'not a JSON object' }],
    [
      'a file that is none',
      '{"file":"none.owrs","class":"A","inputs":{}}',
      { error: expect.stringMatching(/^cannot be read: none\.owrs: /) },
    ],
    ['a folder', '{"file":".","class":"A","inputs":{}}', { error: expect.stringMatching(/^cannot be read: \.: /) }],
    [
      'a broken file',
      '{"file":"broken.owrs","class":"A","inputs":{}}',
      { error: expect.stringMatching(/^cannot be read: broken\.owrs: .* in line 1$/) },
    ],
    ['a long file', '{"file":"long.owrs","class":"A","inputs":{}}', { error: 'cannot be read: long.owrs: larger than 200000 bytes' }],
  ])('answers %s', async (_, line, answer) => {
    writeFileSync(
      path.join(folder, 'lines'),
      `${line}\n${JSON.stringify({ file, class: 'RESIDENTIAL_SINGLE', inputs: { usage_ccf: 2 } })}\n`,
    )
    expect(await printed({ batch: 'lines' })).toEqual([answer, frazier])
  })
})

describe('one quote', () => {
  it('prints dollars', async () => {
    expect(await printed({ owrs: file, class: 'RESIDENTIAL_SINGLE', input: ['usage_ccf = 2'] })).toEqual([frazier])
  })

  it.each<[string, QuoteAsked, RegExp]>([
    ['what is missing', { owrs: file, class: 'RESIDENTIAL_SINGLE' }, /usage_ccf/],
    ['an input without a value', { owrs: file, class: 'RESIDENTIAL_SINGLE', input: ['usage_ccf'] }, /name=value.*usage_ccf/],
    ['what to name', { owrs: file }, /--class/],
  ])('stops with %s', async (_, asked, message) => {
    await expect(printed(asked)).rejects.toThrow(UsageProblem)
    await expect(printed(asked)).rejects.toThrow(message)
  })
})
