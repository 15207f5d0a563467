// An investigation as its page shows it.
import type { AccountHistory } from '../../accounts/accounts.ts'
import type { DifferenceReason, LineComparison } from '../../billing/investigate/compare-lines.ts'
import type { BillComparison } from '../../billing/investigate/investigate.ts'
import type { Worksheet } from '../../billing/investigate/worksheet.ts'
import { day, formatDay } from '../../kernel/days.ts'
import { cents } from '../../kernel/money.ts'
import { unreachable } from '../../kernel/result.ts'
import type { AdjustmentRules } from '../../rulebook/kinds/adjustments.ts'
import { accountHref } from './account-asked.ts'
import { reasonChoices } from './adjustment-words.ts'
import { assumptionText, assumptionWords } from './assumptions-asked.ts'
import { lineWords, signed } from './explanation-view.ts'
import { type InvestigationAsked, investigationQuery, proposedKind, type Worked } from './investigate-asked.ts'
import { refusalWords } from './investigate-words.ts'
import { dayWords, numberWords } from './office-words.ts'

type Looked = { history: AccountHistory; asked: InvestigationAsked; worked: Worked }

export function investigateView(
  { history, asked, worked }: Looked,
  { rules, mayPropose }: { rules: AdjustmentRules; mayPropose: boolean },
) {
  const { number } = history.account
  const here = `${accountHref(number)}/investigate`
  const { worksheet } = worked
  const bills = worked.kind === 'bills' ? worked.investigation.bills : worked.kind === 'correction' ? [correctedBill(worked.corrected)] : []
  const refusals = worked.kind === 'bills' ? worked.investigation.refusals.map(refusalWords) : []
  const differs = worksheet.differenceCents !== 0
  return {
    accountNumber: number,
    href: accountHref(number),
    here,
    address: history.property.address,
    from: formatDay(asked.from),
    to: formatDay(asked.to),
    keeps: asked.assumptions.map((assumption) => ({ text: assumptionText(assumption) })),
    assumptions: assumptionsView(asked, worked, here),
    reads: readChoices(history, asked),
    classes: [...new Set([history.account.class, ...history.account.classes.map((change) => change.class)])],
    bills: bills.map((bill) => billView(bill, worked.kind === 'correction' ? 'by the rule' : 'measured are')),
    total: {
      recordedCents: worksheet.recordedCents,
      recomputedCents: worksheet.recomputedCents,
      difference: signed(worksheet.differenceCents),
      differs,
    },
    sample: worksheet.sections.some(({ recomputed }) => recomputed.some((row) => row.sample)),
    final: worked.kind === 'final' ? finalView(worked.final, worksheet) : null,
    corrected: worked.kind === 'correction' ? { rule: worked.corrected.rule } : null,
    since: asked.correct?.correction.kind === 'leak' ? (asked.correct.correction.sinceBillId ?? '') : '',
    billChoices: history.bills
      .map(({ id, issuedOn }) => ({ id, words: `${dayWords(issuedOn)} · ${id}`, chosen: id === asked.correct?.billId }))
      .reverse(),
    finalAsked: { on: asked.final ? formatDay(asked.final.on) : '', value: asked.final?.value ?? '' },
    refusals,
    pdf: `${accountHref(number)}/worksheet.pdf?${investigationQuery(asked)}`,
    propose: mayPropose && differs && refusals.length === 0 ? proposeView(worked, asked, rules) : null,
  }
}

function assumptionsView(asked: InvestigationAsked, worked: Worked, here: string) {
  const effects = worked.kind === 'bills' ? worked.investigation.effects : []
  return asked.assumptions.map((assumption, index) => ({
    words: assumptionWords(assumption),
    moved: effects[index] ? signed(effects[index].movedCents) : '–',
    without: `${here}?${investigationQuery(
      asked,
      asked.assumptions.filter((_, at) => at !== index),
    )}`,
  }))
}

function readChoices({ reads }: AccountHistory, { from, to }: InvestigationAsked) {
  return reads
    .filter(({ readOn }) => readOn >= from - readsAround && readOn <= to + readsAround)
    .map(({ id, readOn, kind, value }) => ({ id, words: `${dayWords(readOn)}: ${numberWords(value, 0)} ${kind} (${id})` }))
    .reverse()
}

const readsAround = 70 // days: the read that begins the first bill, and the one that ends the last

function billView(bill: BillComparison, measured: string) {
  const { id, issuedOn, totalCents } = bill.record
  const head = { id, issuedOn, recordedCents: totalCents }
  if (bill.state === 'refused')
    return { ...head, refusal: refusalWords(bill.refusal), reads: [], lines: [], recomputedCents: null, difference: null, differs: true }
  return {
    ...head,
    refusal: null,
    reads: [bill.bill.measured.from, bill.bill.measured.to].map(({ id: readId, readOn, kind, value }) => ({
      ...{ id: readId, readOn, kind, estimated: kind === 'estimated', value: numberWords(value, 0) },
    })),
    lines: bill.lines.map((line) => lineView(line, measured)),
    recomputedCents: bill.recomputedCents,
    difference: signed(bill.differenceCents),
    differs: bill.differenceCents !== 0,
  }
}

/** `measured`: how the quantity of the rules came about. */
export function lineView({ kind, fromOn, toOn, recorded, recomputed, differenceCents, reasons }: LineComparison, measured: string) {
  const shown = recomputed ?? recorded
  return {
    ...{
      kind: lineWords[kind],
      fromOn,
      toOn,
      days: shown?.days ?? null,
      quantity: numberWords(shown?.quantity ?? 0),
      rate: shown?.rate ?? '',
    },
    recordedCents: recorded?.amountCents ?? null,
    recomputedCents: recomputed?.amountCents ?? null,
    sample: recomputed?.sample ?? false,
    difference: signed(differenceCents),
    reasons: reasons.map((reason) => reasonWords(reason, measured)).join('; '),
    unexplained: reasons.some(({ name }) => name === 'unexplained'),
  }
}

function reasonWords(reason: DifferenceReason, measured: string): string {
  switch (reason.name) {
    case 'line-missing':
      return 'was not billed'
    case 'line-not-in-force':
      return 'is not due by the rules'
    case 'rate-differs':
      return `billed at ${reason.recorded || 'no rate'}, in force is ${reason.inForce}`
    case 'days-differ':
      return `billed for ${reason.recorded} days, there are ${reason.counted}`
    case 'quantity-differs':
      return `billed for ${numberWords(reason.recorded)} cubic feet, ${measured} ${numberWords(reason.measured)}`
    case 'follows-other-lines':
      return 'follows the lines above'
    case 'rounding':
      return 'rounding'
    case 'unexplained':
      return 'no reason found: look at it'
    default:
      return unreachable(reason)
  }
}

function finalView({ read, balanceCents, dueCents, bill }: Extract<Worked, { kind: 'final' }>['final'], worksheet: Worksheet) {
  const [section] = worksheet.sections
  return {
    ...{ balanceCents, dueCents, credit: dueCents < 0, totalCents: bill.totalCents },
    read: { kind: read.kind, estimated: read.kind === 'estimated', readOn: read.readOn, value: numberWords(read.value, 0) },
    from: bill.from,
    to: bill.to,
    rows: (section?.recomputed ?? []).map((row) => ({
      ...row,
      kind: lineWords[row.kind as keyof typeof lineWords],
      fromOn: day(row.from),
      toOn: day(row.to),
    })),
  }
}

export function correctedBill({ record, bill, lines }: Extract<Worked, { kind: 'correction' }>['corrected']): BillComparison {
  const differenceCents = cents(bill.totalCents - record.totalCents)
  return { state: 'compared', record, bill, lines, recomputedCents: bill.totalCents, differenceCents }
}

function proposeView(worked: Worked, asked: InvestigationAsked, rules: AdjustmentRules) {
  const kind = proposedKind(worked, asked)
  const conditions = worked.kind === 'correction' ? worked.corrected.conditions : []
  return {
    kind,
    conditions,
    amountCents: worked.worksheet.differenceCents,
    query: investigationQuery(asked),
    reasons: reasonChoices(rules, [kind])[0]?.reasons ?? [],
  }
}
