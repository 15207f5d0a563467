// An account's use over its bills as a chart: gallons a day, so that long and short periods compare, with the estimated
// periods and the reads that made up for them told apart by more than colour.
import type { AccountHistory, BillRecord } from '../accounts/account-history.ts'
import { type Day, formatDay } from '../kernel/days.ts'
import { decimal, scale } from './fraction.ts'
import { perDay } from './use-of-bills.ts'

const mostPeriods = 36 // three years of monthly bills; more bars than that cannot be told apart
const gallonsPerCubicFoot = decimal('7.48052')
const ink = '#1f4e79'
const kinds = [
  { name: 'Actual reading', itemStyle: { color: ink, borderColor: ink, borderWidth: 1 } },
  { name: 'Estimated', itemStyle: { color: '#ffffff', borderColor: ink, borderWidth: 1.5, borderType: 'dashed' } },
  { name: 'Actual after estimates', itemStyle: { color: '#c55a11', borderColor: '#7f3a0b', borderWidth: 1.5 } },
] as const
type PeriodKind = (typeof kinds)[number]['name']

/** Options for `renderChart` of the platform; `label` says the same in words. */
export function useChart(history: AccountHistory): { option: Record<string, unknown>; label: string } {
  const periods = history.bills.slice(-mostPeriods).flatMap((bill) => periodOf(history, bill))
  const shown = kinds.filter(({ name }) => periods.some((period) => period.kind === name))
  const option = {
    grid: { left: 56, right: 16, top: 28, bottom: 64 },
    legend: { bottom: 0, itemGap: 32, data: shown.map(({ name }) => name) },
    xAxis: {
      type: 'category',
      data: periods.map((period) => monthLabel(period.to)),
      axisTick: { alignWithLabel: true },
      axisLabel: { hideOverlap: true, lineHeight: 16 },
    },
    yAxis: { type: 'value', name: 'gallons a day', nameLocation: 'end', nameTextStyle: { align: 'left', padding: [0, 0, 0, -48] } },
    series: shown.map(({ name, itemStyle }) => ({
      type: 'bar',
      name,
      stack: 'use', // one bar a period: the others of its stack have nothing there
      barCategoryGap: '25%',
      silent: true,
      itemStyle,
      data: periods.map((period) => (period.kind === name ? period.gallonsPerDay : null)),
    })),
  }
  return { option, label: describe(periods) }
}

type Period = { to: Day; kind: PeriodKind; gallonsPerDay: number }

/** A bill without both its reads has no days to spread its use over; it is left out of the picture. */
function periodOf({ reads }: AccountHistory, bill: BillRecord): Period[] {
  const from = reads.find((read) => read.id === bill.fromReadId)
  const to = reads.find((read) => read.id === bill.toReadId)
  if (!from || !to || to.readOn <= from.readOn) return []
  const kind = to.kind === 'estimated' ? 'Estimated' : from.kind === 'estimated' ? 'Actual after estimates' : 'Actual reading'
  const gallons = scale(gallonsPerCubicFoot, Math.round(bill.quantityCubicFeet), 1)
  return [{ to: to.readOn, kind, gallonsPerDay: perDay(gallons, to.readOn - from.readOn) }]
}

function monthLabel(day: Day): string {
  const [year, month] = formatDay(day).split('-') as [string, string]
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  return `${names[Number(month) - 1]}\n${year}`
}

function describe(periods: readonly Period[]): string {
  const last = periods.at(-1)
  if (!last) return 'No billed use yet.'
  const estimated = periods.filter((period) => period.kind === 'Estimated').length
  const rates = periods.map((period) => period.gallonsPerDay)
  return (
    `Gallons a day over ${periods.length} billed periods up to ${formatDay(last.to)}: ` +
    `between ${Math.min(...rates)} and ${Math.max(...rates)}, ${last.gallonsPerDay} in the last; ${estimated} estimated.`
  )
}
