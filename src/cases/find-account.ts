// Which account a mail is about. Only an authenticated sender's own address on file establishes it; a number in the text
// suggests one to the person who looks, and entitles nobody to anything.
import type { OnFile } from '../accounts/accounts.ts'
import type { Tx } from '../platform/database.ts'
import { accountNumbersIn } from './account-in-text.ts'
import type { CaseRecord } from './case.ts'

export type AccountFound = Pick<CaseRecord, 'accountNumber' | 'accountBasis' | 'entitled'>

type Asked = {
  onFile(tx: Tx, address: string): Promise<OnFile[]>
  exists(tx: Tx, number: string): Promise<boolean>
}

export async function findAccount(
  tx: Tx,
  mail: { from: { address: string }; subject: string; newText: string; established: boolean },
  accounts: Asked,
): Promise<AccountFound> {
  const mentioned = accountNumbersIn(`${mail.subject}\n${mail.newText}`)
  const own = [...new Set((await accounts.onFile(tx, mail.from.address)).map((entry) => entry.accountNumber))]
  const named = mentioned.find((number) => own.includes(number))
  if (named !== undefined) return ownAccount(named, mail.established)
  // Somebody who names another account asks about that one: his own would be the wrong answer.
  for (const number of mentioned) {
    if (await accounts.exists(tx, number)) return { accountNumber: number, accountBasis: 'suggested', entitled: false }
  }
  if (own.length === 1 && own[0] !== undefined) return ownAccount(own[0], mail.established)
  return { accountNumber: null, accountBasis: null, entitled: false }
}

function ownAccount(accountNumber: string, established: boolean): AccountFound {
  return established
    ? { accountNumber, accountBasis: 'on-file', entitled: true }
    : { accountNumber, accountBasis: 'suggested', entitled: false }
}
