// Every example of the batch interface that the office published, answered to the letter.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerBatchLine } from '../../../src/billing/answer-batch-line.ts'

type Example = { command: string; in: { id: string; kind: string }; out: object }

const file = path.resolve(import.meta.dirname, '../../../../shared/domain/batch-examples.jsonl')
const examples: Example[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ command }) => command === 'bills compute')
  : []

describe('bills compute', () => {
  it.skipIf(examples.length === 0)('finds the published examples beside the project (skipped: ../shared is not there)', () => {
    expect(examples.length).toBeGreaterThanOrEqual(10)
  })

  it.each(examples.map((example) => [example.in.id, example.in.kind, example] as const))(
    'answers %s, a %s, as published',
    (_, __, example) => {
      expect(answerBatchLine(JSON.stringify(example.in))).toEqual(example.out)
    },
  )

  it('names a line that is no JSON object', () => {
    expect(answerBatchLine('{"id":')).toEqual({ id: null, error: 'not a JSON object with an id and a kind' })
    expect(answerBatchLine('null')).toMatchObject({ id: null })
  })

  it('says which kind it does not know', () => {
    expect(answerBatchLine('{"id":"x","kind":"constructor","input":{}}')).toEqual({ id: 'x', error: 'unknown kind: constructor' })
  })

  it.each([
    [
      'money with three decimals',
      { kind: 'allocation', input: { amount: '100.005', weights: [1] } },
      { name: 'money-decimals', about: '100.005' },
    ],
    [
      'weights that are all zero',
      { kind: 'allocation', input: { amount: '1.00', weights: [0, 0] } },
      { name: 'division-by-zero', about: 'weights' },
    ],
    ['a missing field', { kind: 'allocation', input: { amount: '1.00' } }, { name: 'missing-input', about: 'weights' }],
    [
      'a date that is none',
      { kind: 'ledger', input: { entries: [], as_of: ['2025-02-30'] } },
      { name: 'missing-input', about: '2025-02-30' },
    ],
  ])('refuses %s by name', (_, asked, refusal) => {
    expect(answerBatchLine(JSON.stringify({ id: 'x', ...asked }))).toEqual({ id: 'x', refusal })
  })
})
