// What the office promises about time: which clock, how long for which urgency, what stops it, and who is told when.
import { z } from 'zod'
import { urgencies } from './triage.ts'

/**
 * What a clock measures. first-answer: from the first mail to the first answer; next-answer: from each later mail to the answer to
 * it; resolution: until the case is answered, resolved or closed; approval: a draft's wait for its decision.
 */
export const measures = ['first-answer', 'next-answer', 'resolution', 'approval'] as const
export type Measure = (typeof measures)[number]

const pausingStates = ['waiting-for-customer', 'waiting-for-field'] as const

const target = z.strictObject({
  minutes: z.number().int().min(1, { error: 'a standard that is breached at once can be met by nobody' }).max(1_000_000),
  /** office-hours: only while the office is open; always: round the clock. */
  counts: z.enum(['office-hours', 'always']).default('office-hours'),
})

const step = z.strictObject({
  /** Of the target; 100 is when the standard is breached. */
  at_percent: z.number().int().min(1).max(1_000),
  does: z.enum(['remind', 'breach', 'escalate']),
  tells: z.array(z.enum(['assignee', 'supervisors', 'administrators'])).min(1),
})

const standard = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    name: z.string().min(1).max(80),
    measures: z.enum(measures),
    targets: z.strictObject(
      Object.fromEntries(urgencies.map((urgency) => [urgency, target])) as Record<(typeof urgencies)[number], typeof target>,
    ),
    pauses_on: z.array(z.enum(pausingStates)).default([]),
    on_reopen: z.enum(['continue', 'restart']).default('restart'),
    steps: z.array(step).default([]),
  })
  .refine(({ steps }) => steps.every(({ at_percent }, index) => index === 0 || at_percent > (steps[index - 1]?.at_percent ?? 0)), {
    error: 'steps stand in the order of their percents, each once',
    path: ['steps'],
  })
  .refine(({ steps }) => steps.every(({ does, at_percent }) => does !== 'breach' || at_percent === 100), {
    error: 'a breach is at 100 percent',
    path: ['steps'],
  })

export const standardsSchema = z
  .strictObject({ standards: z.array(standard).min(1) })
  .refine(({ standards }) => new Set(standards.map(({ id }) => id)).size === standards.length, { error: 'two standards have the same id' })

export type Standard = z.infer<typeof standard>
export type StandardStep = z.infer<typeof step>
