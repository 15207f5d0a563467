// To whom a case goes: the office's people as a table.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, chooseAssignee, keepsUntilBack, type Wanted } from '../../../src/cases/assignment/choose-assignee.ts'
import type { AssignmentRules } from '../../../src/rulebook/kinds/assignment.ts'
import { urgencies } from '../../../src/rulebook/kinds/triage.ts'

const rules: AssignmentRules = {
  automatic: true,
  most_weight: { clerk: 10, supervisor: 8 },
  weights: { emergency: 4, high: 2, normal: 1, low: 0.5 },
  hard_factor: 2,
  without_shifts: 'office-hours',
}
const clerk = (id: string, given: Partial<Candidate> = {}): Candidate => ({
  ...{ id, role: 'clerk', atWork: true, languages: ['en'], skills: [], weight: 0, lastGivenAt: 0 },
  ...given,
})
const supervisor = (id: string, given: Partial<Candidate> = {}) => clerk(id, { role: 'supervisor', ...given })
const routine: Wanted = { hard: false, urgency: 'normal', language: 'en', topic: 'high-bill', stickyId: null }
const hard: Wanted = { ...routine, hard: true }

const rows: [story: string, people: Candidate[], wanted: Wanted, to: string | null, because: RegExp][] = [
  ['a routine case goes to a clerk', [supervisor('sam'), clerk('ana')], routine, 'ana', /^to a clerk at work$/],
  ['with the least to do', [clerk('ana', { weight: 3 }), clerk('ben', { weight: 2 })], routine, 'ben', /least to do/],
  [
    'of two alike, to whom none was given for longest',
    [clerk('ana', { lastGivenAt: 9 }), clerk('ben', { lastGivenAt: 4 })],
    routine,
    'ben',
    /least/,
  ],
  ['never to somebody who is not at work', [clerk('ana', { atWork: false }), clerk('ben', { weight: 9 })], routine, 'ben', /./],
  ['a hard case goes to a supervisor, however busy', [clerk('ana'), supervisor('sam', { weight: 5 })], hard, 'sam', /hard case/],
  ['a hard case never goes to a clerk', [clerk('ana')], hard, null, /no supervisor at work/],
  ['a supervisor takes a routine case where no clerk is', [supervisor('sam')], routine, 'sam', /no clerk/],
  ['and where no clerk has room', [clerk('ana', { weight: 10 }), supervisor('sam')], routine, 'sam', /no clerk at work has room/],
  ['nobody gets more than the limit', [clerk('ana', { weight: 9.5 }), supervisor('sam', { weight: 7.5 })], routine, null, /as much as/],
  ['up to the limit exactly', [clerk('ana', { weight: 9 })], routine, 'ana', /./],
  ['nobody is there', [clerk('ana', { atWork: false })], routine, null, /nobody at work/],
  [
    'it goes to who reads its language',
    [clerk('ana'), clerk('ben', { languages: ['en', 'es'], weight: 5 })],
    { ...routine, language: 'es' },
    'ben',
    /./,
  ],
  ['and says so where nobody does', [clerk('ana')], { ...routine, language: 'pl' }, 'ana', /nobody at work reads pl/],
  [
    'it stays with who had it before',
    [clerk('ana', { weight: 5 }), clerk('ben')],
    { ...routine, stickyId: 'ana' },
    'ana',
    /had the case before/,
  ],
  ['unless he is away', [clerk('ana', { atWork: false }), clerk('ben')], { ...routine, stickyId: 'ana' }, 'ben', /./],
  ['it goes to who knows the topic', [clerk('ana'), clerk('ben', { skills: ['high-bill'], weight: 5 })], routine, 'ben', /knows the topic/],
]

describe('a case is given', () => {
  it.each(rows)('%s', (_, people, wanted, to, because) => {
    const choice = chooseAssignee(people, wanted, rules)
    expect(choice.kind === 'given' ? choice.id : null).toBe(to)
    expect(choice.because).toMatch(because)
  })

  const anybody = fc.record({
    id: fc.uuid(),
    role: fc.constantFrom('clerk' as const, 'supervisor' as const),
    atWork: fc.boolean(),
    languages: fc.subarray(['en', 'es', 'pl']),
    skills: fc.subarray(['high-bill', 'payment-plan']),
    weight: fc.integer({ min: 0, max: 12 }),
    lastGivenAt: fc.integer({ min: 0, max: 1_000 }),
  })
  const anything = fc.record({
    hard: fc.boolean(),
    urgency: fc.constantFrom(...urgencies),
    language: fc.constantFrom('en', 'es', 'pl'),
    topic: fc.constantFrom('high-bill' as const, 'payment-plan' as const),
    stickyId: fc.constant(null),
  })

  it('only to somebody at work, with the authority and with room, and always to somebody when there is one', () => {
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 8 }), anything, (people, wanted) => {
        const weight = rules.weights[wanted.urgency] * (wanted.hard ? rules.hard_factor : 1)
        const able = people.filter(
          (one) => one.atWork && (!wanted.hard || one.role === 'supervisor') && one.weight + weight <= rules.most_weight[one.role],
        )
        const choice = chooseAssignee(people, wanted, rules)
        if (choice.kind === 'given') expect(able.map(({ id }) => id)).toContain(choice.id)
        else expect(able).toEqual([])
      }),
    )
  })

  it('stays with somebody who is back before it is due, and with nobody who is absent', () => {
    const tomorrow = new Date('2026-03-03T14:30:00Z')
    expect(keepsUntilBack({ absent: false, nextShiftAt: tomorrow }, new Date('2026-03-03T18:00:00Z'))).toBe(true)
    expect(keepsUntilBack({ absent: false, nextShiftAt: tomorrow }, new Date('2026-03-03T14:00:00Z'))).toBe(false)
    expect(keepsUntilBack({ absent: false, nextShiftAt: null }, null)).toBe(false)
    expect(keepsUntilBack({ absent: true, nextShiftAt: tomorrow }, null)).toBe(false)
  })
})
