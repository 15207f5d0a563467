// A mail address's two halves, and the mailbox that it leads to whatever tag it bears.

/** `desk@example.gov` → `desk` and `example.gov`; the last @ parts them. */
/** One plain address and nothing else, as a person types it into a form; lower case. undefined for anything else. */
export function parseAddress(text: string): string | undefined {
  return /^[^\s@<>,;"]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(text) ? text.toLowerCase() : undefined
}

export function splitAddress(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, at), address.slice(at + 1)]
}

export function domainOf(address: string): string {
  return splitAddress(address)[1]
}

/** `ana+bills@example.com` → `ana@example.com`, in lower case: one mailbox, whatever tag its mails carry. */
export function bareAddress(address: string): string {
  const [local, domain] = splitAddress(address.toLowerCase())
  const plus = local.indexOf('+')
  return `${plus > 0 ? local.slice(0, plus) : local}@${domain}`
}

/** `desk@example.gov` and `desk+WD-000001-abc@example.gov` lead to `desk@example.gov`; where that bears a tag itself, only what is below it does. */
export function leadsTo(address: string, mailbox: string): boolean {
  const [local, domain] = splitAddress(address.toLowerCase())
  const [wanted, wantedDomain] = splitAddress(mailbox.toLowerCase())
  return domain === wantedDomain && (local === wanted || local.startsWith(`${wanted}+`))
}
