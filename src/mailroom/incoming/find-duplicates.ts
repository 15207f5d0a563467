// The same mail again: in another mailbox or folder, under another UID, after a restored backup. Equal bytes are the same
// mail; so is the same content under the same Message-ID and date, whatever way it came; so is, where there is no Message-ID,
// the same content of the same second. A Message-ID alone proves nothing: some web forms give all their mails the same one.
import { createHash } from 'node:crypto'
import type { MailReading } from '../reading/mail-reading.ts'
import type { KnownMail } from '../store.ts'
import type { ReadMail, UnreadableMail } from './assess-mail.ts'

export type Original = { mailId: string; caseId: string | null }
export type Known = Original & Pick<KnownMail, 'kind' | 'spam' | 'rawSha256'>

export class KnownMails {
  readonly #bySha256 = new Map<string, Known>()
  readonly #byDigest = new Map<string, Known>()

  constructor(known: readonly KnownMail[]) {
    for (const { id, digest, ...mail } of known) this.#add({ mailId: id, ...mail }, digest)
  }

  originalOf(mail: ReadMail | UnreadableMail): Known | undefined {
    const bySha256 = this.#bySha256.get(mail.sha256)
    if (bySha256 || mail.state !== 'read') return bySha256
    const digest = contentDigest(mail.reading)
    return digest === null ? undefined : this.#byDigest.get(digest)
  }

  /** Its duplicates in the same batch look for its case in `original`, once that is found. */
  remember(mail: ReadMail | UnreadableMail, original: Known): void {
    this.#add(original, mail.state === 'read' ? contentDigest(mail.reading) : null)
  }

  #add(known: Known, digest: string | null): void {
    if (!this.#bySha256.has(known.rawSha256)) this.#bySha256.set(known.rawSha256, known)
    if (digest === null) return
    const before = this.#byDigest.get(digest)
    if (!before || (before.kind !== 'person' && known.kind === 'person')) this.#byDigest.set(digest, known)
  }
}

/** SHA-256; null where a mail says neither its Message-ID nor its date, so that two of the same words may well be two. */
export function contentDigest({ messageId, date, digest }: Pick<MailReading, 'messageId' | 'date' | 'digest'>): string | null {
  if (messageId === null && date === null) return null
  return createHash('sha256')
    .update(JSON.stringify([digest, messageId, date]))
    .digest('hex')
}

/**
 * A person's mail came before by a way that made it look like a machine's (through a list), and led nowhere: what comes now by
 * his own way is no copy to be laid aside, but the mail.
 */
export function cameAsMachines(original: Known, mail: ReadMail | UnreadableMail): boolean {
  const isPersons = mail.state === 'read' && mail.judged.kind === 'person'
  return isPersons && original.kind !== 'person' && original.caseId === null && original.rawSha256 !== mail.sha256
}
