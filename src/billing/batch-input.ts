// The shapes of `bills compute --batch -`, as docs/interfaces.md promises them to other programs, turned into what the
// rules take. What is wrong is named as a refusal with the field, date or amount it is about.
import { z } from 'zod'
import { type Day, parseDay } from '../kernel/days.ts'
import { type Cents, parseDollars } from '../kernel/money.ts'
import type { BillInput } from './compute-bill.ts'
import { decimal, parseDecimal } from './fraction.ts'
import type { BillRefusal } from './refusal.ts'
import { type Rate, ratesOf } from './tariff.ts'

const dayText = z.string().transform((text, context): Day => {
  const day = parseDay(text)
  if (day !== undefined) return day
  context.addIssue({ code: 'custom', params: { about: text } })
  return z.NEVER
})
const decimalText = z.string().refine((text) => parseDecimal(text) !== undefined)
const dollars = z.string().transform((text, context): Cents => {
  const amount = parseDollars(text)
  if (amount !== undefined) return amount
  context.addIssue({ code: 'custom', params: /^-?\d+\.\d{3,}$/.test(text) ? { name: 'money-decimals', about: text } : { about: text } })
  return z.NEVER
})
const period = { from: dayText, to: dayText.nullable() }

const rates = z.object({
  classes: z.array(z.string()),
  unit: z.enum(['cubic_feet', 'gallons']),
  water: z.array(z.object({ ...period, dollars_per_1000: decimalText })),
  sewer: z.array(z.object({ ...period, pct_of_water: decimalText })),
  tax: z.array(z.object({ ...period, dollars_per_1000_gallons: decimalText })).nullable(),
})

const entry = z.object({ id: z.string().optional(), kind: z.string(), amount: dollars })

const billShape = {
  account: z.object({
    class: z.string(),
    sewer_exempt: z.boolean().default(false),
    relief_pct: z.union([decimalText, z.number().transform(String).pipe(decimalText)]).nullish(),
  }),
  meters: z.array(z.object({ id: z.string(), units_per_count: z.number().int(), digits: z.number().int().min(1).max(12) })),
  reads: z.array(
    z.object({
      id: z.string(),
      meter: z.string(),
      date: dayText,
      kind: z.enum(['actual', 'estimated', 'customer']),
      value: z.number().int().min(0),
      rolled_over: z.boolean().optional(),
    }),
  ),
  bill: z.object({ from_read: z.string(), to_read: z.string() }),
  rates,
  conventions: z
    .object({ spread: z.enum(['by-day', 'by-reads']).default('by-day'), gallons_per_cubic_foot: decimalText.default('7.48052') })
    .prefault({}),
}

const batchBill = z.object(billShape)
const batchSide = z.object({ ...billShape, entries: z.array(entry).default([]) })
export type BatchSide = z.infer<typeof batchSide>

export const batchInputs = {
  bill: batchBill,
  rebill: z.object({ ...billShape, replaces: z.array(z.object({ from_read: z.string(), to_read: z.string() })) }),
  difference: z.object({ earlier: batchSide, later: batchSide }),
  penalty: z.object({
    sent_on: dayText,
    amount: dollars,
    payments: z.array(z.object({ date: dayText, amount: dollars })).default([]),
    as_of: dayText,
    assess_again_on: z.array(dayText).optional(),
    senior_owner_occupant_own_meter: z.boolean().optional(),
    disputed_in_time: z.boolean().optional(),
    rule: z.object({ pct: decimalText, grace_days: z.number().int().min(0) }),
  }),
  allocation: z.object({ amount: dollars, weights: z.array(z.number().int().min(0)) }),
  ledger: z.object({ entries: z.array(z.object({ date: dayText, amount: dollars })), as_of: z.array(dayText) }),
  periods: z.object({ bills: z.array(z.object({ id: z.string(), from_read_date: dayText, to_read_date: dayText })) }),
}

/** What zod found first, in billing's own words; what names nothing better is a field that is missing or unusable. */
export function refusalOf(error: z.ZodError): BillRefusal {
  const issue = error.issues[0]
  const named = (issue?.code === 'custom' ? issue.params : undefined) as Partial<BillRefusal> | undefined
  return { name: named?.name ?? 'missing-input', about: named?.about ?? issue?.path.join('.') ?? '' }
}

export function billInputOf(batch: z.infer<typeof batchBill>): BillInput {
  const relief = batch.account.relief_pct
  return {
    account: {
      class: batch.account.class,
      sewerExempt: batch.account.sewer_exempt,
      reliefPercent: relief === null || relief === undefined ? null : decimal(relief),
    },
    meters: batch.meters.map((meter) => ({ id: meter.id, unitsPerCount: meter.units_per_count, digits: meter.digits })),
    reads: batch.reads.map(({ id, meter, date, kind, value, rolled_over }) => ({
      id,
      meterId: meter,
      readOn: date,
      kind,
      value,
      rolledOver: rolled_over === true,
    })),
    fromReadId: batch.bill.from_read,
    toReadId: batch.bill.to_read,
    tariff: {
      classes: batch.rates.classes,
      unit: batch.rates.unit,
      spread: batch.conventions.spread,
      gallonsPerCubicFoot: decimal(batch.conventions.gallons_per_cubic_foot),
      water: published(batch.rates.water.map((row) => ({ ...row, printed: row.dollars_per_1000 }))),
      sewer: published(batch.rates.sewer.map((row) => ({ ...row, printed: row.pct_of_water }))),
      tax: batch.rates.tax && published(batch.rates.tax.map((row) => ({ ...row, printed: row.dollars_per_1000_gallons }))),
    },
  }
}

function published(rows: { from: Day; to: Day | null; printed: string }[]): Rate[] {
  return ratesOf(rows.map((row) => ({ ...row, sample: false })))
}
