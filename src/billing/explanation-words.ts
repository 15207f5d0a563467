// An explanation's parts and findings in the office's words, the same in the console and in Slack.
import { shortDay } from '../kernel/days.ts'
import { formatCents } from '../kernel/money.ts'
import { unreachable } from '../kernel/result.ts'
import type { DifferencePart } from './explain-difference.ts'
import type { Finding } from './finding.ts'

export const partWords: Record<DifferencePart, string> = {
  days: 'Number of days',
  use: 'Water used a day',
  correctedEstimates: 'Corrected estimates',
  price: 'Price of water',
  meterOrClass: 'Class or relief',
  taxAndSewer: 'Sewer and tax',
  oneTime: 'One-time entries',
  penaltiesAndPayments: 'Penalties and payments',
}

export function findingWords(finding: Finding): string {
  switch (finding.name) {
    case 'catch-up-after-estimates':
      return `An actual read after ${count(finding.estimatedBills, 'estimated bill')}: ${rounded(finding.correctionGallons)} gallons belong to earlier periods.`
    case 'estimated-bill':
      return finding.estimatedInARow > 1 ? `Estimated, the ${ordinal(finding.estimatedInARow)} in a row.` : 'Estimated, not read.'
    case 'steady-high-use':
      return `High on every day since ${shortDay(finding.since)}: ${rounded(finding.gallonsPerDay)} gallons a day against ${rounded(finding.usualGallonsPerDay)} usually, as with a leak.`
    case 'use-above-average':
      return `${rounded(finding.gallonsPerDay)} gallons a day, ${rounded(finding.percentAbove)} % above this account’s average.`
    case 'rate-changed':
      return `The price of water changed on ${shortDay(finding.effectiveOn)}, from ${finding.oldRate} to ${finding.newRate}${finding.sample ? ' (sample rate)' : ''}.`
    case 'longer-period':
      return `${finding.days} days were billed, usually ${finding.usualDays}.`
    case 'meter-may-have-stopped':
      return `Nothing was used between two readings, ${rounded(finding.usualGallonsPerDay)} gallons a day before: the meter may have stopped.`
    case 'use-at-vacant-property':
      return `Vacant since ${shortDay(finding.vacantSince)}, and ${rounded(finding.gallons)} gallons were used.`
    case 'late-penalty':
      return finding.penaltyCents === finding.ruleCents
        ? `A late penalty of ${formatCents(finding.penaltyCents)}, as the rule gives it.`
        : `A late penalty of ${formatCents(finding.penaltyCents)}; the rule gives ${formatCents(finding.ruleCents)}. Look at it.`
    case 'paid-after-due':
      return `Bill ${finding.lateBillId} was paid on ${shortDay(finding.paidOn)}, after ${shortDay(finding.payBy)}.`
    case 'no-payment-recorded':
      return `No payment is recorded for bill ${finding.unpaidBillId} of ${formatCents(finding.unpaidCents)}.`
    case 'payment-posted-elsewhere':
      return `${formatCents(finding.amountCents)} was posted to account ${finding.otherAccount} on ${shortDay(finding.postedOn)}: it may be the payment of bill ${finding.unpaidBillId}.`
    default:
      return unreachable(finding)
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function ordinal(number: number): string {
  return (
    new Map([
      [2, 'second'],
      [3, 'third'],
      [4, 'fourth'],
      [5, 'fifth'],
    ]).get(number) ?? `${number}th`
  )
}

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}
