// Mails told into conversations from their bytes, of which only the headers are read.
import { tokensInAddress } from './case-address.ts'
import type { Envelope } from './reading/mail-reading.ts'
import { headerBytes } from './reading/mime/header-bytes.ts'
import { readHeader } from './reading/mime/header-fields.ts'
import { readEnvelope } from './reading/mime/read-envelope.ts'
import { threadMails } from './thread-mails.ts'

export type Threading = {
  add(bytes: Buffer): void
  /** One for each mail that was added, in order; equal `thread`s are one conversation. */
  threads(): { messageId: string | null; thread: string }[]
}

/** Tokens of cases count in the desk's own addresses, and in any subject. */
export function createThreading(ownAddresses: readonly string[]): Threading {
  const envelopes: Envelope[] = []
  return {
    add(bytes) {
      const head = headerBytes(bytes)
      envelopes.push(readEnvelope(readHeader(head, 0, head.length).fields, null))
    },
    threads() {
      const threads = threadMails(envelopes.map((envelope) => ({ ...envelope, tokens: tokensOf(envelope, ownAddresses) })))
      return envelopes.map(({ messageId }, index) => ({ messageId, thread: threads[index] as string }))
    },
  }
}

function tokensOf({ to, cc }: Envelope, ownAddresses: readonly string[]) {
  const addresses = [...to, ...cc].flatMap(({ address }) => address ?? [])
  return addresses.flatMap((address) => ownAddresses.flatMap((own) => tokensInAddress(address, own)))
}
