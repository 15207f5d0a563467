// The one hash of everything that would leave: whom it goes to, its subject and its words.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'

export type Hashed = { recipient: string; cc: readonly string[]; subject: string; text: string }

/** SHA-256, hexadecimal. A reply without copies has the hash that it had before there were any, so that what was approved then stays so. */
export function contentHash({ recipient, cc, subject, text }: Hashed): string {
  const whole = canonicalJson(cc.length === 0 ? { recipient, subject, text } : { recipient, cc: [...cc], subject, text })
  return createHash('sha256').update(whole).digest('hex')
}
