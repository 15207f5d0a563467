// What is handed from incoming mail to outgoing: a report about some mail of ours, and what came of it.
import type { CaseToken } from '../case-address.ts'
import type { BouncedRecipient } from '../reading/mail-reading.ts'

/** What a report says, as far as its mail could be read. */
export type DeliveryReport = {
  mailId: string
  subject: string
  arrivedAt: Date
  /** Those in the returned part, and those that the report answers. */
  messageIds: readonly string[]
  /** Of the address or subject that the report came to. */
  tokens: readonly CaseToken[]
  recipients: readonly BouncedRecipient[]
}

/** The case of the mail that it was about, and why. */
export type Followed = { caseId: string | null; reason: string }
