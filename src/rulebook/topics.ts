// What a case may be about. Rules, templates and reports name topics by these ids.

export const topics = [
  'high-bill',
  'estimated-bill',
  'leak-adjustment',
  'payment-not-posted',
  'payment-plan',
  'shutoff-notice',
  'penalty-dispute',
  'rate-question',
  'meter-problem',
  'full-payment-certificate',
  'final-bill',
  'ownership-or-property-type',
  'exemption-or-relief',
  'refund-or-credit',
  'wrong-account',
  'water-quality-or-emergency',
  'staff-conduct',
  'records-request',
  'legal-or-hearing',
  'other',
] as const

export type Topic = (typeof topics)[number]
