// An account's use over its bills as a chart: gallons a day, so that long and short periods compare, with the estimated
// periods and the reads that made up for them told apart by more than colour.
import type { AccountHistory, BillRecord } from '../accounts/account-history.ts'
import { type Day, formatDay, longDay, longDayInSpanish } from '../kernel/days.ts'
import { decimal, scale } from './fraction.ts'
import { perDay } from './use-of-bills.ts'

const mostPeriods = 36 // three years of monthly bills; more bars than that cannot be told apart
const gallonsPerCubicFoot = decimal('7.48052')
const ink = '#1f4e79'
const kinds = [
  { kind: 'actual', itemStyle: { color: ink, borderColor: ink, borderWidth: 1 } },
  { kind: 'estimated', itemStyle: { color: '#ffffff', borderColor: ink, borderWidth: 1.5, borderType: 'dashed' } },
  { kind: 'caughtUp', itemStyle: { color: '#c55a11', borderColor: '#7f3a0b', borderWidth: 1.5 } },
] as const
type PeriodKind = (typeof kinds)[number]['kind']

/** Options for `renderChart` of the platform; `label` says the same in words. */
export function useChart(
  history: AccountHistory,
  language: keyof typeof chartWords = 'en',
): { option: Record<string, unknown>; label: string } {
  const words = chartWords[language]
  const periods = history.bills.slice(-mostPeriods).flatMap((bill) => periodOf(history, bill))
  const shown = kinds
    .filter(({ kind }) => periods.some((period) => period.kind === kind))
    .map((shape) => ({ ...shape, name: words[shape.kind] }))
  const option = {
    grid: { left: 56, right: 16, top: 28, bottom: 64 },
    legend: { bottom: 0, itemGap: 32, data: shown.map(({ name }) => name) },
    xAxis: {
      type: 'category',
      data: periods.map((period) => monthLabel(period.to, words.months)),
      axisTick: { alignWithLabel: true },
      axisLabel: { hideOverlap: true, lineHeight: 16 },
    },
    yAxis: { type: 'value', name: words.unit, nameLocation: 'end', nameTextStyle: { align: 'left', padding: [0, 0, 0, -48] } },
    series: shown.map(({ name, kind, itemStyle }) => ({
      type: 'bar',
      name,
      stack: 'use', // one bar a period: the others of its stack have nothing there
      barCategoryGap: '25%',
      silent: true,
      itemStyle,
      data: periods.map((period) => (period.kind === kind ? period.gallonsPerDay : null)),
    })),
  }
  return { option, label: describe(periods, words) }
}

type Period = { to: Day; kind: PeriodKind; gallonsPerDay: number }

/** A bill without both its reads has no days to spread its use over; it is left out of the picture. */
function periodOf({ reads }: AccountHistory, bill: BillRecord): Period[] {
  const from = reads.find((read) => read.id === bill.fromReadId)
  const to = reads.find((read) => read.id === bill.toReadId)
  if (!from || !to || to.readOn <= from.readOn) return []
  const kind = to.kind === 'estimated' ? 'estimated' : from.kind === 'estimated' ? 'caughtUp' : 'actual'
  const gallons = scale(gallonsPerCubicFoot, Math.round(bill.quantityCubicFeet), 1)
  return [{ to: to.readOn, kind, gallonsPerDay: perDay(gallons, to.readOn - from.readOn) }]
}

function monthLabel(day: Day, names: string): string {
  const [year, month] = formatDay(day).split('-') as [string, string]
  return `${names.split(' ')[Number(month) - 1]}\n${year}`
}

function describe(periods: readonly Period[], words: ChartWords): string {
  const last = periods.at(-1)
  if (!last) return words.nothing
  const estimated = periods.filter((period) => period.kind === 'estimated').length
  const rates = periods.map((period) => period.gallonsPerDay)
  return words.says({
    ...{ periods: periods.length, until: last.to, estimated },
    ...{ least: Math.min(...rates), most: Math.max(...rates), last: last.gallonsPerDay },
  })
}

type Shown = { periods: number; until: Day; least: number; most: number; last: number; estimated: number }
type ChartWords = Record<PeriodKind | 'unit' | 'months' | 'nothing', string> & { says(shown: Shown): string }

const chartWords = {
  en: {
    actual: 'Actual reading',
    estimated: 'Estimated',
    caughtUp: 'Actual after estimates',
    unit: 'gallons a day',
    months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
    nothing: 'No billed use yet.',
    says: ({ periods, until, least, most, last, estimated }) =>
      `Gallons a day over ${periods} billed periods up to ${longDay(until)}: between ${least} and ${most}, ${last} in the last; ${estimated} estimated.`,
  },
  es: {
    actual: 'Lectura real',
    estimated: 'Estimada',
    caughtUp: 'Real tras estimaciones',
    unit: 'galones por día',
    months: 'ene feb mar abr may jun jul ago sep oct nov dic',
    nothing: 'Todavía no hay consumo facturado.',
    says: ({ periods, until, least, most, last, estimated }) =>
      `Galones por día en ${periods} periodos facturados hasta el ${longDayInSpanish(until)}: entre ${least} y ${most}, ${last} en el último; ${estimated} estimados.`,
  },
} satisfies Record<string, ChartWords>
