// The port through which mail leaves. office.ts fills it with SMTP; tests with something that keeps what it is given.

export type OutgoingMail = {
  messageId: string
  /** Where a bounce would go. */
  envelopeFrom: string
  to: string
  cc: readonly string[]
  /** The whole mail as it leaves, signed where the office signs. */
  bytes: Buffer
}

/** One of several recipients whom the server did not take; the others have the mail. */
export type RefusedRecipient = { address: string; error: string }

/**
 * accepted: the server took it, for all but those `refused`. refused: it never will, and where it said no to each recipient by himself, these are its words. try-again: certainly not taken, later perhaps. not-signed-in: the
 * server does not let the desk in, which is a setting to be mended and no fault of the mail. unknown: the words were on their
 * way and no answer came, so it may or may not have been taken.
 */
export type SendOutcome =
  | { kind: 'accepted'; response: string; refused?: readonly RefusedRecipient[] }
  | { kind: 'refused'; error: string; refused?: readonly RefusedRecipient[] }
  | { kind: 'try-again'; error: string }
  | { kind: 'not-signed-in'; error: string; remedy: string }
  | { kind: 'unknown'; error: string }

export type Transport = {
  send(mail: OutgoingMail): Promise<SendOutcome>
  /** Connects and signs in; throws what stands in the way. */
  verify(): Promise<void>
  close(): Promise<void>
}
