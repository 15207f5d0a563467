// What people may say of a case in which state.
import { describe, expect, it } from 'vitest'
import { type CaseStatus, caseStatuses } from '../../../src/cases/case.ts'
import { type CaseMove, caseMoves, moved, movesFrom } from '../../../src/cases/lifecycle.ts'

const possible: Record<CaseStatus, CaseMove[]> = {
  new: [],
  open: ['wait-for-customer', 'wait-for-field', 'resolve', 'close'],
  'waiting-for-customer': ['wait-for-field', 'go-on', 'resolve', 'close'],
  'waiting-for-field': ['wait-for-customer', 'go-on', 'resolve', 'close'],
  'waiting-for-supervisor': [],
  approved: [],
  answered: ['resolve', 'close', 'reopen'],
  resolved: ['close', 'reopen'],
  closed: ['reopen'],
  merged: [],
}

describe('a case', () => {
  it.each(caseStatuses)('that is %s offers what is possible', (status) => {
    expect(movesFrom(status)).toEqual(possible[status])
  })

  it.each(caseStatuses.flatMap((status) => caseMoves.map((move) => [move, status] as const)))('%s while %s', (move, status) => {
    const result = moved(status, move)
    expect(result.ok).toBe(possible[status].includes(move))
    if (!result.ok) expect(result.refusal).toEqual({ kind: 'not-in-this-state', status, move })
  })
})
