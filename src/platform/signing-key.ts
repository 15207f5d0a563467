// The private key that the office's mail is signed with, as a file holds it, and the public part that DNS must show.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ok, type Result, refused } from '../kernel/result.ts'

const shortestBits = 1024 // RFC 8301: verifiers refuse shorter ones

/** The key as PEM, or in plain words why it does not serve; never a part of it. */
export function readSigningKey(file: string): Result<string, string> {
  let key: KeyObject
  try {
    key = createPrivateKey(readFileSync(file))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const unreadable = code.startsWith('E') && !code.startsWith('ERR_')
    return refused(
      unreadable ? `${file} cannot be read (${code})` : `${file} holds no private key in PEM that can be read without a password`,
    )
  }
  if (key.asymmetricKeyType !== 'rsa') return refused(`${file} holds a key of the type ${key.asymmetricKeyType}; expected RSA`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < shortestBits) return refused(`${file} holds a key of ${bits} bits; expected 2048, and never less than ${shortestBits}`)
  return ok(key.export({ type: 'pkcs8', format: 'pem' }) as string)
}

/** What the p= tag of its DNS record says (RFC 6376): the public key, base64 of DER. */
export function publicPartOf(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
}
