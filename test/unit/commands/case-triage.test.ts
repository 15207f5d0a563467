// `case triage --batch`: one answer a line, in order, whatever the lines are.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { triageMails } from '../../../src/commands/case-triage.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-triage-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function answers(lines: string[]): Promise<Record<string, unknown>[]> {
  writeFileSync(path.join(folder, 'mails.jsonl'), `${lines.join('\n')}\n`)
  const printed: string[] = []
  await triageMails('mails.jsonl', folder, (line) => printed.push(line))
  return printed.map((line) => JSON.parse(line))
}

it('answers as docs/interfaces.md says', async () => {
  const [english, spanish, numbered, broken] = await answers([
    '{"subject":"Shut off notice","text":"I have a disconnection notice for Friday and my son is on dialysis."}',
    '{"id":"b","subject":"","text":"Ya pagué y mi pago no aparece en la cuenta."}',
    '{"id":7,"text":"Dlaczego mój rachunek za wodę jest w tym miesiącu taki wysoki?"}',
    'no json',
  ])
  expect(english).toEqual({
    topic: 'shutoff-notice',
    topics: ['shutoff-notice'],
    urgency: 'emergency',
    hard: true,
    reasons: ['medical-or-life-support', 'shut-off-imminent'],
    language: 'en',
    confidence: expect.any(Number),
  })
  expect(spanish).toMatchObject({ id: 'b', topic: 'payment-not-posted', language: 'es' })
  expect(numbered).toMatchObject({ id: 7, language: 'pl' })
  expect(broken).toEqual({ id: null, error: expect.any(String) })
})
