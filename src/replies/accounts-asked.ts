// The accounts that a case is about: its own, and others that its customer's requests name. Each has its own disclosure, by the
// address on file for it; a reply states the facts of one of them.
import type { Accounts } from '../accounts/accounts.ts'
import type { CaseRecord, TimelineEntry } from '../cases/case.ts'
import type { Tx } from '../platform/database.ts'
import type { RepliesParts } from './replies-parts.ts'
import { findNewestDraft } from './store.ts'

/** `entitled`: whether its details may go to the customer of the case. */
export type AccountAsked = { accountNumber: string; entitled: boolean; own: boolean }

/** The case's own first; numbers that are no accounts are left out. */
export function accountsAsked(caseId: string, { db, cases, accounts }: RepliesParts): Promise<AccountAsked[]> {
  return db.inTransaction(async (tx) => {
    const record = await cases.byId(caseId, tx)
    if (!record) return []
    const named = (await findNewestDraft(tx, caseId))?.asked.flatMap(({ accountNumber }) => accountNumber ?? []) ?? []
    const others = [...new Set(named)].filter((number) => number !== record.accountNumber)
    const existing = await accounts.existing(tx, others)
    const timeline = others.length === 0 ? [] : await cases.timeline(caseId, tx)
    const own = record.accountNumber === null ? [] : [{ accountNumber: record.accountNumber, entitled: record.entitled, own: true }]
    const found: AccountAsked[] = []
    for (const accountNumber of others.filter((number) => existing.has(number)))
      found.push({ accountNumber, entitled: await isEntitled(tx, record, accountNumber, { accounts, timeline }), own: false })
    return [...own, ...found]
  })
}

/** His address is on file for the account, and every mail that came from it in this case was authenticated. */
export async function isEntitled(
  tx: Tx,
  { customerAddress }: Pick<CaseRecord, 'customerAddress'>,
  accountNumber: string,
  { accounts, timeline }: { accounts: Pick<Accounts, 'onFile'>; timeline: readonly TimelineEntry[] },
): Promise<boolean> {
  if (customerAddress === null || !isAuthenticated(customerAddress, timeline)) return false
  const onFile = (await accounts.onFile(tx, [customerAddress])).get(customerAddress) ?? []
  return onFile.some((entry) => entry.accountNumber === accountNumber)
}

/** Every mail that came from the address in this case was authenticated; so were those of the case that it was split off. */
export function isAuthenticated(address: string, timeline: readonly TimelineEntry[]): boolean {
  const mails = timeline.filter(({ kind, content }) => (kind === 'mail-received' || kind === 'case-split-off') && content?.from === address)
  return mails.length > 0 && mails.every(({ content }) => content?.established === true)
}
