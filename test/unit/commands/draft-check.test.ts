// What other programs get from `draft check`: both lists, an answer for every line, and a name for what is wrong with a file.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type CheckAsked, checkDrafts } from '../../../src/commands/draft-check.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'drafts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const facts = [{ id: 'total', kind: 'money', value: 41286, unit: 'cents', source: 'bill:B-1', entered: 'by hand' }]
const file = (name: string, content: string) => writeFileSync(path.join(folder, name), content)

async function run(asked: CheckAsked): Promise<{ whole: boolean; lines: unknown[] }> {
  const lines: unknown[] = []
  const whole = await checkDrafts(asked, folder, (line) => lines.push(JSON.parse(line)))
  return { whole, lines }
}

describe('one text', () => {
  it('is answered with what is borne, and by what; offsets are UTF-16 units', async () => {
    file('facts.json', JSON.stringify(facts))
    file('good.txt', '🚰 It is $412.86.\n')
    expect(await run({ facts: 'facts.json', text: 'good.txt' })).toEqual({
      whole: true,
      lines: [{ claims: [{ text: '$412.86', start: 9, end: 16, kind: 'money', factIds: ['total'] }], unsupported: [] }],
    })
  })

  it('is not whole with a claim that nothing bears, and says why', async () => {
    file('bad.txt', 'It is $412.87.')
    const { whole, lines } = await run({ facts: 'facts.json', text: 'bad.txt' })
    expect(whole).toBe(false)
    expect(lines).toEqual([
      { claims: [], unsupported: [{ text: '$412.87', start: 6, end: 13, kind: 'money', why: expect.stringContaining('no money') }] },
    ])
  })

  it.each<[string, CheckAsked, RegExp]>([
    ['no file named', { facts: 'facts.json' }, /--facts FILE --text FILE/],
    ['a file that is not there', { facts: 'none.json', text: 'good.txt' }, /none\.json cannot be read/],
    ['facts that are no JSON', { facts: 'good.txt', text: 'good.txt' }, /good\.txt: no list of facts/],
    ['a fact of no known kind', { facts: 'odd.json', text: 'good.txt' }, /odd\.json: no list of facts: 0\.kind/],
  ])('is refused by name with %s', async (_, asked, message) => {
    file('odd.json', JSON.stringify([{ id: 'x', kind: 'colour', value: 'blue' }]))
    await expect(run(asked)).rejects.toThrow(UsageProblem)
    await expect(run(asked)).rejects.toThrow(message)
  })
})

describe('a batch', () => {
  it('answers every line in order, whatever it is', async () => {
    const asked = [
      JSON.stringify({ id: 'a', facts, text: 'It is $412.86.' }),
      JSON.stringify({ id: 'b', facts, text: 'We will waive it.' }),
      JSON.stringify({ id: 'c', facts: [{ id: 'x' }], text: '' }),
      JSON.stringify({ id: 4, facts, text: 5 }),
      JSON.stringify({ id: 'e', facts, text: '1 '.repeat(150_000) }),
      'nonsense',
    ]
    file('lines', asked.join('\n'))
    const { whole, lines } = await run({ batch: 'lines' })
    expect(whole).toBe(false)
    expect(lines).toMatchObject([
      { id: 'a', claims: [{ text: '$412.86' }], unsupported: [] },
      { id: 'b', claims: [], unsupported: [{ text: 'We will waive it.', kind: 'commitment' }] },
      { id: 'c', error: expect.stringContaining('0.kind') },
      { id: 4, error: 'expected a text' },
      { id: 'e', error: expect.stringContaining('longer than') },
      { id: null, error: expect.any(String) },
    ])
    file('lines', asked[0] as string)
    expect((await run({ batch: 'lines' })).whole).toBe(true)
  })
})
