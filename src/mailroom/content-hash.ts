// The one hash of everything that would leave: whom it goes to, its subject and its words.
import { createHash } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'

/** SHA-256, hexadecimal. */
export function contentHash({ recipient, subject, text }: { recipient: string; subject: string; text: string }): string {
  return createHash('sha256').update(canonicalJson({ recipient, subject, text })).digest('hex')
}
