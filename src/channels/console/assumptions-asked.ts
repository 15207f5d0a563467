// The assumptions of an investigation as they stand in an address: nothing of them is stored. Each is one `assume` of JSON, as
// the page itself writes it; the form that adds one gives its fields.
import { z } from 'zod'
import type { Assumption } from '../../billing/investigate/what-if.ts'
import { formatDay, parseDay } from '../../kernel/days.ts'
import { dayWords } from './office-words.ts'

const dayText = z.string().transform((text, context) => {
  const day = parseDay(text)
  if (day !== undefined) return day
  context.addIssue({ code: 'custom', message: 'not a date' })
  return z.NEVER
})
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
const decimalText = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/)

const assumptionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    readId: z.string().min(1).max(40),
    value: optional(z.coerce.number().int().min(0).max(999_999_999)),
    readKind: optional(z.enum(['actual', 'estimated', 'customer'])),
    readOn: optional(dayText),
  }),
  z.object({ kind: z.literal('class'), class: z.string().min(1).max(60), fromOn: dayText }),
  z.object({ kind: z.literal('senior-sewer'), fromOn: dayText, toOn: optional(dayText) }),
  z.object({ kind: z.literal('relief'), percent: decimalText, fromOn: dayText, toOn: optional(dayText) }),
  z.object({ kind: z.literal('rate'), of: z.enum(['water', 'sewer', 'tax']), value: decimalText, fromOn: dayText, toOn: dayText }),
])

const assumptionsAtMost = 20

/** What stands in the query, and what its form adds to it; null: one of them is none. */
export function assumptionsAsked(query: Record<string, unknown>): Assumption[] | null {
  const kept = [query.assume ?? []].flat().slice(0, assumptionsAtMost).map(parsed)
  const added = typeof query.kind === 'string' && query.kind !== '' ? [query] : []
  const assumptions: Assumption[] = []
  for (const candidate of [...kept, ...added]) {
    const read = assumptionSchema.safeParse(candidate)
    if (!read.success) return null
    assumptions.push(withoutGaps(read.data))
  }
  return assumptions.slice(0, assumptionsAtMost)
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined // it is refused as no assumption
  }
}

function withoutGaps(read: z.infer<typeof assumptionSchema>): Assumption {
  switch (read.kind) {
    case 'read': {
      const { readId, value, readKind, readOn } = read
      const given = {
        ...(value === undefined ? {} : { value }),
        ...(readKind ? { readKind } : {}),
        ...(readOn === undefined ? {} : { readOn }),
      }
      return { kind: 'read', readId, ...given }
    }
    case 'senior-sewer':
    case 'relief':
      return { ...read, toOn: read.toOn ?? null }
    default:
      return read
  }
}

/** As it stands in an address: days as dates. */
export function assumptionText(assumption: Assumption): string {
  return JSON.stringify(assumption, (field, value) => (/On$/.test(field) && typeof value === 'number' ? formatDay(value as never) : value))
}

export function assumptionWords(assumption: Assumption): string {
  switch (assumption.kind) {
    case 'read': {
      const { readId, value, readKind, readOn } = assumption
      const changes = [
        value !== undefined && `shows ${value}`,
        readKind && `is ${readKind}`,
        readOn !== undefined && `was on ${dayWords(readOn)}`,
      ]
      return `Read ${readId} ${changes.filter(Boolean).join(', ') || 'stays as it is'}`
    }
    case 'class':
      return `Class ${assumption.class} from ${dayWords(assumption.fromOn)}`
    case 'senior-sewer':
      return `Senior exemption from sewer ${span(assumption)}`
    case 'relief':
      return `Relief of ${assumption.percent} % ${span(assumption)}`
    case 'rate':
      return `${rateWords[assumption.of]} ${assumption.value} ${span(assumption)}`
  }
}

const rateWords = { water: 'Water at $ for 1,000 cubic feet:', sewer: 'Sewer at percent of water:', tax: 'Tax at $ for 1,000 gallons:' }

function span({ fromOn, toOn }: { fromOn: number; toOn: number | null }): string {
  return `from ${dayWords(fromOn as never)}${toOn === null ? '' : ` to ${dayWords(toOn as never)}`}`
}
