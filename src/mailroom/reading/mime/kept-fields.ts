// The header fields that rules look at, as they stood; Received lines and signatures stay in the raw mail.

import type { HeaderField } from '../mail-reading.ts'
import { decodeWords } from './encoded-words.ts'
import type { RawField } from './header-fields.ts'

const fieldLimit = 60
const valueLimitCharacters = 2_000
const resultsLimitCharacters = 16_000 // a mail with many signatures has as many results
const kept =
  /^(?:authentication-results|auto-submitted|precedence|return-path|delivered-to|x-original-to|list-id|list-unsubscribe|list-unsubscribe-post|x-list-administrivia|x-auto.*|x-failed-recipients|x-waterdesk-case|feedback-id|x-ms-exchange-generated-message-source|x-mail-autoreply|x-post-messageclass|x-apple-unsubscribe|x-mlserver|mailing-list|x-powered-by|x-mailer|x-vacation|x-spam-flag|x-spam-status)$/

export function keptFields(fields: readonly RawField[], hint: string | null): HeaderField[] {
  const result: HeaderField[] = []
  for (const { name, value } of fields) {
    if (result.length >= fieldLimit) break
    if (!kept.test(name)) continue
    const limit = name === 'authentication-results' ? resultsLimitCharacters : valueLimitCharacters
    result.push({ name, value: oneLine(rawText(value, hint)).slice(0, limit) })
  }
  return result
}

/** Encoded words stay encoded: a rule must not take them for a server's own words. */
function rawText(value: string, hint: string | null): string {
  return value.includes('=?') ? Buffer.from(value, 'latin1').toString('utf8') : decodeWords(value, hint)
}

export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
