// The chart of use, as the console puts it into a page that allows no inline style.
import { describe, expect, it } from 'vitest'
import { useChart } from '../../../src/billing/use-chart.ts'
import { generateSampleOffice, type SampleAccount } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { day } from '../../../src/kernel/days.ts'
import { renderChart } from '../../../src/platform/charts.ts'

const office = generateSampleOffice({ seed: 1, today: day('2026-11-22'), schedule: readSampleRates() })
const estimated = office.accounts.find((account) => account.story === 'estimates-then-actual') as SampleAccount

describe('the chart of use', () => {
  it('marks estimated periods and the reading that ended them, one bar a period', () => {
    const { option, label } = useChart(estimated.history)
    const series = option.series as { name: string; data: (number | null)[] }[]
    const bars = Object.fromEntries(series.map(({ name, data }) => [name, data.filter((value) => value !== null).length]))
    expect(bars).toEqual({ 'Actual reading': estimated.history.bills.length - 4, Estimated: 3, 'Actual after estimates': 1 })
    expect(label).toContain('3 estimated')
  })

  it('is drawn without style sheets, style attributes, classes or scripts', () => {
    const { option, label } = useChart(estimated.history)
    const svg = renderChart(option, { width: 760, height: 300, label })
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="Gallons a day/)
    expect(svg).not.toMatch(/<style|<script|\sstyle=|\sclass=|\son\w+=/)
    expect(svg).toMatch(/font-size="12px"/)
    expect(svg).toContain('Actual after estimates')
  })

  it('keeps hostile words as words', () => {
    const hostile = '<b style="color:red" onclick="x()">"\'&'
    const svg = renderChart(
      { legend: { data: [hostile] }, xAxis: { data: [hostile] }, yAxis: {}, series: [{ type: 'bar', name: hostile, data: [1] }] },
      { width: 760, height: 300, label: hostile },
    )
    expect(svg).not.toContain('<b')
    expect(svg.replace(/>[^<]*</g, '><')).not.toMatch(/\s(?:style|onclick)="/)
    expect(svg).toContain('&lt;b style=')
  })

  it('of an account without bills says so', () => {
    expect(useChart({ ...estimated.history, bills: [] }).label).toBe('No billed use yet.')
  })
})
