// Whether a bounce says that nothing sent to this address will ever arrive.
import type { BouncedRecipient } from './mail-reading.ts'

/** RFC 3463: 5.1.x says that the address is at fault, 5.2.1 that the mailbox is closed; other refusals are about one mail. */
export function blocksAddress({ permanent, status }: BouncedRecipient): boolean {
  return permanent && status !== null && /^5\.(?:1\.(?:[0-36]|10)|2\.1)$/.test(status)
}
