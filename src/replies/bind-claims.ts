// A draft's text against its facts: which places state a fact, and which statements nobody has shown yet.
import { type Checked, checkClaims, type UnsupportedClaim } from './claims/check-claims.ts'
import { sentencesIn } from './claims/sentences.ts'
import { type Claim, type Fact, isSpoken, type Promised, type Unborne, type Vouched } from './draft.ts'
import { dueFacts } from './promise-facts.ts'

/** What people answered for, statement by statement: with a reason of their own, or by a promise with its owner and day. */
export type AnsweredFor = { vouched: readonly Vouched[]; promises: readonly Promised[] }

/** `spoken`: what the text says of rules, promises and comparisons, all of it borne. */
export type Bound = { claims: Claim[]; spoken: string[]; unsupported: Unborne[] }

/**
 * Claims of figures, names and places do not overlap; policy, commitments and comparisons are whole sentences or words of them and
 * are only told where they are unsupported. Somebody who answers for a statement answers for its words in the sentence that he saw.
 */
export function bindClaims(text: string, facts: readonly Fact[], answered: AnsweredFor): Bound {
  const { claims, unsupported } = checkText(text, facts, answered)
  const figures = claims
    .filter(({ kind }) => !isSpoken(kind))
    .map(({ start, end, text: words, factIds }): Claim => ({ start, end, text: words, factId: factIds[0] as string }))
  const open = [...new Map(unsupported.map(({ text: words, kind, why }) => [words, { text: words, kind, why }])).values()]
  return {
    claims: withClauses(figures, text, facts),
    spoken: claims.filter(({ kind }) => isSpoken(kind)).map(({ text: words }) => words),
    unsupported: open,
  }
}

/** A clause that is quoted word for word is one claim of it, with the figures in it. */
function withClauses(figures: readonly Claim[], text: string, facts: readonly Fact[]): Claim[] {
  const quoted: Claim[] = []
  for (const { id, words } of clausesIn(facts)) {
    for (const { index: start, 0: found } of text.matchAll(spacedAnyhow(words))) {
      const end = start + found.length
      if (!quoted.some((other) => other.start < end && start < other.end)) quoted.push({ start, end, text: found, factId: id })
    }
  }
  const free = figures.filter((claim) => !quoted.some(({ start, end }) => start <= claim.start && claim.end <= end))
  return [...free, ...quoted].sort((a, b) => a.start - b.start)
}

/** In each language. */
export function clausesIn(facts: readonly Fact[]): { id: string; words: string }[] {
  return facts
    .filter(({ kind }) => kind === 'clause')
    .flatMap(({ id, text, texts }) => [...new Set([text, ...Object.values(texts ?? {})])].map((words) => ({ id, words })))
}

/** The words, however their lines are wrapped. */
export function spacedAnyhow(words: string): RegExp {
  return new RegExp(words.trim().split(/\s+/).map(RegExp.escape).join('\\s+'), 'gu')
}

/**
 * Every claim with its place. The day of a promise is a fact of the text that makes it; what else the promise says, its amounts
 * above all, needs a record of its own.
 */
export function checkText(text: string, facts: readonly Fact[], { vouched, promises }: AnsweredFor): Checked {
  const checked = checkClaims(text, [...facts, ...dueFacts(promises)])
  const sentenceOf = sentenceFinder(text)
  const isAnswered = ({ text: words, kind, start }: UnsupportedClaim) =>
    vouched.some((entry) => entry.text === words && (entry.within === undefined || entry.within === sentenceOf(start))) ||
    (kind === 'commitment' && promises.some((promise) => promise.text === words))
  return { claims: checked.claims, unsupported: checked.unsupported.filter((claim) => !isAnswered(claim)) }
}

/** The sentence around a place, however its lines are wrapped. */
export function sentenceFinder(text: string): (at: number) => string {
  const sentences = sentencesIn(text)
  return (at) => {
    const found = sentences.find(({ start, end }) => start <= at && at < end)
    return found ? text.slice(found.start, found.end).replace(/\s+/g, ' ') : ''
  }
}

/** Two facts may read the same: where a text stated one of them before, it still does, in the order of their places. */
export function asStatedBefore(claims: readonly Claim[], before: readonly Claim[]): Claim[] {
  const seen = new Map<string, number>()
  return claims.map((claim) => {
    const same = before.filter((earlier) => earlier.text === claim.text)
    const at = seen.get(claim.text) ?? 0
    seen.set(claim.text, at + 1)
    return { ...claim, factId: (same[at] ?? same.at(-1))?.factId ?? claim.factId }
  })
}
