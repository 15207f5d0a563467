// A rate schedule: what water, sewer and the tax cost from when to when, each value as it was printed, with its source.
// Values are never derived here: a printed gallon price or a yearly percentage does not reproduce a printed rate.
import { z } from 'zod'
import { type Day, formatDay, parseDay } from '../../kernel/days.ts'

export type RateSchedule = z.infer<typeof ratesSchema>

const dayText = z.string().transform((text, context): Day => {
  const day = parseDay(text)
  if (day !== undefined) return day
  context.addIssue({ code: 'custom', message: `expected a date such as 2025-06-01, found ${JSON.stringify(text)}` })
  return z.NEVER
})
const decimalText = z.string({ error: 'expected a decimal in quotes, as printed, such as "36.51"' }).regex(/^\d{1,6}(\.\d{1,6})?$/, {
  error: 'expected a decimal in quotes, as printed, such as "36.51"',
})
const monthAndDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'expected month and day, such as "06-01"' })

const rowFields = {
  /** First day at this value. */
  from: dayText,
  /** Last day at this value; null while no end is known. */
  to: dayText.nullable(),
  source: z.string().min(1),
  /** A value nobody published, for the demo only. Wherever it shows it is marked as a sample. */
  sample: z.boolean().default(false),
}

/** Whom a row is for; left out: everybody. Two rows may hold on one day only where no account is meant by both. */
const selectors = {
  classes: z.array(z.string().min(1)).min(1).optional(),
  meter_sizes: z.array(z.string().min(1)).min(1).optional(),
  /** Months of the year in which it holds, 1 to 12. */
  months: z.array(z.number().int().min(1).max(12)).min(1).optional(),
}

/** Up to a quantity of a normal period, or to a percentage of the account's budget; the last one has no end. */
const block = z
  .strictObject({ up_to: decimalText.nullish(), up_to_percent_of_budget: decimalText.optional(), dollars_per_1000: decimalText })
  .refine(({ up_to, up_to_percent_of_budget }) => up_to == null || up_to_percent_of_budget === undefined, {
    error: 'a block ends at a quantity or at a percentage of the budget, not at both',
  })

const waterRow = z
  .strictObject({ ...rowFields, ...selectors, dollars_per_1000: decimalText.optional(), blocks: z.array(block).min(1).optional() })
  .refine(({ dollars_per_1000, blocks }) => (dollars_per_1000 === undefined) !== (blocks === undefined), {
    error: 'expected dollars_per_1000, or blocks',
  })
  .refine(({ blocks }) => blocks === undefined || blocks.every((one, index) => isOpen(one) === (index === blocks.length - 1)), {
    error: 'the last block, and only that, has no end',
  })
/** For a normal period, by the days of the bill. */
const chargeRow = z.strictObject({ ...rowFields, ...selectors, dollars: decimalText })
const assessmentRow = z.strictObject({
  ...rowFields,
  ...selectors,
  dollars_per_year: z.strictObject({
    base: decimalText.default('0'),
    per_unit: decimalText.default('0'),
    per_1000_building_square_feet: decimalText.default('0'),
    per_1000_lot_square_feet: decimalText.default('0'),
  }),
})
const sewerRow = z.strictObject({ ...rowFields, ...selectors, percent_of_water: decimalText })
const taxRow = z.strictObject({ ...rowFields, ...selectors, dollars_per_1000_gallons: decimalText })

function isOpen(one: z.infer<typeof block>): boolean {
  return one.up_to == null && one.up_to_percent_of_budget === undefined
}

export const ratesSchema = z
  .strictObject({
    name: z.string().min(1),
    classes: z.array(z.string().min(1)).min(1),
    /** What the water price counts; reads are turned into it. */
    unit: z.enum(['cubic_feet', 'gallons']),
    /** The day of the year on which each usually changes; the rows alone decide what is in force. */
    calendars: z.strictObject({ water: monthAndDay, sewer: monthAndDay, tax: monthAndDay }),
    water: rowsInOrder(waterRow),
    sewer: rowsInOrder(sewerRow),
    /** null: the office bills no such tax. */
    tax: rowsInOrder(taxRow).nullable(),
    /** A fixed charge beside the water, such as one for the meter's size. */
    service: rowsInOrder(chargeRow).optional(),
    /** The least that water and service come to. */
    minimum: rowsInOrder(chargeRow).optional(),
    /** What accounts without a meter pay, from the building and its lot. */
    assessments: rowsInOrder(assessmentRow).optional(),
    /** The water that an account is meant to need, from which blocks of a budget grow; in the schedule's unit. */
    budget: z
      .strictObject({
        per_unit_per_day: decimalText.default('0'),
        per_lot_square_foot_per_day: decimalText.default('0'),
        source: z.string().min(1),
      })
      .optional(),
    conventions: z.strictObject({
      /** Oracle's Customer Care and Billing leaves the first day out; Tyler's systems do the reverse. */
      days: z.enum(['first day out, last day in', 'first day in, last day out']),
      /** Days for which blocks, service and minimum are printed; needed where there are any. */
      normal_period_days: decimalText.optional(),
      /** Days of the year for which an assessment is printed. */
      year_days: z.number().int().min(360).max(366).default(365),
      spread: z.enum(['by-day', 'by-reads']),
      gallons_per_cubic_foot: decimalText,
      rounding: z.enum(['each slice half up to the cent', 'each slice half even to the cent']),
    }),
    late_penalty: z.strictObject({
      percent: decimalText,
      /** Calendar days after sending in which a bill is paid in time. */
      grace_days: z.number().int().min(0).max(365),
      source: z.string().min(1),
    }),
  })
  .superRefine(({ water, service, minimum, budget, conventions }, context) => {
    const blocks = water.flatMap((row) => row.blocks ?? [])
    const needsPeriod = blocks.length > 0 || service !== undefined || minimum !== undefined
    if (needsPeriod && conventions.normal_period_days === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['conventions', 'normal_period_days'],
        message: 'is needed for blocks, service and minimum',
      })
    }
    if (budget === undefined && blocks.some((one) => one.up_to_percent_of_budget !== undefined)) {
      context.addIssue({ code: 'custom', path: ['budget'], message: 'is needed for blocks of a budget' })
    }
  })

type Selected = { from: Day; to: Day | null; classes?: string[]; meter_sizes?: string[]; months?: number[] }

/** Rows stand in the order of their dates, and no account has two values on one day. A day without any is allowed: it cannot be billed. */
function rowsInOrder<R extends z.ZodType<Selected>>(row: R) {
  return z
    .array(row)
    .min(1)
    .superRefine((rows, context) => {
      for (const [index, { from, to }] of rows.entries()) {
        if (to !== null && to < from)
          context.addIssue({ code: 'custom', path: [index, 'to'], message: `ends before it begins on ${formatDay(from)}` })
        const clash = rows
          .slice(0, index)
          .find((before) => (before.to === null || before.to >= from) && meetsOneAccount(before, rows[index] as Selected))
        if (clash)
          context.addIssue({ code: 'custom', path: [index, 'from'], message: `${formatDay(from)} has a value already, of a row before` })
      }
    })
}

function meetsOneAccount(a: Selected, b: Selected): boolean {
  const meets = <T>(one?: readonly T[], other?: readonly T[]) => !one || !other || one.some((value) => other.includes(value))
  return meets(a.classes, b.classes) && meets(a.meter_sizes, b.meter_sizes) && meets(a.months, b.months)
}
