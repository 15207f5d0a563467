// What pages say of a mail wherever they show one: whose it is, how large, what it was taken for.
import { unreachable } from '../../kernel/result.ts'
import type { AttachmentRefusal, CaseMail } from '../../mailroom/mailroom.ts'

export const verdictWords: Record<CaseMail['verdict'], string> = {
  established: 'sender authenticated',
  'not-established': 'sender not authenticated',
  contradicted: 'sender address contradicted by its own domain',
}

const kinds: Record<string, string> = {
  person: 'a person’s mail',
  'auto-reply': 'automatic reply',
  receipt: 'delivery receipt',
  list: 'mailing list',
  'own-loop': 'our own mail, come back',
  attached: 'attached by a colleague',
  'sent-outside': 'sent from a mail program',
  unreadable: 'could not be read',
}

export function kindOfMail(kind: string): string {
  return kinds[kind] ?? kind.replaceAll('-', ' ')
}

export function senderWords({ fromName, fromAddress }: { fromName: string | null; fromAddress: string | null }) {
  return { from: fromName || fromAddress || 'no sender', address: fromName ? fromAddress : null }
}

/** Why a file is not offered. */
export function withheldWords(offer: Exclude<AttachmentRefusal, { kind: 'not-there' }>): string {
  switch (offer.kind) {
    case 'infected':
      return `the virus scanner found ${offer.signature} in it`
    case 'harmful':
      return `it may do harm: it is ${offer.why}`
    case 'held':
      return offer.why
    default:
      return unreachable(offer)
  }
}

const thousand = 1_000

export function sizeWords(bytes: number): string {
  if (bytes < thousand) return `${bytes} bytes`
  return bytes < thousand ** 2 ? `${Math.ceil(bytes / thousand)} kB` : `${(bytes / thousand ** 2).toFixed(1)} MB`
}
