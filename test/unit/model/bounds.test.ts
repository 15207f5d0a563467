// When the language model is not asked: a budget of the day is used up, or its server failed several times running.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { restsUntil } from '../../../src/model/breaker.ts'
import { costMicrocents, spentBudget } from '../../../src/model/budgets.ts'
import { readContent } from '../../../src/model/read-content.ts'

describe('budgets', () => {
  const budgets = { tokensADay: 100, secondsADay: 10, centsADay: 1 }
  const used = { tokens: 60, milliseconds: 6_000, microcents: 600_000 }
  const within = { tokens: 40, milliseconds: 4_000, microcents: 400_000 }
  it.each([
    ['nothing more than there is', within, null],
    ['a token too many', { ...within, tokens: 41 }, 'tokens'],
    ['a moment too long', { ...within, milliseconds: 4_001 }, 'time'],
    ['a millionth of a cent too much', { ...within, microcents: 400_001 }, 'money'],
  ])('%s', (_what, atMost, spent) => {
    expect(spentBudget(used, atMost, budgets)).toBe(spent)
  })

  it('a cent for a million tokens is a millionth for one; parts count whole', () => {
    expect(costMicrocents({ in: 3, out: 2 }, { centsPerMillionIn: 10, centsPerMillionOut: 40.25 })).toBe(111)
  })
})

describe('the breaker', () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 10, 27, 12, minutes))
  const failed = (minutes: number) => ({ failed: true, at: at(minutes) })
  it.each([
    ['before there was anything', [], null],
    ['after two failures', [failed(1), failed(0)], null],
    ['after three, for ten minutes', [failed(2), failed(1), failed(0)], at(12)],
    ['not when one of the last three went well', [failed(2), { failed: false, at: at(1) }, failed(0)], null],
    ['not when the ten minutes are over', [failed(-8), failed(-9), failed(-10)], null],
  ])('%s', (_what, newest, until) => {
    expect(restsUntil(newest, at(2))).toEqual(until)
  })
})

describe('the words of an answer', () => {
  const shape = z.strictObject({ text: z.string() })
  it.each([
    ['{"text":"a"}', { text: 'a' }],
    ['```json\n{"text":"a"}\n```', { text: 'a' }],
    ['Here it is: {"text":"a"}', undefined],
    ['{"text":"a","to":"b"}', undefined],
    ['{"text":"a"', undefined],
    ['', undefined],
  ])('%s', (content, read) => {
    expect(readContent(content, shape)).toEqual(read)
  })
})
