// Does what a text states still hold? Compared by the fact's id: the same fact, gathered again.
import type { Claim, Fact, FactChange } from './draft.ts'

export function changedFacts(claims: readonly Claim[], stated: readonly Fact[], now: readonly Fact[]): FactChange[] {
  const current = new Map(now.map((fact) => [fact.id, fact]))
  const claimed = new Set(claims.map((claim) => claim.factId))
  return stated
    .filter((fact) => claimed.has(fact.id))
    .flatMap((fact) => {
      const is = current.get(fact.id)
      return is?.value === fact.value ? [] : [{ label: fact.label, was: fact.text, is: is?.text ?? 'no longer on record' }]
    })
}

/** The first line in which what the template says now differs from what it said; null when it says the same. */
export function changedWords(was: string, is: string): FactChange | null {
  if (was === is) return null
  const [before, after] = [was.split('\n'), is.split('\n')]
  const at = before.findIndex((line, index) => line !== after[index])
  const line = at === -1 ? before.length : at
  return { label: 'What the records let us say', was: before[line] || '(nothing)', is: after[line] || '(nothing)' }
}
