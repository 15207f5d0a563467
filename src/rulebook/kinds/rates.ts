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

const waterRow = z.strictObject({ ...rowFields, dollars_per_1000: decimalText })
const sewerRow = z.strictObject({ ...rowFields, percent_of_water: decimalText })
const taxRow = z.strictObject({ ...rowFields, dollars_per_1000_gallons: decimalText })

export const ratesSchema = z.strictObject({
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
  conventions: z.strictObject({
    days: z.literal('first day out, last day in'),
    spread: z.enum(['by-day', 'by-reads']),
    gallons_per_cubic_foot: decimalText,
    rounding: z.literal('each slice half up to the cent'),
  }),
  late_penalty: z.strictObject({
    percent: decimalText,
    /** Calendar days after sending in which a bill is paid in time. */
    grace_days: z.number().int().min(0).max(365),
    source: z.string().min(1),
  }),
})

/** Rows stand in the order of their dates and no day has two values. A day without any is allowed: it cannot be billed. */
function rowsInOrder<R extends z.ZodType<{ from: Day; to: Day | null }>>(row: R) {
  return z
    .array(row)
    .min(1)
    .superRefine((rows, context) => {
      for (const [index, { from, to }] of rows.entries()) {
        const next = rows[index + 1]
        if (to !== null && to < from)
          context.addIssue({ code: 'custom', path: [index, 'to'], message: `ends before it begins on ${formatDay(from)}` })
        if (next && (to === null || to >= next.from)) {
          context.addIssue({
            code: 'custom',
            path: [index + 1, 'from'],
            message: `${formatDay(next.from)} has a value already, of the row before`,
          })
        }
      }
    })
}
