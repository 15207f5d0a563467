// On which days the meter reader comes by, and what the meter has counted by then. Days are drawn backwards from today,
// so that every account has a fresh bill whenever the demo is started.
import type { MeterRead } from '../../accounts/account-history.ts'
import { addDays, type Day } from '../../kernel/days.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'

const gallonsPerCubicFoot = 7.48 // sample use is drawn, not billed: no exactness is lost here
const rounds = {
  // Days between the rounds of a year; each adds up to 365, so that a year ago is the same round.
  'every two months': [61, 61, 61, 61, 61, 60],
  monthly: [31, 30, 30, 31, 30, 30, 31, 30, 31, 30, 31, 30],
} as const
export type Rhythm = keyof typeof rounds

const years = 3
const usualGallonsPerDay: Record<string, [least: number, most: number]> = {
  'single-family': [140, 300],
  'two-flat': [240, 460],
  'multi-unit': [500, 1100],
  commercial: [300, 1400],
}

export type Round = { readOn: Day; kind: MeterRead['kind']; cubicFeet: number }
export type MeterRounds = { rounds: Round[]; vacantSince: Day | null }

/** Reads from three years ago to the last round, with the cubic feet counted since the first. */
export function meterRounds(story: Story, rhythm: Rhythm, propertyType: string, today: Day, random: Random): MeterRounds {
  const days = readingDays(story, rhythm, today, random)
  const bills = days.length - 1
  const perYear = rounds[rhythm].length
  const usual = random.between(...(usualGallonsPerDay[propertyType] ?? [150, 300]))
  const leakBills = random.between(2, 3)
  const leak = usual * (1.2 + random.fraction() * 1.6)
  const vacantSince = story === 'vacant-with-use' ? addDays(days[bills - perYear + 1] as Day, 1) : null

  const uses = days.slice(1).map((readOn, bill) => {
    const from = days[bill] as Day
    const fromEnd = bills - 1 - bill
    let gallonsPerDay = usual * season(from, readOn, propertyType) * (story === 'rate-only' ? 1 : 0.95 + random.fraction() * 0.1)
    if (story === 'leak' && fromEnd < leakBills) gallonsPerDay = usual + leak
    if (vacantSince !== null && readOn > vacantSince) gallonsPerDay = fromEnd < 2 ? usual * 0.4 + 20 : 0
    return Math.round(((readOn - from) * gallonsPerDay) / gallonsPerCubicFoot)
  })
  return { rounds: countUp(days, uses, estimatesOf(story, bills, random), random), vacantSince }
}

function readingDays(story: Story, rhythm: Rhythm, today: Day, random: Random): Day[] {
  const cycle = rounds[rhythm]
  // The bill was issued lately and is not yet overdue: that is when people write.
  const days: Day[] = [addDays(today, -random.between(8, 22))]
  const longer = story === 'longer-period' ? random.between(20, 26) : 0
  for (let round = 0; round < cycle.length * years; round += 1) {
    const apart = (cycle[round % cycle.length] as number) + (round === 0 ? longer : 0)
    days.unshift(addDays(days[0] as Day, -apart))
  }
  return story === 'rate-only' ? days : days.map((day) => onWorkingDay(addDays(day, random.between(0, 1))))
}

/** Nobody reads meters at a weekend: Saturday's round is Friday's, Sunday's is Monday's. */
function onWorkingDay(day: Day): Day {
  const weekday = (day + 4) % 7 // 1970-01-01 was a Thursday; Sunday is 0
  return weekday === 6 ? addDays(day, -1) : weekday === 0 ? addDays(day, 1) : day
}

/** Homes use more in July than in January. A year has 365 days here, so that the same round has the same season each year. */
function season(from: Day, to: Day, propertyType: string): number {
  if (propertyType === 'commercial' || propertyType === 'multi-unit') return 1
  const middleOfJuly = 210 // day of such a year, counted from 1970 and past the leap days since
  return 1 + 0.08 * Math.cos((2 * Math.PI * ((from + to) / 2 - middleOfJuly)) / 365)
}

/** For each read whether it was estimated, and at which share of the true use. */
function estimatesOf(story: Story, bills: number, random: Random): (number | null)[] {
  const shares: (number | null)[] = Array.from({ length: bills + 1 }, () => null)
  if (story === 'estimates-then-actual') {
    const share = 0.5 + random.fraction() * 0.2
    for (let back = 1; back <= 3; back += 1) shares[bills - back] = share
  } else if (story === 'nothing-unusual' && random.chance(0.3)) {
    shares[random.between(2, bills - 8)] = 0.92 + random.fraction() * 0.06 // long ago, nearly right, corrected since
  }
  return shares
}

/** The register goes on counting while it is estimated; an estimate adds to the read before it, as a bill does. */
function countUp(days: readonly Day[], uses: readonly number[], estimates: readonly (number | null)[], random: Random): Round[] {
  let counted = random.between(500, 60_000)
  let shown = counted
  return days.map((readOn, index) => {
    const use = index === 0 ? 0 : (uses[index - 1] as number)
    counted += use
    const share = estimates[index] ?? null
    shown = share === null ? counted : shown + Math.round(use * share)
    return { readOn, kind: share === null ? 'actual' : 'estimated', cubicFeet: shown }
  })
}
