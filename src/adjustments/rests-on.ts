// Whether a worksheet still says what the records say: the bills it takes back are there as it shows them, and so are the reads,
// but for those that it assumes. Asked when it is proposed and again when it is decided.
import type { AccountHistory } from '../accounts/account-history.ts'
import type { Worksheet } from '../billing/investigate/worksheet.ts'

/** The records as they were, in a form that changes exactly when one of them does. */
export function restsOn({ bills, reads }: Pick<AccountHistory, 'bills' | 'reads'>, worksheet: Worksheet): string {
  const billIds = new Set(worksheet.sections.map(({ billId }) => billId))
  const readIds = new Set(worksheet.sections.flatMap((section) => section.reads.map(({ id }) => id)))
  const billed = bills.filter(({ id }) => billIds.has(id)).map(({ id, totalCents }) => `${id}=${totalCents}`)
  const read = reads.filter(({ id }) => readIds.has(id)).map(({ id, readOn, kind, value }) => `${id}=${readOn},${kind},${value}`)
  return [...billed, ...read].join(';')
}

/** Every bill of the worksheet stands in the records with the total that the worksheet takes back. */
export function billsStand({ bills }: Pick<AccountHistory, 'bills'>, worksheet: Worksheet): boolean {
  return worksheet.sections.every(
    ({ billId, recordedCents }) => billId === null || bills.find(({ id }) => id === billId)?.totalCents === recordedCents,
  )
}
