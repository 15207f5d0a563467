// Lines in, answers out: as many, in order, whatever the lines are.
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { answerLines } from '../../../src/commands/batch.ts'
import { UsageProblem } from '../../../src/platform/problem.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'batch-'))
const file = path.join(folder, 'lines')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function answersTo(): Promise<string[]> {
  const printed: string[] = []
  await answerLines(
    file,
    (line) => line.length,
    (line) => printed.push(line),
  )
  return printed
}
const tooLong = '{"id":null,"error":"the line is too long"}'

it.each([
  ['lines, the last without an end', 'one\nthree\n\nfour', ['3', '5', '4']],
  ['lines that end as on Windows', '{}\r\n{} \r\n', ['3', '4']],
  ['a separator of paragraphs inside a line', `"a\u2028b"\n`, ['5']],
  ['nothing', '', []],
  ['a character cut by the end of a piece', `${'ä'.repeat(70_001)}\nab\n`, ['70001', '2']],
  ['a line at the limit', `${'x'.repeat(10_000_000)}\nab`, ['10000000', '2']],
  ['a line over the limit among others', `ab\n${'x'.repeat(10_000_001)}\nabc\n`, ['2', tooLong, '3']],
  ['a line over the limit at the end', `ab\n${'x'.repeat(10_500_000)}`, ['2', tooLong]],
])('answers %s', async (_, lines, answers) => {
  writeFileSync(file, lines)
  expect(await answersTo()).toEqual(answers)
})

it('lives through a line that would not fit into memory', async () => {
  closeSync(openSync(file, 'w'))
  truncateSync(file, 700_000_000) // longer than any string may be; the file is a hole
  expect(await answersTo()).toEqual([tooLong])
}, 30_000)

it('says so when there is nothing to read', async () => {
  await expect(answerLines(path.join(folder, 'none'), String, () => {})).rejects.toThrow(UsageProblem)
  await expect(answerLines(folder, String, () => {})).rejects.toThrow(/cannot be read/)
})
