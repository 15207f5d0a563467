import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Establishment, mayBeTold, strongest } from '../../../src/disclosure/may-be-told.ts'
import { addDays, day } from '../../../src/kernel/days.ts'
import { disclosedMatters, disclosureSchema, inquirerRoles } from '../../../src/rulebook/kinds/disclosure.ts'

const rules = disclosureSchema.parse(parse(readFileSync(path.resolve('templates/rulebook/disclosure/2026-01-01.yaml'), 'utf8')))
const today = day('2026-06-15')
const entry = (given: Partial<Establishment> = {}): Establishment => ({
  ...{ id: 'e', accountNumber: '1', address: 'a@example.org', name: 'A', role: 'executor', basis: 'document', reference: 'deed' },
  ...{ scope: [...disclosedMatters], fromOn: today, untilOn: addDays(today, 30), ownFromOn: null, ownUntilOn: null, consent: '' },
  ...{ recordedBy: 's', recordedAt: new Date(0), revokedBy: null, revokedAt: null, revokedReason: null },
  ...given,
})

describe('what somebody may be told', () => {
  it.each(inquirerRoles)('as %s is what the shipped rulebook says, with all that it asks for', (role) => {
    const rule = rules.roles[role]!
    const own = { ownFromOn: day('2026-01-01'), ownUntilOn: day('2026-05-01') }
    const told = mayBeTold(entry({ role, consent: 'on file', ...own }), rules, today)
    expect([...told.matters]).toEqual(rule.may_be_told)
    expect(told.ownDays).toEqual(rule.own_dates_only ? { from: own.ownFromOn, until: own.ownUntilOn } : null)
    expect(mayBeTold(entry({ role, consent: '', ...own }), rules, today).matters.size).toBe(
      rule.needs_consent ? 0 : rule.may_be_told.length,
    )
    if (rule.own_dates_only) expect(mayBeTold(entry({ role, consent: 'on file' }), rules, today).matters.size).toBe(0)
  })

  it('is nothing before, after, when it was revoked, and for a stranger', () => {
    for (const on of [addDays(today, -1), addDays(today, 31)]) expect(mayBeTold(entry(), rules, on).matters.size).toBe(0)
    expect(mayBeTold(entry({ revokedAt: new Date() }), rules, today).matters.size).toBe(0)
    expect(mayBeTold(undefined, rules, today).matters.size).toBe(0)
  })

  it('is never more than the scope, nor than the role', () => {
    const any = fc.record({
      role: fc.constantFrom(...inquirerRoles),
      scope: fc.subarray([...disclosedMatters]),
      consent: fc.constantFrom('', 'yes'),
      ownFromOn: fc.constantFrom(null, today),
      ownUntilOn: fc.constantFrom(null, today),
    })
    fc.assert(
      fc.property(any, (given) => {
        for (const matter of mayBeTold(entry(given), rules, today).matters) {
          expect(given.scope).toContain(matter)
          expect(rules.roles[given.role]!.may_be_told).toContain(matter)
        }
      }),
    )
  })

  it('follows the entry that allows most', () => {
    const little = entry({ id: 'little', scope: ['account'] })
    expect(strongest([little, entry(), entry({ id: 'gone', revokedAt: new Date() })], rules, today)?.id).toBe('e')
    expect(strongest([entry({ role: 'elected-official' })], rules, today)).toBeUndefined()
  })
})
