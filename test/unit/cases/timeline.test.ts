import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChainLink, firstBrokenLink, firstPreviousHash, linkHash } from '../../../src/cases/timeline.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

function chainOf(contents: string[]): (ChainLink & { content: string | null })[] {
  let previousHash = firstPreviousHash
  return contents.map((content, index) => {
    const link = { caseId: 'c', seq: index + 1, at: new Date(index), kind: 'note', actor: 'desk', digest: digest(content), previousHash }
    previousHash = linkHash(link, digest)
    return { ...link, hash: previousHash, content }
  })
}

describe('the timeline chain', () => {
  it('verifies, also where a content was lawfully destroyed', () => {
    const chain = chainOf(['a', 'b', 'c'])
    expect(firstBrokenLink(chain, digest)).toBeUndefined()
    chain[1]!.content = null
    expect(firstBrokenLink(chain, digest)).toBeUndefined()
  })

  it('property: a changed word, actor, time or kind, a dropped or a swapped entry shows', () => {
    const tampering = fc.constantFrom('content', 'actor', 'at', 'kind', 'drop', 'swap', 'forge')
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 3, maxLength: 8 }), fc.nat(), tampering, (contents, where, how) => {
        const chain = chainOf(contents)
        const at = where % (chain.length - 1) // dropping the very last entry leaves a shorter, whole chain
        const link = chain[at]!
        if (how === 'content') link.content = `${link.content}x`
        if (how === 'actor') link.actor = 'somebody else'
        if (how === 'at') link.at = new Date(99_999)
        if (how === 'kind') link.kind = 'approved'
        if (how === 'drop') chain.splice(at, 1)
        if (how === 'swap') chain.splice(at, 2, chain[at + 1]!, link)
        // An entry put in with a hash of its own making, and everything after it numbered anew.
        if (how === 'forge') {
          const { hash: _, content, ...forged } = { ...link, actor: 'forged', seq: link.seq }
          chain.splice(at, 0, { ...forged, content, hash: linkHash(forged, digest) })
          for (const [index, entry] of chain.entries()) {
            const { hash: __, content: ___, ...rest } = { ...entry, seq: index + 1 }
            Object.assign(entry, rest, { hash: linkHash(rest, digest) })
          }
        }
        expect(firstBrokenLink(chain, digest)).toBeDefined()
      }),
    )
  })
})
