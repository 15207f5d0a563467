// The proration worksheet: each bill as it was and as it is computed, slice by slice, with the reads, the days, the quantity, the
// rate and the amount. Plain data that a page and a letter show, and that a proposed adjustment keeps.
import { z } from 'zod'
import type { BillLine, BillRecord } from '../../accounts/account-history.ts'
import { type Day, formatDay, parseDay } from '../../kernel/days.ts'
import { type Cents, cents, sumCents } from '../../kernel/money.ts'
import { linesOf } from '../bill-of-record.ts'
import type { ComputedBill } from '../compute-bill.ts'
import { decimalText } from '../fraction.ts'
import type { BilledRead } from '../measure-use.ts'
import type { Investigation } from './investigate.ts'

const wholeCents = z.number().int().transform(cents)
const dayText = z.string().refine((text) => parseDay(text) !== undefined)

const rowSchema = z.object({
  kind: z.string(),
  from: dayText,
  to: dayText,
  days: z.number().int(),
  /** Cubic feet as read, to six decimals. */
  quantity: z.string(),
  /** As printed in the schedule. */
  rate: z.string(),
  amountCents: wholeCents,
  /** A rate that nobody published had a part in it. */
  sample: z.boolean(),
})

const readSchema = z.object({ id: z.string(), on: dayText, kind: z.string(), value: z.number().int(), meter: z.string() })

export const worksheetSchema = z.object({
  version: z.literal(1),
  account: z.string(),
  from: dayText,
  to: dayText,
  sections: z.array(
    z.object({
      /** null: days that were billed anew as one. */
      billId: z.string().nullable(),
      reads: z.array(readSchema),
      /** As it was billed; empty where nothing was. */
      recorded: z.array(rowSchema),
      recordedCents: wholeCents,
      recomputed: z.array(rowSchema),
      recomputedCents: wholeCents,
    }),
  ),
  recordedCents: wholeCents,
  recomputedCents: wholeCents,
  /** Recomputed less recorded: what an adjustment by this worksheet comes to. */
  differenceCents: wholeCents,
})

export type Worksheet = z.infer<typeof worksheetSchema>
export type WorksheetSection = Worksheet['sections'][number]
export type WorksheetRow = z.infer<typeof rowSchema>

/** Only of bills that could be computed; whoever proposes from it looks at the investigation's refusals first. */
export function worksheetOf({ accountNumber, from, to, bills }: Investigation): Worksheet {
  const sections = bills.flatMap((bill): WorksheetSection[] =>
    bill.state === 'refused' ? [] : [sectionOf(bill.record.id, bill.bill, bill.record.lines, bill.record.totalCents)],
  )
  return summed(accountNumber, { from, to }, sections)
}

/** One bill, billed again. */
export function worksheetOfBill(accountNumber: string, { id, lines, totalCents }: BillRecord, bill: ComputedBill): Worksheet {
  return summed(accountNumber, bill, [sectionOf(id, bill, lines, totalCents)])
}

/** Days billed anew as one, against the bills that stood for them. */
export function worksheetOfSpan(
  accountNumber: string,
  bill: ComputedBill,
  replaced: readonly { id: string; lines: readonly BillLine[]; totalCents: Cents }[],
): Worksheet {
  const anew = sectionOf(null, bill, [], cents(0))
  const before = replaced.map(
    ({ id, lines, totalCents }): WorksheetSection => ({
      ...{ billId: id, reads: [], recorded: lines.map(rowOf), recordedCents: totalCents },
      ...{ recomputed: [], recomputedCents: cents(0) },
    }),
  )
  return summed(accountNumber, bill, [...before, anew])
}

function summed(account: string, { from, to }: { from: Day; to: Day }, sections: WorksheetSection[]): Worksheet {
  const recordedCents = sumCents(sections.map((section) => section.recordedCents))
  const recomputedCents = sumCents(sections.map((section) => section.recomputedCents))
  const days = { from: formatDay(from), to: formatDay(to) }
  return { version: 1, account, ...days, sections, recordedCents, recomputedCents, differenceCents: cents(recomputedCents - recordedCents) }
}

function sectionOf(billId: string | null, bill: ComputedBill, recorded: readonly BillLine[], recordedCents: Cents): WorksheetSection {
  return {
    billId,
    reads: [bill.measured.from, bill.measured.to].map(readOf),
    recorded: recorded.map(rowOf),
    recordedCents,
    recomputed: linesOf(bill).map(rowOf),
    recomputedCents: bill.totalCents,
  }
}

function readOf({ id, readOn, kind, value, meterId }: BilledRead): WorksheetSection['reads'][number] {
  return { id, on: formatDay(readOn), kind, value, meter: meterId }
}

function rowOf({ kind, fromOn, toOn, days, quantity, rate, amountCents, sample }: BillLine): WorksheetRow {
  return { kind, from: formatDay(fromOn), to: formatDay(toOn), days, quantity: quantityText(quantity), rate, amountCents, sample }
}

const quantityDecimals = 6

function quantityText(quantity: number): string {
  const scaled = BigInt(Math.round(quantity * 10 ** quantityDecimals))
  return decimalText({ n: scaled, d: 10n ** BigInt(quantityDecimals) }, quantityDecimals)
}
