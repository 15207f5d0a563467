// The page that sets a bill beside the one before and the one of a year ago, as its letter's template takes it: every word and
// figure written out. The figures are the explanation's; nothing is computed here.
import type { AccountHistory } from '../../accounts/account-history.ts'
import type { BillExplanation, BillSide, Comparison } from '../../billing/explain-bill.ts'
import type { DifferencePart } from '../../billing/explain-difference.ts'
import type { BilledRead } from '../../billing/measure-use.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import type { Day } from '../../kernel/days.ts'
import { formatCents, sumCents } from '../../kernel/money.ts'
import type { EnclosureWords } from './enclosure-words.ts'

export type Explained = { history: AccountHistory; explanation: BillExplanation; customer: string | null; office: string; on: Day }

/** `on` is the day of writing; a page made again on another day differs by it alone. */
export function billComparison({ history, explanation, customer, office, on }: Explained, words: EnclosureWords): { [key: string]: Json } {
  const { account, property } = history
  const { bill, before, yearAgo } = explanation
  const shown = [bill, ...[before, yearAgo].flatMap((comparison) => comparison?.bill ?? [])]
  const columns = [true, before !== null, yearAgo !== null]
  return {
    ...{ office, title: words.title, note: words.note, page: words.page },
    on: `${words.preparedOn} ${words.day(on)}`,
    account: `${words.account} ${account.number}`,
    facts: [
      ...(customer ? [{ label: words.customer, words: customer }] : []),
      { label: words.account, words: account.number },
      { label: words.address, words: property.address },
    ],
    columns: words.columns.filter((_, at) => columns[at]),
    rows: rowsOf(shown, words),
    differences: [
      ...(before ? [differenceOf(before, words.differenceFrom.before, words)] : []),
      ...(yearAgo ? [differenceOf(yearAgo, words.differenceFrom.yearAgo, words)] : []),
    ],
    workedOut: words.workedOut,
    lineColumns: words.lineColumns,
    lines: linesOf(history, bill, words),
    linesTotal: { label: words.together, amount: formatCents(bill.totalCents) },
    chartTitle: words.chartTitle,
    sample: shown.some(({ sample }) => sample) ? words.sample : '',
  }
}

function rowsOf(shown: readonly BillSide[], words: EnclosureWords) {
  const row = (label: string, value: (side: BillSide) => string) => [label, ...shown.map(value)]
  const hasEntries = shown.some(({ entries }) => entries.length > 0)
  const entered = (side: BillSide) => sumCents(side.entries.map(({ amountCents }) => amountCents))
  return [
    row(words.rows.issued, (side) => words.day(side.issuedOn)),
    row(words.rows.period, (side) => `${words.day(side.from)} –\n${words.day(side.to)}`),
    row(words.rows.days, (side) => String(side.days)),
    row(words.rows.firstRead, (side) => readWords(side.fromRead, words)),
    row(words.rows.lastRead, (side) => readWords(side.toRead, words)),
    row(words.rows.use, (side) => `${counted(side.gallons)} ${words.gallons}`),
    row(words.rows.usePerDay, (side) => `${counted(side.gallonsPerDay)} ${words.gallons}`),
    row(words.rows.charges, (side) => formatCents(side.totalCents)),
    ...(hasEntries
      ? [row(words.rows.entries, (side) => formatCents(entered(side))), row(words.rows.amount, (side) => formatCents(side.amountCents))]
      : []),
  ]
}

function readWords({ value, kind }: BilledRead, words: EnclosureWords): string {
  return `${value} (${words.reads[kind]})`
}

function differenceOf({ difference }: Comparison, title: string, words: EnclosureWords) {
  const parts = (Object.keys(words.parts) as DifferencePart[]).filter((part) => difference.parts[part] !== 0)
  return {
    title,
    rows: parts.map((part) => [words.parts[part], signed(difference.parts[part])]),
    total: [words.together, signed(difference.differenceCents)],
  }
}

function linesOf({ bills }: AccountHistory, { billId }: BillSide, words: EnclosureWords) {
  const lines = bills.find(({ id }) => id === billId)?.lines ?? []
  return lines.map(({ kind, fromOn, toOn, days, quantity, rate, amountCents }) => [
    words.lines[kind],
    `${words.day(fromOn)} – ${words.day(toOn)}`,
    String(days),
    counted(quantity, 2),
    rate,
    formatCents(amountCents),
  ])
}

function signed(amountCents: number): string {
  return `${amountCents > 0 ? '+' : ''}${formatCents(amountCents as Parameters<typeof formatCents>[0])}`
}

function counted(value: number, decimals = 0): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals })
}
