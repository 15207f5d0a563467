// What the records and a case's past make of it: each reason on two examples, silent on two near misses.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Past, type RecordReason, routeCase } from '../../../src/cases/routing/route-case.ts'
import { routingSchema } from '../../../src/rulebook/kinds/routing.ts'
import { recordReasons } from '../../../src/rulebook/kinds/triage.ts'

const shipped = routingSchema.parse(
  parse(readFileSync(path.join(import.meta.dirname, '../../../templates/rulebook/routing/2026-01-01.yaml'), 'utf8')),
)
const rules = { ...shipped, not_established_is_hard: true }
const ordinary: Past = { topic: 'high-bill', inquiries: 1, reopened: false, disputedCents: 0, notEstablished: false, contradictions: [] }

const rows: Record<Exclude<RecordReason, 'asked-by-colleague'>, { fires: Partial<Past>[]; silent: Partial<Past>[] }> = {
  'third-contact': { fires: [{ inquiries: 3 }, { inquiries: 12 }], silent: [{ inquiries: 2 }, { inquiries: 0 }] },
  reopened: { fires: [{ reopened: true }, { reopened: true, inquiries: 2 }], silent: [{ reopened: false }, { inquiries: 2 }] },
  'disputed-amount': {
    fires: [{ disputedCents: 100_001 }, { disputedCents: 9_000_000 }],
    silent: [{ disputedCents: 100_000 }, { disputedCents: 0 }],
  },
  'account-not-established': {
    fires: [{ notEstablished: true }, { notEstablished: true, topic: 'other' }],
    silent: [{ notEstablished: false }, { topic: 'other' }],
  },
  'records-contradict': {
    fires: [{ contradictions: ['the bill is not what the rules give'] }, { contradictions: ['one thing', 'another'] }],
    silent: [{ contradictions: [] }, { disputedCents: 10 }],
  },
  'hard-topic': {
    fires: [{ topic: 'staff-conduct' }, { topic: 'legal-or-hearing' }],
    silent: [{ topic: 'records-request' }, { topic: 'penalty-dispute' }],
  },
}

describe('a case is hard by', () => {
  for (const [reason, { fires, silent }] of Object.entries(rows)) {
    it.each(fires)(`${reason}: %j`, (past) => {
      const found = routeCase({ ...ordinary, ...past }, rules)
      expect(found.map((one) => one.reason)).toContain(reason)
      expect(found.find((one) => one.reason === reason)?.because).toMatch(/\w+ \w+/)
    })
    it.each(silent)(`not ${reason}: %j`, (past) => {
      expect(routeCase({ ...ordinary, ...past }, rules).map((one) => one.reason)).not.toContain(reason)
    })
  }

  it('every reason in this table, or by a colleague', () => {
    expect(new Set([...Object.keys(rows), 'asked-by-colleague'])).toEqual(new Set(recordReasons))
  })

  it('nothing, where it is ordinary', () => expect(routeCase(ordinary, rules)).toEqual([]))
})

describe('rules that nobody could mean', () => {
  it.each([
    ['one inquiry is every case', { ...shipped, repeated_contact: { inquiries: 1, within_days: 60 } }],
    ['no days at all', { ...shipped, repeated_contact: { inquiries: 3, within_days: 0 } }],
    ['a limit that every dispute is above', { ...shipped, disputed_amount_dollars: 0 }],
  ])('are refused: %s', (_, given) => expect(routingSchema.safeParse(given).success).toBe(false))
})
