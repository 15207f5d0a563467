// Why a bill is what it is, as a small table that adds up: from the bill before, and from the one a year ago.
import type { AccountHistory, PaymentElsewhere } from '../../accounts/accounts.ts'
import { type BillExplanation, explainBill } from '../../billing/explain-bill.ts'
import { type Difference, differenceParts } from '../../billing/explain-difference.ts'
import { findingWords, partWords } from '../../billing/explanation-words.ts'
import type { Day } from '../../kernel/days.ts'
import { type Cents, formatCents } from '../../kernel/money.ts'
import type { ConsoleOffice } from './office-faces.ts'
import { anchorOf, numberWords } from './office-words.ts'

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
