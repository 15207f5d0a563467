// The timeline's chain, as pure rules: each entry's hash covers its content's digest and the entry before it, so that a
// changed, dropped or inserted entry shows. The content itself stands apart and may be destroyed; the chain still holds.
import { canonicalJson } from '../kernel/canonical-json.ts'

export type ChainLink = {
  caseId: string
  seq: number
  at: Date
  kind: string
  actor: string
  digest: string
  previousHash: string
  hash: string
}

/** SHA-256 in hexadecimal, handed in: rules do no cryptography of their own. */
export type Digest = (text: string) => string

export const firstPreviousHash = '0'.repeat(64)

export function linkHash(link: Omit<ChainLink, 'hash'>, digest: Digest): string {
  return digest(canonicalJson({ ...link, at: link.at.toISOString() }))
}

/** The sequence number of the first entry that does not fit; undefined when the chain is whole. */
export function firstBrokenLink(links: readonly (ChainLink & { content: string | null })[], digest: Digest): number | undefined {
  let previousHash = firstPreviousHash
  for (const [index, { hash, content, ...link }] of links.entries()) {
    const fits =
      link.seq === index + 1 &&
      link.previousHash === previousHash &&
      hash === linkHash(link, digest) &&
      (content === null || digest(content) === link.digest)
    if (!fits) return index + 1
    previousHash = hash
  }
  return undefined
}
