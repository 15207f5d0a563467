// A draft's text against its facts: which places state a fact, and which statements nobody has shown yet.
import { checkClaims } from './claims/check-claims.ts'
import type { Claim, ClaimKind, Fact, Unborne, Vouched } from './draft.ts'

/** `spoken`: what the text says of rules, promises and comparisons, all of it borne. */
export type Bound = { claims: Claim[]; spoken: string[]; unsupported: Unborne[] }

/**
 * Claims of figures, names and places do not overlap; policy, commitments and comparisons are whole sentences or words of them and
 * are only told where they are unsupported. Somebody who vouches for a statement vouches for exactly its words.
 */
export function bindClaims(text: string, facts: readonly Fact[], vouched: readonly Vouched[]): Bound {
  const checked = checkClaims(text, facts)
  const claims = checked.claims
    .filter(({ kind }) => !isSpoken(kind))
    .map(({ start, end, text: words, factIds }): Claim => ({ start, end, text: words, factId: factIds[0] as string }))
  const open = checked.unsupported.filter((claim) => !vouched.some((entry) => entry.text === claim.text))
  const unsupported = [...new Map(open.map(({ text: words, kind, why }) => [words, { text: words, kind, why }])).values()]
  return { claims, spoken: checked.claims.filter(({ kind }) => isSpoken(kind)).map(({ text: words }) => words), unsupported }
}

function isSpoken(kind: ClaimKind): boolean {
  return kind === 'policy' || kind === 'commitment' || kind === 'comparison'
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
