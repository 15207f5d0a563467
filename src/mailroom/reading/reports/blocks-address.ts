// Whether a bounce says that nothing sent to this address will ever arrive. A refusal of one mail, a full mailbox or a server
// out of order is about today only.
import type { BouncedRecipient } from '../mail-reading.ts'
import { meaningOf } from './reason-words.ts'

/** RFC 3463: no such mailbox (1.1, 1.3), no such host (1.2, RFC 7505: 1.10), moved away (1.6), closed (2.1). */
const gone = /^5\.(?:1\.(?:[1236]|10)|2\.1)$/
/** What such a status means in words, where a server gave a vaguer one; 4.4: no server takes mail for the domain. */
const goneInWords = new Set(['1.1', '1.2', '1.3', '1.6', '2.1', '4.4'])
/** Vaguer ones that servers use for an address that is gone: of some kind or other, a protocol's, a route's, a policy's. */
const vague = /^5\.(?:[0-57]\.0|4\.4|7\.1)$/
const aboutTheSender = /mail from|my name|\bfrom:|sender|unauthenticated|access denied|your (?:ip|domain|server)/i
/** A relay's own words for every refusal, before it quotes the real one. */
const relayWords = /5\.1\.0 - unknown address error/i

export function blocksAddress({ permanent, status, reason }: BouncedRecipient): boolean {
  if (!permanent || status === null) return false
  const said = (reason ?? '').replace(relayWords, '')
  const meant = meaningOf(said)?.detail
  if (gone.test(status)) return meant !== '2.2' // some servers call a full mailbox an unknown one
  return vague.test(status) && meant !== undefined && goneInWords.has(meant) && !aboutTheSender.test(said)
}
