// Whom a reply goes to. Account detail leaves only to addresses that are established: on file for the very account. Anybody
// can write a Reply-To or a Cc into his mail, and a person who presses "reply to all" for us means no harm and does some.

/** Lower case, the office's own addresses left out. */
export type Correspondents = { customer: string; replyTo: readonly string[]; cc: readonly string[] }
export type DroppedAddress = {
  address: string
  field: 'From' | 'Reply-To' | 'Cc'
  because: 'no-account-proven' | 'not-on-file' | 'represented'
}
export type Recipients = { recipient: string; cc: string[]; dropped: DroppedAddress[] }

/** `onFile`: the addresses on file for the account; null where the reply states nothing of any, and goes to the sender alone. */
export function replyRecipients({ customer, replyTo, cc }: Correspondents, onFile: ReadonlySet<string> | null): Recipients {
  const established = (address: string) => onFile?.has(address) === true
  const ways = others(replyTo, new Set([customer]))
  // A field that names the sender too asks for copies, not for another way.
  const elsewhere = replyTo.includes(customer) ? undefined : ways.find(established)
  const recipient = elsewhere ?? customer
  const copies = others([...ways, ...cc], new Set([customer, recipient]))
  const kept = copies.filter(established)
  const because = onFile === null ? 'no-account-proven' : 'not-on-file'
  const dropped = copies
    .filter((address) => !kept.includes(address))
    .map((address): DroppedAddress => ({ address, field: ways.includes(address) ? 'Reply-To' : 'Cc', because }))
  return { recipient, cc: kept, dropped }
}

/** A customer who is represented is answered through his attorney alone. */
export function throughRepresentative({ customer }: Correspondents, representative: string): Recipients {
  return { recipient: representative, cc: [], dropped: [{ address: customer, field: 'From', because: 'represented' }] }
}

/** What of a draft's recipients is no longer allowed; null while all of it is. */
export function changedRecipients(
  draft: { recipient: string; cc: readonly string[] },
  now: Pick<Recipients, 'recipient' | 'cc' | 'dropped'>,
  customer: string,
): { label: string; was: string; is: string } | null {
  const isRepresented = now.dropped.some(({ because }) => because === 'represented')
  const toAllowed = draft.recipient === now.recipient || (draft.recipient === customer && !isRepresented)
  if (toAllowed && draft.cc.every((address) => now.cc.includes(address))) return null
  const words = ({ recipient, cc }: Pick<Recipients, 'recipient'> & { cc: readonly string[] }) => [recipient, ...cc].join(', ')
  return { label: 'Goes to', was: words(draft), is: words(now) }
}

function others(addresses: readonly string[], known: ReadonlySet<string>): string[] {
  return [...new Set(addresses)].filter((address) => !known.has(address))
}
