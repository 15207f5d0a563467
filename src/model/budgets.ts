// What the language model may use up in a day. A request that has no answer yet counts at the most that it can become.
export type Budgets = { tokensADay: number; secondsADay: number; centsADay: number }
export type Used = { tokens: number; milliseconds: number; microcents: number }
export type SpentBudget = 'tokens' | 'time' | 'money'

export type Prices = { centsPerMillionIn: number; centsPerMillionOut: number }

/** The first budget that would not bear this request as well. */
export function spentBudget(used: Used, atMost: Used, { tokensADay, secondsADay, centsADay }: Budgets): SpentBudget | null {
  if (used.tokens + atMost.tokens > tokensADay) return 'tokens'
  if (used.milliseconds + atMost.milliseconds > secondsADay * 1_000) return 'time'
  return used.microcents + atMost.microcents > centsADay * 1_000_000 ? 'money' : null
}

/** A cent for a million tokens is a millionth of a cent for one. */
export function costMicrocents(tokens: { in: number; out: number }, { centsPerMillionIn, centsPerMillionOut }: Prices): number {
  return Math.ceil(tokens.in * centsPerMillionIn + tokens.out * centsPerMillionOut)
}

/** No tokeniser makes more of plain English or Spanish than one token of two signs; a budget is better a little too strict. */
const signsPerToken = 2

export function tokensAtMost(text: string): number {
  return Math.ceil(text.length / signsPerToken)
}
