// Codes for the day the telephone is lost: random, shown once, each good once. Kept as keyed digests, so that whoever reads the
// database alone can neither use nor try them.
import { randomInt } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

const alphabet = '23456789abcdefghjkmnpqrstuvwxyz' // nothing that is read for something else
const groups = 3
const charactersAGroup = 4 // twelve of thirty-one: 59 bits, behind a keyed digest and a limit of tries
const codesAtOnce = 10

/** As people copy them: `k7qm-2xvd-9hpt`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: codesAtOnce }, () =>
    Array.from({ length: groups }, () =>
      Array.from({ length: charactersAGroup }, () => alphabet[randomInt(alphabet.length)]).join(''),
    ).join('-'),
  )
}

/** What somebody typed as a recovery code, without its spaces and hyphens; undefined where it can be none. */
export function readRecoveryCode(typed: string): string | undefined {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '')
  return plain.length === groups * charactersAGroup && [...plain].every((character) => alphabet.includes(character)) ? plain : undefined
}

/** Its owner is in it, so that equal codes of two people have nothing in common. */
export function recoveryDigest(secrets: Pick<Secrets, 'sign'>, staffId: string, code: string): string {
  return secrets.sign('recovery codes', `${staffId} ${readRecoveryCode(code) ?? ''}`)
}
