// The draft's figures with the records they come from, and those that come from none, as lines of a card.
import type { Draft, Fact } from '../../replies/draft.ts'
import { linesWithin } from './block-pieces.ts'
import { quoted } from './plain-words.ts'

/** Figures that no record bears: vouched for by somebody, or (which should not be) claimed without a fact. */
export function unsupportedLines(draft: Draft, names: ReadonlyMap<string, string>, most: number): string[] {
  const known = new Set(draft.facts.map((fact) => fact.id))
  const orphans = draft.claims
    .filter((claim) => !known.has(claim.factId))
    .map((claim) => `• ${quoted(claim.text, 100)}: no record behind it`)
  const vouched = draft.vouched.map(
    ({ text, by, reason }) =>
      `• ${quoted(text, 100)}: no record; ${quoted(names.get(by) ?? by, 100)} answers for it: ${quoted(reason, 300)}`,
  )
  return linesWithin([...orphans, ...vouched], most)
}

/** The facts the text states, each once, in the order of the text. */
export function evidenceLines(draft: Draft, most: number): string[] {
  const byId = new Map(draft.facts.map((fact) => [fact.id, fact]))
  const stated = [...draft.claims].sort((a, b) => a.start - b.start).map((claim) => byId.get(claim.factId))
  const once = [...new Set(stated.filter((fact) => fact !== undefined))]
  if (once.length === 0) return ['It states no figure from the records.']
  return linesWithin(once.map(factLine), most)
}

function factLine(fact: Fact): string {
  return `• ${quoted(fact.label, 100)}: *${quoted(fact.text, 100)}* from ${quoted(fact.source, 100)}`
}
