// The penalty on a bill that was not paid in time (MCC 11-12-420: 1.25 % a month after 24 calendar days).
import { addDays, type Day } from '../kernel/days.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { percentOf } from './charge.ts'
import type { Fraction } from './fraction.ts'

export type PenaltyRule = { percent: Fraction; graceDays: number }

export type PenaltyInput = {
  sentOn: Day
  amountCents: Cents
  /** Positive amounts, by the day they were posted. */
  payments: readonly { on: Day; amountCents: Cents }[]
  rule: PenaltyRule
  asOf: Day
  /** Later days on which what is still unpaid is charged again, as a rulebook may say. */
  assessAgainOn?: readonly Day[]
  /** 65 or older, owner-occupant, own meter: no penalty. */
  seniorOwnerOccupantOwnMeter?: boolean
  /** No penalty while a dispute raised in time is open. */
  disputedInTime?: boolean
}

export type Penalty = {
  /** The last day on which payment is in time. */
  payBy: Day
  assessed: { on: Day; cents: Cents }[]
  penaltyCents: Cents
  /** The bill and its penalties less the payments, as of the day asked for. */
  balanceCents: Cents
}

/** Each time on what was unpaid of the bill itself at the end of the day before: penalties bear no penalty. */
export function latePenalty(input: PenaltyInput): Penalty {
  const payBy = addDays(input.sentOn, input.rule.graceDays)
  const exempt = input.seniorOwnerOccupantOwnMeter === true || input.disputedInTime === true
  const days = exempt ? [] : [addDays(payBy, 1), ...(input.assessAgainOn ?? [])].filter((on) => on > payBy && on <= input.asOf)
  const assessed = days
    .map((on) => ({ on, cents: percentOf(Math.max(0, input.amountCents - paidBy(input, addDays(on, -1))), input.rule.percent) }))
    .filter((penalty) => penalty.cents > 0)
  const penaltyCents = cents(assessed.reduce((sum, penalty) => sum + penalty.cents, 0))
  return { payBy, assessed, penaltyCents, balanceCents: cents(input.amountCents + penaltyCents - paidBy(input, input.asOf)) }
}

function paidBy({ payments }: PenaltyInput, day: Day): number {
  return payments.reduce((sum, payment) => (payment.on <= day ? sum + payment.amountCents : sum), 0)
}
