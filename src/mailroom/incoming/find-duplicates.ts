// The same mail again: in another mailbox, under another UID, after a restored backup. Equal bytes are the same mail; so
// is the same Message-ID from the same sender with the same words, whatever way it came. A Message-ID alone proves nothing.

import type { KnownMail } from '../store.ts'
import type { ReadMail, UnreadableMail } from './assess-mail.ts'

export type Original = { mailId: string; caseId: string | null }

export class KnownMails {
  readonly #bySha256 = new Map<string, Original>()
  readonly #byDigest = new Map<string, Original>()

  constructor(known: readonly KnownMail[]) {
    for (const mail of known) this.#add(mail, { mailId: mail.id, caseId: mail.caseId })
  }

  originalOf(mail: ReadMail | UnreadableMail): Original | undefined {
    const bySha256 = this.#bySha256.get(mail.sha256)
    if (bySha256 || mail.state !== 'read' || mail.reading.messageId === null) return bySha256
    return this.#byDigest.get(key(mail.reading.messageId, mail.reading.digest))
  }

  remember(mail: ReadMail | UnreadableMail, original: Original): void {
    const { messageId = null, digest = null } = mail.state === 'read' ? mail.reading : {}
    this.#add({ rawSha256: mail.sha256, messageId, digest }, original)
  }

  #add({ rawSha256, messageId, digest }: Pick<KnownMail, 'rawSha256' | 'messageId' | 'digest'>, original: Original): void {
    if (!this.#bySha256.has(rawSha256)) this.#bySha256.set(rawSha256, original)
    if (messageId !== null && digest !== null && !this.#byDigest.has(key(messageId, digest)))
      this.#byDigest.set(key(messageId, digest), original)
  }
}

function key(messageId: string, digest: string): string {
  return `${digest} ${messageId}`
}
