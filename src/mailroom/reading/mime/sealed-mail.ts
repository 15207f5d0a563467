// Signed and encrypted mail (S/MIME, RFC 8551; PGP/MIME, RFC 3156; PGP in the text): kept and said, never guessed at.
import type { Part } from './mime-tree.ts'

const partLimit = 200

/** What a person should know of it, in plain English. */
export function sealsOf(root: Part): string[] {
  const found = new Set<string>()
  const waiting: Part[] = [root]
  for (let count = 0; waiting.length > 0 && count < partLimit; count++) {
    const part = waiting.shift() as Part
    const said = sealOf(part)
    if (said !== null) found.add(said)
    waiting.push(...part.parts)
  }
  return [...found]
}

/** PGP that was written into the text itself (RFC 9580, 6.2). */
export function sealsInText(text: string): string[] {
  const found = /^-----BEGIN PGP (SIGNED )?MESSAGE-----\s*$/m.exec(text)
  if (!found) return []
  return [found[1] === undefined ? encryptedByPgp : 'it is signed (PGP); the signature was not checked']
}

const encryptedByPgp = 'it is encrypted (PGP), and the desk has no key to read it with'

function sealOf({ type }: Part): string | null {
  const protocol = type.parameters.get('protocol')?.toLowerCase() ?? ''
  if (type.value === 'multipart/encrypted') return encryptedByPgp
  if (type.value === 'multipart/signed')
    return `it is signed (${protocol.includes('pgp') ? 'PGP' : 'S/MIME'}); the signature was not checked`
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(type.value)) return null
  const kind = type.parameters.get('smime-type')?.toLowerCase() ?? ''
  if (kind === 'signed-data') return 'it is signed and closed (S/MIME): its words are inside the attached file'
  return 'it is encrypted (S/MIME), and the desk has no key to read it with'
}
