// Which part of the measured use belongs to which days, where nobody read the meter on the day of a change.
import type { Day } from '../kernel/days.ts'
import { type Fraction, plus, scale, whole } from './fraction.ts'
import type { MeasuredUse, Stretch } from './measure-use.ts'

/** Evenly over the period, or evenly over each stretch between reads that say something. */
export type Spread = 'by-day' | 'by-reads'

type How = { spread: Spread; firstDayIn?: boolean }

/** The exact quantity of the counted days `from` to `to`, both in. */
export function quantityOf(measured: MeasuredUse, { spread, firstDayIn }: How, from: Day, to: Day): Fraction {
  if (spread === 'by-day') return scale(measured.use, to - from + 1, measured.days)
  return measured.stretches.reduce((sum, stretch) => {
    const days = commonDays(stretch, from, to, firstDayIn ? 1 : 0)
    return days === 0 ? sum : plus(sum, scale(stretch.use, days, stretch.to - stretch.from))
  }, whole(0))
}

/** A stretch counts the days after its first read's up to its last read's, or each a day earlier. */
function commonDays(stretch: Stretch, from: Day, to: Day, shift: number): number {
  return Math.max(0, Math.min(stretch.to - shift, to) - Math.max(stretch.from + 1 - shift, from) + 1)
}
