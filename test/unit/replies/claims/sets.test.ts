// Two sets of texts, kept as data with a reason each: written to get past the check, and as clerks write honestly.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkClaims } from '../../../../src/replies/claims/check-claims.ts'
import { type CheckFact, factsAsked } from '../../../../src/replies/claims/facts.ts'

type Sample = {
  id: string
  facts: 'household' | 'two-accounts' | 'leak-month' | 'catch-up' | 'late-fee'
  language: 'en' | 'es'
  why: string
  text: string
  caught?: string
}

const folder = path.resolve(import.meta.dirname, '../../../fixtures/claims')
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const samples = (name: string) =>
  read(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample)
const facts: Record<Sample['facts'], CheckFact[]> = {
  household: factsAsked.parse(JSON.parse(read('facts-household.json'))),
  'two-accounts': factsAsked.parse(JSON.parse(read('facts-two-accounts.json'))),
  'leak-month': factsAsked.parse(JSON.parse(read('facts-leak-month.json'))),
  'catch-up': factsAsked.parse(JSON.parse(read('facts-catch-up.json'))),
  'late-fee': factsAsked.parse(JSON.parse(read('facts-late-fee.json'))),
}
const adversarial = samples('adversarial.jsonl')
const honest = samples('honest.jsonl')

/** The same facts from a program that calls them nothing. */
const unnamed = facts.household.map(({ label, ...fact }) => fact)
/** Texts whose only fault is in what a fact is called. */
const needsNames = new Set([
  'Your meter was replaced on June 5, 2026.',
  'Su medidor fue cambiado el 5 de junio de 2026.',
  'The down payment is $412.86.',
  'The total is $206.43.',
])

describe('texts written to get past the check', () => {
  it('are at least 300, in both languages, each with a reason', () => {
    expect(new Set(adversarial.map(({ text }) => text)).size).toBeGreaterThanOrEqual(300)
    expect(adversarial.filter(({ language }) => language === 'es').length).toBeGreaterThanOrEqual(80)
    expect(adversarial.filter(({ why }) => why.length < 10)).toEqual([])
  })

  it('are caught, every one, by a claim of the kind that is wrong', () => {
    const missed = adversarial.filter(
      ({ text, facts: set, caught }) => !checkClaims(text, facts[set]).unsupported.some(({ kind }) => kind === caught),
    )
    expect(missed).toEqual([])
  })

  it('are caught where the facts have no labels', () => {
    const missed = adversarial.filter(
      ({ text, facts: set }) => set === 'household' && !needsNames.has(text) && checkClaims(text, unnamed).unsupported.length === 0,
    )
    expect(missed).toEqual([])
  })
})

describe('honest texts', () => {
  it('are at least 200, in both languages, each with a reason', () => {
    expect(new Set(honest.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200)
    expect(honest.filter(({ language }) => language === 'es').length).toBeGreaterThanOrEqual(50)
  })

  it('are not blocked, none of them, with labels or without', () => {
    const blocked = (known: (sample: Sample) => CheckFact[]) =>
      honest.flatMap((sample) => checkClaims(sample.text, known(sample)).unsupported.map((claim) => ({ of: sample.text, ...claim })))
    expect(blocked(({ facts: set }) => facts[set])).toEqual([])
    expect(blocked(({ facts: set }) => (set === 'household' ? unnamed : facts[set]))).toEqual([])
  })
})

describe('every claim', () => {
  it('is the words at its place, and a supported one names its facts', () => {
    for (const { text, facts: set } of [...adversarial, ...honest]) {
      const { claims, unsupported } = checkClaims(text, facts[set])
      for (const claim of [...claims, ...unsupported]) expect(text.slice(claim.start, claim.end)).toBe(claim.text)
      for (const { factIds } of claims) expect(factIds.length).toBeGreaterThan(0)
    }
  })
})
