// What a reply may state of accounts that its customer asks about beside the case's own. Each has its own facts and its own
// disclosure. Of one that may not be told it says only that it is not spoken of: the same words whether or not there is such an account.
import type { AccountHistory, Accounts, RecordsAge } from '../accounts/accounts.ts'
import { explainBill } from '../billing/explain-bill.ts'
import type { CaseRecord, TimelineEntry } from '../cases/case.ts'
import type { Disclosure } from '../disclosure/disclosure.ts'
import type { Day } from '../kernel/days.ts'
import type { Tx } from '../platform/database.ts'
import type { RulebookValue } from '../rulebook/rulebook.ts'
import { isEntitled } from './accounts-asked.ts'
import type { CustomerWords } from './asked/customer-words.ts'
import { chooseBill, explainedBill, mustAsk } from './asked/explained-bill.ts'
import type { Request } from './asked/read-requests.ts'
import { explanationFields } from './bill-fields.ts'
import type { Fact } from './draft.ts'
import { ledgerFields } from './ledger-fields.ts'
import { textFact } from './make-fact.ts'
import { isFact, type TemplateFields } from './render-template.ts'
import { isToldAll, toldOf } from './told.ts'

export type OtherAccount = { number: string; fields: TemplateFields; history: AccountHistory }
/** `untold`: some are asked about that nothing is said of. */
export type OtherAccounts = { told: OtherAccount[]; untold: boolean }

export type OtherAccountsSources = {
  accounts: Pick<Accounts, 'history' | 'onFile'>
  disclosure: Pick<Disclosure, 'standing' | 'representative'>
}

type Asked = {
  record: CaseRecord
  requests: readonly Request[]
  words: readonly CustomerWords[]
  timeline: readonly TimelineEntry[]
  age: RecordsAge
  rates: RulebookValue<'rates'>
  today: Day
  timeZone: string
}

const accountsTold = 5 // more than these in one mail are a portfolio: a person answers with a list

export async function otherAccounts(tx: Tx, asked: Asked, sources: OtherAccountsSources): Promise<OtherAccounts> {
  const { record, requests } = asked
  const named = new Set(requests.flatMap(({ accountNumber }) => (accountNumber === null ? [] : [accountNumber])))
  const told: OtherAccount[] = []
  let untold = false
  for (const number of [...named].filter((each) => each !== record.accountNumber).slice(0, accountsTold)) {
    const other = await otherAccount(tx, number, asked, sources)
    if (other === 'untold') untold = true
    else if (other) told.push(other)
  }
  return { told, untold }
}

/** Undefined: it may be told, and the records do not bear an answer; a person writes it. */
async function otherAccount(
  tx: Tx,
  number: string,
  { record, words, timeline, age, rates, today, timeZone }: Asked,
  { accounts, disclosure }: OtherAccountsSources,
): Promise<OtherAccount | 'untold' | undefined> {
  const entitled = await isEntitled(tx, record, number, { accounts, timeline })
  const about = { ...record, accountNumber: number, entitled, disputed: null }
  const standing = await toldOf(tx, about, timeline, disclosure)
  // Who is answered through an attorney for it, or may be told of a part, gets his answer about it by itself.
  if (standing.by !== null || !isToldAll(standing)) return 'untold'
  const history = await accounts.history(number, tx)
  if (!history) return 'untold'
  const choice = chooseBill(about, words, history, { today, timeZone })
  const bill = explainedBill(history, choice, record.topic, today)
  if (!bill || mustAsk(choice, record.topic)) return undefined
  const explained = explainBill(history, bill.id, rates)
  if (!explained.ok) return undefined
  const fields = {
    account: accountFields(history),
    ...explanationFields(explained.value, 'Latest bill', rates.unit),
    hasLedger: age.state === 'fit',
    hasLastPayment: false,
    ...(age.state === 'fit' ? ledgerFields(history, age.asOf, null) : {}),
  }
  return { number, history, fields: ofAccount(fields, number) }
}

function accountFields({ account, property }: AccountHistory): TemplateFields {
  return {
    number: textFact({ id: 'account.number', label: 'Account', source: `account:${account.number}` }, 'identifier', account.number),
    address: textFact({ id: 'account.address', label: 'Service address', source: `property:${property.id}` }, 'address', property.address),
  }
}

/** Called by its account, so that no figure of one account passes for that of another. */
function ofAccount(fields: TemplateFields, number: string): TemplateFields {
  return eachFact(fields, (fact) =>
    fact.id === 'records.asOf' ? fact : { ...fact, id: `${number}.${fact.id}`, label: `${fact.label} (account ${number})` },
  )
}

/** The same facts with the account in their names, where there are several. */
export function calledByAccount(fields: TemplateFields, number: string): TemplateFields {
  return eachFact(fields, (fact) => ({ ...fact, label: `${fact.label} (account ${number})` }))
}

function eachFact(fields: TemplateFields, change: (fact: Fact) => Fact): TemplateFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === 'boolean') return [name, value]
      if (Array.isArray(value)) return [name, value.map((each) => eachFact(each, change))]
      return [name, isFact(value) ? change(value) : eachFact(value, change)]
    }),
  )
}
