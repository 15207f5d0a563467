// One line of `bills compute --batch -`: parsed, computed, and answered in the shape that other programs rely on.
import { formatDay } from '../kernel/days.ts'
import { allocateCents } from '../kernel/money.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { type BatchSide, batchInputs, billInputOf, refusalOf } from './batch-input.ts'
import { checkPeriods } from './check-periods.ts'
import { type ComputedBill, computeBill } from './compute-bill.ts'
import { computeRebill } from './compute-rebill.ts'
import { type BillToExplain, differenceParts, explainDifference, type NamedEntry } from './explain-difference.ts'
import { decimal, decimalText } from './fraction.ts'
import { latePenalty } from './late-penalty.ts'
import { balanceAsOf } from './ledger-balance.ts'
import type { BillRefusal } from './refusal.ts'

export type BatchAnswer = Record<string, unknown>

const quantityDecimals = 6 // the slices' quantities are for reading; charges come from the exact ones

type Kind = keyof typeof batchInputs
const answers: { [K in Kind]: (input: ReturnType<(typeof batchInputs)[K]['parse']>) => Result<BatchAnswer, BillRefusal> } = {
  bill(input) {
    const bill = computeBill(billInputOf(input))
    if (!bill.ok) return bill
    const { water, sewer, tax, totalCents } = bill.value
    const relief = water.reliefCents + sewer.reliefCents + tax.reliefCents
    return ok({
      slices: slicesOf(bill.value),
      ...(input.account.relief_pct == null ? {} : { relief_cents: relief }),
      total_cents: totalCents,
    })
  },
  rebill(input) {
    const replaces = input.replaces.map(({ from_read, to_read }) => ({ fromReadId: from_read, toReadId: to_read }))
    const rebill = computeRebill(billInputOf(input), replaces)
    if (!rebill.ok) return rebill
    const { bill, replacedCents, totalCents } = rebill.value
    return ok({ slices: slicesOf(bill), replaced_cents: replacedCents, total_cents: totalCents })
  },
  difference({ earlier, later }) {
    const [was, is] = [billToExplain(earlier), billToExplain(later)]
    if (!was.ok) return was
    if (!is.ok) return is
    const { earlierCents, laterCents, differenceCents, parts } = explainDifference(was.value, is.value)
    const moved = differenceParts.filter((part) => parts[part] !== 0).map((part) => [snakeCase(part), parts[part]])
    return ok({ earlier_cents: earlierCents, later_cents: laterCents, difference_cents: differenceCents, parts: Object.fromEntries(moved) })
  },
  penalty(input) {
    const penalty = latePenalty({
      sentOn: input.sent_on,
      amountCents: input.amount,
      payments: input.payments.map(({ date, amount }) => ({ on: date, amountCents: amount })),
      rule: { percent: decimal(input.rule.pct), graceDays: input.rule.grace_days },
      asOf: input.as_of,
      assessAgainOn: input.assess_again_on ?? [],
      seniorOwnerOccupantOwnMeter: input.senior_owner_occupant_own_meter === true,
      disputedInTime: input.disputed_in_time === true,
    })
    return ok({ pay_by: formatDay(penalty.payBy), penalty_cents: penalty.penaltyCents, balance_cents: penalty.balanceCents })
  },
  allocation({ amount, weights }) {
    if (weights.every((weight) => weight === 0)) return refused({ name: 'division-by-zero', about: 'weights' })
    return ok({ parts_cents: allocateCents(amount, weights) })
  },
  ledger({ entries, as_of }) {
    const dated = entries.map(({ date, amount }) => ({ enteredOn: date, amountCents: amount }))
    return ok({ balances: as_of.map((day) => ({ as_of: formatDay(day), balance_cents: balanceAsOf(dated, day) })) })
  },
  periods({ bills }) {
    const checked = checkPeriods(bills.map((bill) => ({ id: bill.id, fromReadOn: bill.from_read_date, toReadOn: bill.to_read_date })))
    return checked.ok ? ok({ accepted: true }) : checked
  },
}

/** `line` is one JSON object's text. A line that is none is answered by an error; nothing a caller sends throws. */
export function answerBatchLine(line: string): BatchAnswer {
  const asked = parseLine(line)
  if (!asked) return { id: null, error: 'not a JSON object with an id and a kind' }
  if (!Object.hasOwn(answers, asked.kind)) return { id: asked.id, error: `unknown kind: ${asked.kind}` }
  const kind = asked.kind as Kind
  const parsed = batchInputs[kind].safeParse(asked.input)
  if (!parsed.success) return { id: asked.id, refusal: refusalOf(parsed.error) }
  const answer = (answers[kind] as (input: unknown) => Result<BatchAnswer, BillRefusal>)(parsed.data)
  return answer.ok ? { id: asked.id, ...answer.value } : { id: asked.id, refusal: answer.refusal }
}

function parseLine(line: string): { id: string; kind: string; input: unknown } | undefined {
  try {
    const value = JSON.parse(line)
    return typeof value?.id === 'string' && typeof value.kind === 'string' ? value : undefined
  } catch {
    return undefined // the caller is told so in the answer
  }
}

function slicesOf(bill: ComputedBill) {
  return bill.slices.map((slice) => ({
    from: formatDay(slice.from),
    to: formatDay(slice.to),
    days: slice.days,
    quantity: decimalText(slice.quantity, quantityDecimals),
    water_cents: slice.waterCents,
    sewer_cents: slice.sewerCents,
    tax_cents: slice.taxCents,
  }))
}

function billToExplain(side: BatchSide): Result<BillToExplain, BillRefusal> {
  const input = billInputOf(side)
  const bill = computeBill(input)
  if (!bill.ok) return bill
  // The bill's own charge may be among its entries; it is computed, not entered.
  const named = side.entries.filter((entry) => entry.kind !== 'bill')
  const entries = named.map(({ id = '', kind, amount }): NamedEntry => ({ id, kind: entryKind(kind), amountCents: amount }))
  return ok({ input, bill: bill.value, entries })
}

function entryKind(kind: string): NamedEntry['kind'] {
  return kind === 'penalty' || kind === 'payment' ? kind : 'one-time'
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
