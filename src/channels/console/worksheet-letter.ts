// The worksheet as the letter's template takes it: every word and figure written out.
import type { AccountHistory } from '../../accounts/accounts.ts'
import { linesOf } from '../../billing/bill-of-record.ts'
import { compareLines, type LineComparison } from '../../billing/investigate/compare-lines.ts'
import type { Worksheet } from '../../billing/investigate/worksheet.ts'
import type { BilledRead } from '../../billing/measure-use.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { type Day, day, longDay } from '../../kernel/days.ts'
import { formatCents } from '../../kernel/money.ts'
import { assumptionWords } from './assumptions-asked.ts'
import { signed } from './explanation-view.ts'
import type { InvestigationAsked, Worked } from './investigate-asked.ts'
import { correctedBill, lineView } from './investigate-view.ts'
import { dayWords, numberWords } from './office-words.ts'

type Looked = { history: AccountHistory; asked: InvestigationAsked; worked: Worked }

export function worksheetLetter({ history, asked, worked }: Looked, { office, on }: { office: string; on: Day }): Json {
  const { worksheet } = worked
  const { account, property } = history
  const holder = history.people.find(({ role }) => role !== 'tenant')?.name
  return {
    office,
    account: account.number,
    on: longDay(on),
    from: longDay(day(worksheet.from)),
    to: longDay(day(worksheet.to)),
    note: 'A worksheet is no bill. It says how an amount was worked out.',
    facts: [
      { label: 'Account', words: `${account.number}, ${account.class.toLowerCase()}` },
      { label: 'Service address', words: property.address },
      ...(holder ? [{ label: 'Customer', words: holder }] : []),
      ...finalFacts(worked),
      ...(worked.kind === 'correction' ? [{ label: 'Rule', words: worked.corrected.rule }] : []),
    ],
    assumptions: asked.assumptions.map(assumptionWords),
    sections: sectionsOf(worked),
    compares: worked.kind !== 'final',
    recordedTotal: formatCents(worksheet.recordedCents),
    recomputedTotal: formatCents(worksheet.recomputedCents),
    difference: signed(worksheet.differenceCents),
    sample: isSample(worksheet),
  }
}

function finalFacts(worked: Worked) {
  if (worked.kind !== 'final') return []
  const { balanceCents, dueCents } = worked.final
  return [
    { label: 'Balance before', words: formatCents(balanceCents) },
    { label: dueCents < 0 ? 'Credit after the final bill' : 'Due after the final bill', words: formatCents(dueCents) },
  ]
}

function sectionsOf(worked: Worked) {
  if (worked.kind === 'final') {
    const { read, bill } = worked.final
    const rows = compareLines([], linesOf(bill)).map((line) => rowOf(line, 'measured are'))
    return [
      {
        title: 'Final bill',
        reads: [bill.measured.from, read].map(readWords),
        rows,
        billed: '',
        computed: formatCents(bill.totalCents),
        difference: '',
      },
    ]
  }
  const bills = worked.kind === 'correction' ? [correctedBill(worked.corrected)] : worked.investigation.bills
  return bills.flatMap((bill) =>
    bill.state === 'refused'
      ? []
      : {
          title: `Bill ${bill.record.id}`,
          reads: [bill.bill.measured.from, bill.bill.measured.to].map(readWords),
          rows: bill.lines.map((line) => rowOf(line, worked.kind === 'correction' ? 'by the rule' : 'measured are')),
          billed: formatCents(bill.record.totalCents),
          computed: formatCents(bill.recomputedCents),
          difference: signed(bill.differenceCents),
        },
  )
}

function readWords({ readOn, kind, value, meterId }: BilledRead): string {
  return `${dayWords(readOn)}: ${numberWords(value, 0)} (${kind}, meter ${meterId})`
}

function rowOf(line: LineComparison, measured: string) {
  const { kind, days, quantity, rate, difference, reasons, sample } = lineView(line, measured)
  return {
    ...{ kind, from: dayWords(line.fromOn), to: dayWords(line.toOn), days: String(days ?? ''), quantity, rate, sample, why: reasons },
    billed: line.recorded ? formatCents(line.recorded.amountCents) : '–',
    computed: line.recomputed ? formatCents(line.recomputed.amountCents) : '–',
    difference,
  }
}

function isSample({ sections }: Worksheet): boolean {
  return sections.some(({ recomputed }) => recomputed.some((row) => row.sample))
}
