// The two ways in which a case's number and its random token travel with a mail: in the subject, and in the address that
// answers go to.
import { type CaseRecord, caseName } from '../cases/case.ts'
import { bareAddress, leadsTo, splitAddress } from '../kernel/mail-address.ts'

export type CaseToken = { number: number; token: string }

const tokenLimit = 10

/** `desk@example.gov` → `desk+WD-000123-k7f2q9@example.gov` */
export function plusAddress(office: string, record: Pick<CaseRecord, 'number' | 'token'>): string {
  const [local, domain] = splitAddress(office)
  return `${local}+${caseName(record)}-${record.token}@${domain}`
}

/** Whose mailbox it is, for what one mailbox may have in a day: at Gmail any dots in a name lead to it as well as any tag. */
export function mailboxOf(address: string): string {
  const bare = bareAddress(address)
  const [, local, domain] = /^(.+)@(gmail\.com|googlemail\.com)$/.exec(bare) ?? []
  return local === undefined || domain === undefined ? bare : `${local.replaceAll('.', '')}@gmail.com`
}

export function tokensInSubject(subject: string): CaseToken[] {
  return tokensIn(subject, /\[WD-(\d{1,9})-([a-z0-9]{4,32})\]/gi)
}

/** Only below the office's own address: another desk of the same make has its own cases. */
export function tokensInAddress(address: string, office: string): CaseToken[] {
  if (!leadsTo(address, office)) return []
  const [local] = splitAddress(address.toLowerCase())
  return tokensIn(local.slice(splitAddress(office)[0].length), /^\+wd-(\d{1,9})-([a-z0-9]{4,32})$/g)
}

function tokensIn(text: string, pattern: RegExp): CaseToken[] {
  const found = [...text.slice(0, 2_000).matchAll(pattern)].slice(0, tokenLimit)
  return found.map((match) => ({ number: Number(match[1]), token: (match[2] as string).toLowerCase() }))
}
