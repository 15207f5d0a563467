// The one hash of everything that would leave: whom it goes to, its subject, its words and what is enclosed.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Enclosure } from './enclosure.ts'

export type Hashed = { recipient: string; cc: readonly string[]; subject: string; text: string; enclosures?: readonly Enclosure[] }

/**
 * SHA-256, hexadecimal. A reply without copies or enclosures has the hash that it had before there were any, so that what was
 * approved then stays so.
 */
export function contentHash({ recipient, cc, subject, text, enclosures = [] }: Hashed): string {
  const enclosed = enclosures.map(({ name, type, sha256, alt }) => ({ name, type, sha256, alt }))
  const whole = canonicalJson({
    ...{ recipient, subject, text },
    ...(cc.length > 0 ? { cc: [...cc] } : {}),
    ...(enclosed.length > 0 ? { enclosures: enclosed } : {}),
  })
  return createHash('sha256').update(whole).digest('hex')
}
