// The words by which it is first told what a mail is about, how much it hurries and whether it is a hard case. Order matters: of two
// topics told equally well, the earlier one wins.
import { z } from 'zod'
import { topics } from '../topics.ts'

export const urgencies = ['low', 'normal', 'high', 'emergency'] as const
export type Urgency = (typeof urgencies)[number]

/** Why a case is hard, as far as the mail's text says it. */
export const textReasons = [
  'legal-threat-or-attorney',
  'hearing',
  'media-or-elected-official',
  'medical-or-life-support',
  'shut-off-imminent',
  'amount-above-limit',
  'repeated-contact',
  'asked-for-supervisor',
  'staff-conduct',
  'discrimination-or-safety',
  'fraud-or-tampering',
  'threat-of-violence',
  'self-harm',
  'privacy-or-records-request',
  'water-emergency',
  'low-confidence',
] as const

/** Why a case is hard, by the account's records and the case's own past. */
export const recordReasons = [
  'third-contact',
  'reopened',
  'disputed-amount',
  'account-not-established',
  'records-contradict',
  'hard-topic',
  'asked-by-colleague',
] as const

export const hardReasons = [...textReasons, ...recordReasons] as const
export type TextReason = (typeof textReasons)[number]
export type HardReason = (typeof hardReasons)[number]

/** Words without accents, `*` at a word's end for any ending, `..` for up to four words; written as they are spoken. */
const phrase = z.string().regex(/^(?:\.\.|[\p{L}\p{N}'.,&-]+\*?)(?: (?:\.\.|[\p{L}\p{N}'.,&-]+\*?))*$/u)
const phrases = z.array(phrase).min(1)

const seen = z.strictObject({
  phrases,
  /** One of these must stand in the mail too. */
  with: phrases.optional(),
  /** Words that mean something else: they are taken out before anybody looks. */
  unless: phrases.optional(),
})

export const triageSchema = z.strictObject({
  limits: z.strictObject({
    /** A disputed amount above it makes a case hard. */
    hard_amount_dollars: z.number().int().positive(),
    /** Below it (0 to 1) the topic is not sure, and a person looks. */
    sure_confidence: z.number().min(0).max(1),
  }),
  topics: z.array(z.strictObject({ topic: z.enum(topics), phrases })).min(1),
  hard: z.array(seen.extend({ reason: z.enum(textReasons), urgency: z.enum(urgencies).optional() })),
  urgency: z.array(seen.extend({ urgency: z.enum(urgencies) })),
})

export type Triage = z.infer<typeof triageSchema>
