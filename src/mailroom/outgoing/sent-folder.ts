// The port to the office's Sent folder. Replies are filed there, so that whoever opens the mailbox without the desk sees what
// the office has said. Acknowledgements and staff's notices are not: fixed words, in the timeline anyway, that would bury them.

export type SentFolder = {
  /** The mailbox's name, as staff know it. */
  mailbox: string
  /** Looks for the Message-ID first, since some servers file what they send by themselves. Throws what stands in the way. */
  file(copy: { bytes: Buffer; messageId: string; sentAt: Date }): Promise<'filed' | 'there-already'>
}
