// How dates, moments, amounts and statuses are written on a page: in the office's zone, with the exact moment at hand.
import type { LinkedBecause, Topic } from '../../cases/case.ts'
import { type Day, formatDay, shortDay } from '../../kernel/days.ts'
import type { HardReason, Urgency } from '../../rulebook/kinds/triage.ts'
import type { Role } from '../../staff/staff-member.ts'

export type OfficeTimes = {
  /** `2:14 PM` today, `Nov 21, 2:14 PM` this year, `Nov 21, 2025` before. */
  short(at: Date): string
  /** `Sunday, November 22, 2026 at 2:14:07 PM CST`. */
  exact(at: Date): string
  /** `4 min`, `3 h`, `12 d`. */
  age(at: Date): string
}

export function officeTimes(timeZone: string, now: () => Date): OfficeTimes {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', { timeZone, ...options })
  const timeOnly = format({ hour: 'numeric', minute: '2-digit' })
  const dayAndTime = format({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
  const dayAndYear = format({ month: 'short', day: 'numeric', year: 'numeric' })
  const whole = format({ dateStyle: 'full', timeStyle: 'long' })
  const yearOf = format({ year: 'numeric' })
  return {
    short(at) {
      if (dayAndYear.format(at) === dayAndYear.format(now())) return timeOnly.format(at)
      return yearOf.format(at) === yearOf.format(now()) ? dayAndTime.format(at) : dayAndYear.format(at)
    },
    exact: (at) => whole.format(at),
    age: (at) => ageWords(now().getTime() - at.getTime()),
  }
}

const steps: [milliseconds: number, unit: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
]

function ageWords(milliseconds: number): string {
  for (const [step, unit] of steps) if (milliseconds >= step) return `${Math.floor(milliseconds / step)} ${unit}`
  return 'now'
}

/** `Nov 22, 2026`; a bill's dates need no zone. */
export const dayWords = shortDay

export function dayIso(value: Day): string {
  return formatDay(value)
}

export { statusWords } from '../../cases/case-words.ts'

export const topicWords: Record<Topic, string> = {
  'high-bill': 'High bill',
  'estimated-bill': 'Estimated bill',
  'leak-adjustment': 'Leak adjustment',
  'payment-not-posted': 'Payment not posted',
  'payment-plan': 'Payment plan',
  'shutoff-notice': 'Shut-off notice',
  'penalty-dispute': 'Penalty dispute',
  'rate-question': 'Rate question',
  'meter-problem': 'Meter problem',
  'full-payment-certificate': 'Full payment certificate',
  'final-bill': 'Final bill or moving',
  'ownership-or-property-type': 'Ownership or property type',
  'exemption-or-relief': 'Exemption or relief',
  'refund-or-credit': 'Refund or credit',
  'wrong-account': 'Wrong account',
  'water-quality-or-emergency': 'Water quality or emergency',
  'staff-conduct': 'Staff conduct',
  'records-request': 'Records request',
  'legal-or-hearing': 'Legal or hearing',
  other: 'Other',
}

/** Null for what is as usual. */
export const urgencyWords: Record<Urgency, { id: Urgency; words: string } | null> = {
  low: { id: 'low', words: 'Can wait' },
  normal: null,
  high: { id: 'high', words: 'Urgent' },
  emergency: { id: 'emergency', words: 'Emergency' },
}

export const linkNames: Record<LinkedBecause, string> = {
  'not-its-customer': 'somebody else wrote about it',
  'answered-long-ago': 'it was answered long ago',
  constituent: 'an elected official asks for the customer',
  'split-off': 'one was a part of the other',
  'by-hand': 'by a colleague',
}

export const hardWords: Record<HardReason, string> = {
  'legal-threat-or-attorney': 'legal threat or attorney',
  hearing: 'asks for a hearing',
  'media-or-elected-official': 'press or elected official',
  'medical-or-life-support': 'medical need',
  'shut-off-imminent': 'shut-off near or done',
  'amount-above-limit': 'amount above the limit',
  'repeated-contact': 'has written or called before',
  'asked-for-supervisor': 'asks for a supervisor',
  'staff-conduct': 'complains about a colleague',
  'discrimination-or-safety': 'discrimination or safety',
  'fraud-or-tampering': 'fraud or tampering',
  'threat-of-violence': 'threat of violence',
  'self-harm': 'speaks of harming himself or herself',
  'privacy-or-records-request': 'privacy or records request',
  'water-emergency': 'water emergency',
  'low-confidence': 'topic not sure',
  'third-contact': 'several inquiries lately',
  reopened: 'wrote again after the answer',
  'disputed-amount': 'large amount in dispute',
  'account-not-established': 'not established for the account',
  'records-contradict': 'the records do not add up',
  'hard-topic': 'a topic for supervisors',
  'asked-by-colleague': 'a colleague asks for a supervisor',
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' })

/** `es` → `Spanish`. */
export function languageName(language: string): string {
  return languageNames.of(language) ?? language
}

export const roleWords: Record<Role, string> = { clerk: 'Clerk', supervisor: 'Supervisor', administrator: 'Administrator' }

/** Feet and gallons have thousands separators and at most `digits` decimals. */
export function numberWords(value: number, digits = 2): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits })
}

/** `bill:B-1001` → `bill-B-1001`, an id that a page and a style sheet take. */
export function anchorOf(source: string): string {
  return source.replace(/[^A-Za-z0-9_-]+/g, '-')
}
