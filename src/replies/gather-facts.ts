// Everything a reply to a case may state, gathered from the records as they are now. Somebody who is not established as
// entitled gets nothing of an account, not even that it exists.
import type { AccountHistory, RecordsAge } from '../accounts/accounts.ts'
import type { Hold } from '../adjustments/adjustments.ts'
import { explainBill } from '../billing/explain-bill.ts'
import { type CaseRecord, caseName, languageOfReply } from '../cases/case.ts'
import type { Cases, Promises } from '../cases/cases.ts'
import type { Disclosure, Establishment } from '../disclosure/disclosure.ts'
import { type Day, dayOf, formatDay, longDay } from '../kernel/days.ts'
import { isPostal } from '../kernel/postal-address.ts'
import type { Tx } from '../platform/database.ts'
import { articlesAbout } from '../rulebook/kinds/policies.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { customerWords, requestsIn } from './asked/customer-words.ts'
import { type Choice, chooseBill, explainedBill, mustAsk, penalizedBill } from './asked/explained-bill.ts'
import type { Request } from './asked/read-requests.ts'
import { byTopic } from './asked/topic-request.ts'
import { explanationFields } from './bill-fields.ts'
import type { Fact } from './draft.ts'
import { type Enclosed, enclosuresFor } from './enclosures/make-enclosures.ts'
import { fieldsInSpanish } from './fields-in-spanish.ts'
import { ledgerFields } from './ledger-fields.ts'
import { dateFact, moneyFact, textFact } from './make-fact.ts'
import { calledByAccount, type OtherAccounts, type OtherAccountsSources, otherAccounts } from './other-accounts.ts'
import { promiseFields } from './promise-facts.ts'
import type { TemplateFields } from './render-template.ts'
import { type Correspondents, type Recipients, replyRecipients, throughRepresentative } from './reply-recipients.ts'
import { contactFields, rateFields, ruleFields } from './rule-fields.ts'
import { isToldAll, ownDaysOnly, toldOf, toldWords } from './told.ts'

export type Gathered = {
  recipients: Recipients
  facts: Fact[]
  fields: TemplateFields
  enclosed: Enclosed[]
  /** null: no template may answer. */
  template: string | null
  /** For the person who writes, where no template may answer or the one that may does not fit. */
  why: string
  /** What the customer asked for since the last answer. */
  requests: Request[]
  /** Which bill and payment he means; null where nothing of an account may be looked at. */
  choice: Choice | null
}

export type FactSources = {
  cases: Pick<Cases, 'timeline'>
  accounts: OtherAccountsSources['accounts']
  accountImports: { recordsAge(tx: Tx): Promise<RecordsAge> }
  adjustments: { holds(where: { accountNumber: string; standing: true }, tx: Tx): Promise<Hold[]> }
  disclosure: Pick<Disclosure, 'standing' | 'representative'>
  promises: Pick<Promises, 'ofCase'>
  rulebook: Pick<Rulebook, 'inForce'>
  mailroom: { namedBeside(tx: Tx, caseId: string, customer: string): Promise<Omit<Correspondents, 'customer'>> }
  office: { name: string; timeZone: string }
}

/** `stated`: facts of an earlier draft. A statement "as of" a day is not made false by a later day on which all else is the same. */
export async function gatherFacts(
  tx: Tx,
  record: CaseRecord,
  now: Date,
  sources: FactSources,
  stated: readonly Fact[] = [],
): Promise<Gathered> {
  const gathered = await gather(tx, record, now, sources, stated)
  if (languageOfReply(record) !== 'es') return gathered
  const fields = fieldsInSpanish(gathered.fields)
  return { ...gathered, fields, facts: factsIn(fields) }
}

async function gather(
  tx: Tx,
  record: CaseRecord,
  now: Date,
  { cases, accounts, accountImports, adjustments, disclosure, promises, rulebook, mailroom, office }: FactSources,
  stated: readonly Fact[],
): Promise<Gathered> {
  if (record.customerAddress === null) throw new Error(`case ${record.number} has no address to answer`)
  const today = dayOf(now, office.timeZone)
  const customer = record.customerAddress
  const named = { customer, ...(await mailroom.namedBeside(tx, record.id, customer)) }
  const language = languageOfReply(record) === 'es' ? 'es' : 'en'
  const contact = rulebook.inForce('contact', today)
  const policies = rulebook.inForce('policies', today)
  const common = {
    ...commonFields(record, office.name, today),
    ...statedDay('letterDate', 'letter-date', stated),
    ...contactFields(contact.value, contact.version),
    byPost: isPostal(customer),
    ...ruleFields(articlesAbout(policies.value, record.topic, formatDay(today)), policies.version),
    ...othersFields(noOthers, []),
  }
  const timeline = await cases.timeline(record.id, tx)
  const words = customerWords(timeline)
  const requests = byTopic(requestsIn(words), record.topic, words.at(-1)?.text ?? '')
  const only = (template: string | null, why: string, choice: Choice | null = null): Gathered => ({
    requests,
    choice,
    recipients: replyRecipients(named, null),
    facts: factsIn(common),
    fields: common,
    enclosed: [],
    template,
    why,
  })

  // Whoever reports it is told at once what to do: no account is needed for that, and none is spoken of.
  if (record.topic === 'water-quality-or-emergency') return only(record.topic, '')
  const told = await toldOf(tx, record, timeline, disclosure)
  if (told.matters.size === 0) return only('ask-for-proof', 'The sender is not established as entitled to account details')
  const history = record.accountNumber === null ? undefined : await accounts.history(record.accountNumber, tx)
  if (!history) return only(null, `Account ${record.accountNumber} is not in the records`)
  // The address may have left the file since the mail came.
  if (told.onFile && !history.people.some((person) => person.email === customer))
    return only('ask-for-proof', 'The address is no longer on file for the account')
  const choice = chooseBill(record, words, history, { today, timeZone: office.timeZone })
  const rates = rulebook.inForce('rates', today)
  const age = await accountImports.recordsAge(tx)
  const represented = told.by !== null && told.onFile
  const asked = { record, requests, words, timeline, age, rates: rates.value, today, timeZone: office.timeZone }
  const others = represented ? noOthers : await otherAccounts(tx, asked, { accounts, disclosure })
  const recipients =
    told.by && told.onFile
      ? throughRepresentative(named, told.by.address)
      : replyRecipients(named, told.onFile ? addressesOf([history, ...others.told.map((other) => other.history)]) : null)
  if (mustAsk(choice, record.topic))
    return { ...only('which-bill', choice.bill.reason, choice), recipients: told.by ? recipients : replyRecipients(named, null) }
  const ledger =
    age.state === 'fit' && told.matters.has('payments')
      ? { ...ledgerFields(history, age.asOf, penalizedBill(choice)), ...statedDay('recordsAsOf', 'records.asOf', stated) }
      : {}
  const [hold] = !told.matters.has('payments') ? [] : await adjustments.holds({ accountNumber: history.account.number, standing: true }, tx)
  const made = promiseFields(await promises.ofCase(record.id, tx))
  const ofAccount = (fields: TemplateFields) => (others.told.length === 0 ? fields : calledByAccount(fields, history.account.number))
  const account = {
    ...common,
    ...(told.matters.has('account') ? accountFields(history, customer, told.by) : {}),
    ...ofAccount({ ...ledger, ...holdFields(hold) }),
    ...made,
    ...(told.matters.has('bills') ? rateFields(rates.value, rates.version, history, today) : {}),
    ...othersFields(others, stated),
  }

  const newest = history.bills.findLast(({ issuedOn }) => issuedOn <= today)
  const bill = explainedBill(history, choice, record.topic, today)
  const billed = bill && told.matters.has('bills') ? explainBill(history, bill.id, rates.value) : undefined
  const explained = billed?.ok && told.ownDays ? ownDaysOnly(billed.value, told.ownDays) : billed
  const fields = explained?.ok
    ? {
        ...account,
        ...ofAccount(explanationFields(explained.value, bill === newest ? 'Latest bill' : 'Disputed bill', rates.value.unit)),
      }
    : account
  const whole = { recipients, facts: factsIn(fields), fields, enclosed: [], requests, choice }
  if (!bill) return { ...whole, template: null, why: 'The account has no bill yet' }
  if (explained && !explained.ok) {
    return {
      ...whole,
      template: null,
      why: `The records contradict each other (${explained.refusal.name}, ${explained.refusal.about}): a person must look`,
    }
  }
  if (record.topic === 'other') return { ...whole, template: null, why: 'No template answers this topic: a person writes the answer' }
  const addressed = told.by?.name ?? history.people.find((person) => person.email === customer)?.name ?? null
  // The page and the picture show more than one bill: they go to whoever may see all of them.
  const asExplained =
    explained?.ok && isToldAll(told) ? { history, explanation: explained.value, customer: addressed, office: office.name, on: today } : null
  const enclosed = enclosuresFor(record.topic, asExplained, language)
  return { ...whole, enclosed, template: record.topic, why: [toldWords(told), tooOldWords(age)].filter(Boolean).join('. ') }
}

const noOthers: OtherAccounts = { told: [], untold: false }

function othersFields({ told, untold }: OtherAccounts, stated: readonly Fact[]): TemplateFields {
  return {
    hasOtherAccounts: told.length > 0,
    otherAccounts: told.map(({ fields }) => ({
      ...fields,
      ...(fields.recordsAsOf ? statedDay('recordsAsOf', 'records.asOf', stated) : {}),
    })),
    hasUntoldAccounts: untold,
  }
}

/** Those that are on file for all of the accounts that the reply states facts of. */
function addressesOf([first, ...others]: readonly [AccountHistory, ...AccountHistory[]]): Set<string> {
  const onFile = ({ people }: AccountHistory) => new Set(people.flatMap(({ email }) => email ?? []))
  return others.reduce((both, other) => both.intersection(onFile(other)), onFile(first))
}

function statedDay(field: string, factId: string, stated: readonly Fact[]): TemplateFields {
  const fact = stated.find(({ id }) => id === factId)
  return fact ? { [field]: fact } : {}
}

function tooOldWords(age: RecordsAge): string {
  if (age.state === 'fit') return ''
  if (age.state === 'none') return 'Nobody has brought in records of the billing system: balances and payments are not known'
  return `The records are as of ${longDay(age.asOf)}, ${age.days} days ago: balances and payments are not fit to send after ${age.limitDays}`
}

function commonFields(record: CaseRecord, officeName: string, today: Day): TemplateFields {
  return {
    case: { number: textFact({ id: 'case.number', label: 'Case', source: `case:${caseName(record)}` }, 'identifier', caseName(record)) },
    office: { name: textFact({ id: 'office.name', label: 'Office', source: 'settings:OFFICE_NAME' }, 'name', officeName) },
    letterDate: dateFact({ id: 'letter-date', label: 'Day of writing', source: 'desk:clock' }, today),
  }
}

/** The newest hold while an amount is in dispute. */
function holdFields(hold: Hold | undefined): TemplateFields {
  if (!hold) return { hasHold: false }
  const source = `hold:${hold.id}`
  return {
    hasHold: true,
    hold: {
      amount: moneyFact({ id: 'hold.amount', label: 'Amount in dispute', source }, hold.disputedCents),
      until: dateFact({ id: 'hold.until', label: 'Hold until', source }, hold.expiresOn),
    },
  }
}

function accountFields({ account, property, people }: AccountHistory, address: string, addressed: Establishment | null): TemplateFields {
  const person = people.find((candidate) => candidate.email === address)
  const fields: TemplateFields = {
    account: {
      number: textFact({ id: 'account.number', label: 'Account', source: `account:${account.number}` }, 'identifier', account.number),
      address: textFact(
        { id: 'account.address', label: 'Service address', source: `property:${property.id}` },
        'address',
        property.address,
      ),
    },
  }
  if (addressed)
    fields.customer = {
      name: textFact({ id: 'customer.name', label: 'Written to', source: `establishment:${addressed.id}` }, 'name', addressed.name),
    }
  else if (person)
    fields.customer = { name: textFact({ id: 'customer.name', label: 'Customer', source: `person:${person.id}` }, 'name', person.name) }
  return fields
}

function factsIn(fields: TemplateFields): Fact[] {
  const found = Object.values(fields).flatMap((value): Fact[] => {
    if (typeof value === 'boolean') return []
    if (Array.isArray(value)) return value.flatMap(factsIn)
    return typeof value.source === 'string' ? [value as unknown as Fact] : factsIn(value as TemplateFields)
  })
  return [...new Map(found.map((fact) => [fact.id, fact])).values()]
}
