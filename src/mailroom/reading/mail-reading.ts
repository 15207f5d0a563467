// What the desk knows of a mail once it has read its bytes: plain data, the same whoever asks, without any judgement.

export type Address = {
  /** Lower case, its domain in ASCII; null when there was none that mail could be sent to. */
  address: string | null
  name: string | null
}

export type AttachmentReading = {
  /** Safe to use as a file's name. */
  filename: string
  contentType: string
  /** Of the decoded content. */
  bytes: number
  md5: string
  inline: boolean
}

/** An attachment that may do harm, by its place in the list, from nought; `why` is to be read behind "it is". */
export type HarmfulFile = { number: number; why: string }

/** One recipient in a bounce's report; `status` is an enhanced one (RFC 3463), such as 5.1.1. */
export type BouncedRecipient = {
  recipient: string | null
  status: string | null
  action: string | null
  reason: string | null
  permanent: boolean
}

/** A part of a mail as a report's reader sees it, in the mail's order, those of mails inside it (`depth` 1 and more) included; its text is bounded. */
export type ReportPart = { contentType: string; text: string; depth: number }

/** A mail that was attached as a mail (message/rfc822); its text is bounded. */
export type EnclosedMail = { messageId: string | null; date: string | null; from: Address; subject: string; text: string }

/** What a forwarded mail says of the one that it passes on. */
export type ForwardedMail = { from: Address; subject: string }

/** A header field as it stood, unfolded; the name in lower case. */
export type HeaderField = { name: string; value: string }

/** What its header alone says of a mail. */
export type Envelope = {
  /** With its angle brackets. */
  messageId: string | null
  /** ISO, UTC; null when the header is missing or says no date. */
  date: string | null
  from: Address
  /** How many addresses the From field names. More than one proves nothing about any of them. */
  fromCount: number
  replyTo: Address[]
  to: Address[]
  cc: Address[]
  subject: string
  inReplyTo: string | null
  references: string[]
}

export type MailReading = Envelope & {
  /** The whole text, from the HTML part where there is no plain one. */
  text: string
  html: string | null
  newText: string
  quotedText: string
  signature: string
  /** The mail that is passed on with it, as far as it tells. */
  forwarded: ForwardedMail | null
  attachments: AttachmentReading[]
  harmful: HarmfulFile[]
  enclosed: EnclosedMail[]
  /** The mail's own type and its parameters' `report-type`, lower case. */
  contentType: string
  reportType: string | null
  /** The fields that rules look at, in their order. */
  headers: HeaderField[]
  /** What a report inside says: the Message-IDs it is about, and its recipients. */
  reported: { messageIds: string[]; recipients: BouncedRecipient[] }
  /** Of sender, subject, words and attachments: equal when the same mail came by two ways. */
  digest: string
  /** What was wrong with the mail, in plain English. */
  problems: string[]
}

/** The first field of that name, or undefined. */
export function headerOf(reading: Pick<MailReading, 'headers'>, name: string): string | undefined {
  return reading.headers.find((field) => field.name === name)?.value
}
