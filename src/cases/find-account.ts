// Which account a mail is about. Only an authenticated sender's own address on file establishes it; a number in the text
// suggests one to the person who looks, and entitles nobody to anything.
import type { CaseRecord } from './case.ts'

export type AccountFound = Pick<CaseRecord, 'accountNumber' | 'accountBasis' | 'entitled'>

/**
 * `mentioned`: account numbers in the text, in their order. `own`: accounts that have the sender's address on file.
 * `existing`: those of the mentioned numbers that are accounts at all.
 */
export function findAccount(
  mail: { established: boolean; mentioned: readonly string[] },
  own: readonly string[],
  existing: ReadonlySet<string>,
): AccountFound {
  const named = mail.mentioned.find((number) => own.includes(number))
  if (named !== undefined) return ownAccount(named, mail.established)
  // Somebody who names another account asks about that one: his own would be the wrong answer.
  const other = mail.mentioned.find((number) => existing.has(number))
  if (other !== undefined) return { accountNumber: other, accountBasis: 'suggested', entitled: false }
  const [only, ...more] = new Set(own)
  if (only !== undefined && more.length === 0) return ownAccount(only, mail.established)
  return { accountNumber: null, accountBasis: null, entitled: false }
}

function ownAccount(accountNumber: string, established: boolean): AccountFound {
  return established
    ? { accountNumber, accountBasis: 'on-file', entitled: true }
    : { accountNumber, accountBasis: 'suggested', entitled: false }
}
