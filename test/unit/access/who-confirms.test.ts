import { describe, expect, it } from 'vitest'
import { invitationNeedsTwo, isThereAnother, wouldLeaveNobody } from '../../../src/access/who-confirms.ts'

const [ann, ben, cay] = ['ann', 'ben', 'cay'].map((id) => ({ id, active: true })) as [Manager, Manager, Manager]
type Manager = { id: string; active: boolean }
const gone = { id: 'gone', active: false }

describe('a change about a person', () => {
  it.each([
    ['somebody else is there', [ann, ben], 'ann', 'clerk', true],
    ['whom it is about is the only other', [ann, ben], 'ann', 'ben', false],
    ['a third is there', [ann, ben, cay], 'ann', 'ben', true],
    ['nobody else is there', [ann], 'ann', 'clerk', false],
    ['whoever else there was has left', [ann, gone], 'ann', null, false],
    ['an address is invited', [ann, ben], 'ann', null, true],
  ])('where %s', (_, managers, askedBy, about, another) => {
    expect(isThereAnother(managers, { askedBy, about })).toBe(another)
  })

  it('leaves somebody who manages people', () => {
    expect([wouldLeaveNobody([ann], 'ann'), wouldLeaveNobody([ann, gone], 'ann'), wouldLeaveNobody([ann, ben], 'ann')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it.each([
    ['clerk', false],
    ['supervisor', true],
    ['administrator', true],
  ] as const)('an invitation as %s needs two: %s', (role, two) => {
    expect(invitationNeedsTwo(role)).toBe(two)
  })
})
