// The two ways in which a case's number and its random token travel with a mail: in the subject, and in the address that
// answers go to.
import { type CaseRecord, caseName } from '../cases/case.ts'

export type CaseToken = { number: number; token: string }

const tokenLimit = 10

/** `desk@example.gov` → `desk+WD-000123-k7f2q9@example.gov` */
export function plusAddress(office: string, record: Pick<CaseRecord, 'number' | 'token'>): string {
  const at = office.lastIndexOf('@')
  return `${office.slice(0, at)}+${caseName(record)}-${record.token}${office.slice(at)}`
}

/** `ana+bills@example.com` → `ana@example.com`: one mailbox, whatever tag its mails carry. */
export function bareAddress(address: string): string {
  const given = address.toLowerCase()
  const at = given.lastIndexOf('@')
  const plus = given.indexOf('+')
  return plus > 0 && plus < at ? given.slice(0, plus) + given.slice(at) : given
}

/** Whose mailbox it is, for what one mailbox may have in a day: at Gmail any dots in a name lead to it as well as any tag. */
export function mailboxOf(address: string): string {
  const bare = bareAddress(address)
  const [, local, domain] = /^(.+)@(gmail\.com|googlemail\.com)$/.exec(bare) ?? []
  return local === undefined || domain === undefined ? bare : `${local.replaceAll('.', '')}@gmail.com`
}

/** `desk@example.gov` and `desk+WD-000001-abc@example.gov` are the office's, in whatever case. */
export function isOfficeAddress(address: string, office: string): boolean {
  return bareAddress(address) === bareAddress(office)
}

export function tokensInSubject(subject: string): CaseToken[] {
  return tokensIn(subject, /\[WD-(\d{1,9})-([a-z0-9]{4,32})\]/gi)
}

/** Only below the office's own address: another desk of the same make has its own cases. */
export function tokensInAddress(address: string, office: string): CaseToken[] {
  const [local, domain] = [office.slice(0, office.lastIndexOf('@')), office.slice(office.lastIndexOf('@'))]
  const given = address.toLowerCase()
  if (!given.startsWith(`${local.toLowerCase()}+`) || !given.endsWith(domain.toLowerCase())) return []
  return tokensIn(given.slice(local.length, given.length - domain.length), /^\+wd-(\d{1,9})-([a-z0-9]{4,32})$/g)
}

function tokensIn(text: string, pattern: RegExp): CaseToken[] {
  const found = [...text.slice(0, 2_000).matchAll(pattern)].slice(0, tokenLimit)
  return found.map((match) => ({ number: Number(match[1]), token: (match[2] as string).toLowerCase() }))
}
