// The worksheet as the letter's template takes it: every word and figure written out.
import type { AccountHistory } from '../../accounts/accounts.ts'
import type { Worksheet, WorksheetRow, WorksheetSection } from '../../billing/investigate/worksheet.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import { type Day, day, longDay } from '../../kernel/days.ts'
import { formatCents } from '../../kernel/money.ts'
import { assumptionWords } from './assumptions-asked.ts'
import { lineWords, signed } from './explanation-view.ts'
import type { InvestigationAsked, Worked } from './investigate-asked.ts'
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
    ],
    assumptions: asked.assumptions.map(assumptionWords),
    sections: worksheet.sections.map(sectionOf),
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

function sectionOf({ billId, reads, recorded, recordedCents, recomputed, recomputedCents }: WorksheetSection) {
  return {
    title: billId === null ? 'Billed anew' : `Bill ${billId}`,
    difference: signed((recomputedCents - recordedCents) as never),
    reads: reads.map(({ on, kind, value, meter }) => `${dayWords(day(on))}: ${numberWords(value, 0)} (${kind}, meter ${meter})`),
    recorded: recorded.map(rowOf),
    recordedTotal: formatCents(recordedCents),
    recomputed: recomputed.map(rowOf),
    recomputedTotal: formatCents(recomputedCents),
  }
}

function rowOf({ kind, from, to, days, quantity, rate, amountCents, sample }: WorksheetRow) {
  return {
    ...{ kind: lineWords[kind as keyof typeof lineWords], from: dayWords(day(from)), to: dayWords(day(to)), days: String(days) },
    ...{ quantity: numberWords(Number(quantity)), rate, amount: formatCents(amountCents), sample },
  }
}

function isSample({ sections }: Worksheet): boolean {
  return sections.some(({ recomputed }) => recomputed.some((row) => row.sample))
}
