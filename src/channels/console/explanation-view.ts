// Why a bill is what it is, as a small table that adds up: from the bill before, and from the one a year ago.
import type { AccountHistory, PaymentElsewhere } from '../../accounts/accounts.ts'
import { type BillExplanation, explainBill } from '../../billing/explain-bill.ts'
import { type Difference, type DifferencePart, differenceParts } from '../../billing/explain-difference.ts'
import type { Finding } from '../../billing/finding.ts'
import type { Day } from '../../kernel/days.ts'
import { type Cents, formatCents } from '../../kernel/money.ts'
import { unreachable } from '../../kernel/result.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { anchorOf, dayWords, numberWords } from './office-words.ts'

const partWords: Record<DifferencePart, string> = {
  days: 'Number of days',
  use: 'Water used a day',
  correctedEstimates: 'Corrected estimates',
  price: 'Price of water',
  meterOrClass: 'Class or relief',
  taxAndSewer: 'Sewer and tax',
  oneTime: 'One-time entries',
  penaltiesAndPayments: 'Penalties and payments',
}

export const lineWords = {
  water: 'Water',
  sewer: 'Sewer',
  tax: 'Tax',
  relief: 'Relief',
  service: 'Service charge',
  minimum: 'Minimum charge',
  assessment: 'Assessment',
}

/** The bill that is in dispute, or else the one that stood when the customer wrote. Null where the account had none yet. */
export function explanationView(
  history: AccountHistory,
  writtenOn: Day,
  rulebook: Pick<ConsoleOffice['rulebook'], 'inForce'>,
  elsewhere: readonly PaymentElsewhere[],
  disputedId: string | null = null,
) {
  const disputed = disputedId === null ? undefined : history.bills.find(({ id }) => id === disputedId)
  const bill = disputed ?? history.bills.findLast((record) => record.issuedOn <= writtenOn)
  if (!bill) return null
  const explained = explainBill(history, bill.id, rulebook.inForce('rates', bill.issuedOn).value, elsewhere)
  const name = {
    billId: bill.id,
    anchor: anchorOf(`bill:${bill.id}`),
    issuedOn: bill.issuedOn,
    lines: bill.lines.map((line) => ({ ...line, kind: lineWords[line.kind], quantity: numberWords(line.quantity) })),
  }
  if (!explained.ok) {
    const { name: refusal, about } = explained.refusal
    return {
      ...name,
      refusal: `The records do not let this bill be explained (${refusal.replaceAll('-', ' ')}: ${about}). A person has to look.`,
      table: null,
    }
  }
  return { ...name, refusal: null, table: tableOf(explained.value) }
}

function tableOf({ bill, before, yearAgo, findings, broughtForwardCents }: BillExplanation) {
  const compared = [
    { heading: 'From the bill before', comparison: before },
    { heading: 'From a year ago', comparison: yearAgo },
  ].flatMap(({ heading, comparison }) => (comparison ? [{ heading, ...comparison }] : []))
  const rows = differenceParts
    .map((part) => ({ words: partWords[part], amounts: compared.map(({ difference }) => difference.parts[part]) }))
    .filter(({ amounts }) => amounts.some((amount) => amount !== 0))
  return {
    columns: compared.map(({ heading, bill: other }) => ({
      heading,
      issuedOn: other.issuedOn,
      days: other.days,
      gallonsPerDay: numberWords(other.gallonsPerDay),
    })),
    earlier: compared.map(({ difference }) => difference.earlierCents),
    rows: rows.map(({ words, amounts }) => ({ words, amounts: amounts.map(signed) })),
    later: compared.map(({ difference }) => difference.laterCents),
    amountCents: bill.amountCents,
    days: bill.days,
    gallonsPerDay: numberWords(bill.gallonsPerDay),
    sample: bill.sample || compared.some(({ bill: other }) => other.sample),
    broughtForwardCents: broughtForwardCents === 0 ? null : broughtForwardCents,
    findings: findings.map((finding) => findingWords(finding)),
  }
}

/** The parts that moved anything, in the order of substitution. */
export function differenceView({ parts }: Difference): { words: string; amount: string }[] {
  return differenceParts.filter((part) => parts[part] !== 0).map((part) => ({ words: partWords[part], amount: signed(parts[part]) }))
}

/** `+$12.30`, `−$4.00`, and an en dash for nothing. */
export function signed(amount: Cents): string {
  if (amount === 0) return '–'
  return amount > 0 ? `+${formatCents(amount)}` : formatCents(amount).replace('-', '−')
}

function findingWords(finding: Finding): string {
  switch (finding.name) {
    case 'catch-up-after-estimates':
      return `An actual read after ${count(finding.estimatedBills, 'estimated bill')}: ${numberWords(finding.correctionGallons)} gallons belong to earlier periods.`
    case 'estimated-bill':
      return finding.estimatedInARow > 1 ? `Estimated, the ${ordinal(finding.estimatedInARow)} in a row.` : 'Estimated, not read.'
    case 'steady-high-use':
      return `High on every day since ${dayWords(finding.since)}: ${numberWords(finding.gallonsPerDay)} gallons a day against ${numberWords(finding.usualGallonsPerDay)} usually, as with a leak.`
    case 'use-above-average':
      return `${numberWords(finding.gallonsPerDay)} gallons a day, ${numberWords(finding.percentAbove)} % above this account’s average.`
    case 'rate-changed':
      return `The price of water changed on ${dayWords(finding.effectiveOn)}, from ${finding.oldRate} to ${finding.newRate}${finding.sample ? ' (sample rate)' : ''}.`
    case 'longer-period':
      return `${finding.days} days were billed, usually ${finding.usualDays}.`
    case 'meter-may-have-stopped':
      return `Nothing was used between two readings, ${numberWords(finding.usualGallonsPerDay)} gallons a day before: the meter may have stopped.`
    case 'use-at-vacant-property':
      return `Vacant since ${dayWords(finding.vacantSince)}, and ${numberWords(finding.gallons)} gallons were used.`
    case 'late-penalty':
      return finding.penaltyCents === finding.ruleCents
        ? `A late penalty of ${formatCents(finding.penaltyCents)}, as the rule gives it.`
        : `A late penalty of ${formatCents(finding.penaltyCents)}; the rule gives ${formatCents(finding.ruleCents)}. Look at it.`
    case 'paid-after-due':
      return `Bill ${finding.lateBillId} was paid on ${dayWords(finding.paidOn)}, after ${dayWords(finding.payBy)}.`
    case 'no-payment-recorded':
      return `No payment is recorded for bill ${finding.unpaidBillId} of ${formatCents(finding.unpaidCents)}.`
    case 'payment-posted-elsewhere':
      return `${formatCents(finding.amountCents)} was posted to account ${finding.otherAccount} on ${dayWords(finding.postedOn)}: it may be the payment of bill ${finding.unpaidBillId}.`
    default:
      return unreachable(finding)
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function ordinal(number: number): string {
  return (
    new Map([
      [2, 'second'],
      [3, 'third'],
      [4, 'fourth'],
      [5, 'fifth'],
    ]).get(number) ?? `${number}th`
  )
}
