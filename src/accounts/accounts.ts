// The face of accounts: what the records say about an account, and whose addresses are on file for it. What the
// figures mean is billing's.
import type { Day } from '../kernel/days.ts'
import type { Cents } from '../kernel/money.ts'
import type { Database, Tx } from '../platform/database.ts'
import type { AccountHistory, OnFile, PaymentElsewhere } from './account-history.ts'
import { type FoundAccount, findAccounts } from './find-accounts.ts'
import {
  existingAccounts,
  insertHistories,
  type OwnEntry,
  postOwnEntry,
  readBalance,
  readHistory,
  readOnFile,
  readPaymentsElsewhere,
} from './store.ts'

export type { AccountHistory, OnFile, PaymentElsewhere } from './account-history.ts'
export { type AccountImports, createAccountImports } from './account-imports.ts'
export type { FoundAccount } from './find-accounts.ts'
export { type LedgerEchoed, ledgerEchoed } from './import/take-echoes.ts'
export type { RecordsAge } from './records-age.ts'
export { watchRecords } from './watch-records.ts'

/** A transaction, or the client outside any: these are reads. */
type Reader = Tx | Database['client']

export type Accounts = {
  history(number: string, tx?: Reader): Promise<AccountHistory | undefined>
  /** For each address, whatever its case, the accounts that have it on file, in the order of their numbers; none is left out. */
  onFile(reader: Reader, addresses: readonly string[]): Promise<Map<string, OnFile[]>>
  /** Those of the numbers that are accounts. */
  existing(reader: Reader, numbers: readonly string[]): Promise<Set<string>>
  /** The sum of all entries dated on or before `asOf`; positive is owed. An unknown account owes nothing. */
  balanceCents(number: string, asOf: Day): Promise<Cents>
  /** Payments since `from` on other open or closed accounts that share a person or the property. */
  paymentsElsewhere(number: string, from: Day): Promise<PaymentElsewhere[]>
  /**
   * Accounts whose number begins with the text, or whose meter, PIN, e-mail address, people's names or service address it gives; by
   * number, at most `limit`.
   */
  find(text: string, limit: number): Promise<FoundAccount[]>
  /** Enters one of our own adjustments: the ledger is only added to. `reversesId` names the entry it takes back. */
  post(tx: Tx, entry: OwnEntry): Promise<void>
  /** Adds a sample's accounts with all their records, known as of `asOf`; people and properties shared between them are added once. */
  addSample(tx: Tx, accounts: readonly AccountHistory[], asOf: Day): Promise<void>
}

export function createAccounts({ db }: { db: Database }): Accounts {
  return {
    history: (number, tx = db.client) => readHistory(tx, number),
    onFile: readOnFile,
    existing: existingAccounts,
    balanceCents: (number, asOf) => readBalance(db.client, number, asOf),
    paymentsElsewhere: (number, from) => readPaymentsElsewhere(db.client, number, from),
    find: (text, limit) => findAccounts(db.client, text, limit),
    post: postOwnEntry,
    addSample: insertHistories,
  }
}
