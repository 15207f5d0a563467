// Do the facts that a text states still hold? Compared by the fact's id: the same fact, gathered again.
import type { Claim, Fact, FactChange } from './draft.ts'

/** The day of writing moves on without making a statement "as of" an earlier day false. */
const dayOfWriting = 'letter-date'

export function changedFacts(claims: readonly Claim[], stated: readonly Fact[], now: readonly Fact[]): FactChange[] {
  const current = new Map(now.map((fact) => [fact.id, fact]))
  const claimed = new Set(claims.map((claim) => claim.factId))
  return stated
    .filter((fact) => claimed.has(fact.id) && fact.id !== dayOfWriting)
    .flatMap((fact) => {
      const is = current.get(fact.id)
      return is?.value === fact.value ? [] : [{ label: fact.label, was: fact.text, is: is?.text ?? 'no longer on record' }]
    })
}
