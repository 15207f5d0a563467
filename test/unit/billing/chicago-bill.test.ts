// Chicago's bills worked by hand, from the published schedule as it ships and from the sample office's.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { computeBill } from '../../../src/billing/compute-bill.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { day, formatDay } from '../../../src/kernel/days.ts'
import { type RateSchedule, ratesSchema } from '../../../src/rulebook/kinds/rates.ts'

const shippedFile = path.resolve(import.meta.dirname, '../../../templates/rulebook/rates/2002-01-01.yaml')
const shipped = ratesSchema.parse(parse(readFileSync(shippedFile, 'utf8')))

function bill(schedule: RateSchedule, from: string, to: string, cubicFeet: number) {
  return computeBill({
    account: { class: 'METERED', sewerExempt: false, reliefPercent: null },
    meters: [{ id: 'M1', unitsPerCount: 1, digits: 6 }],
    reads: [
      { id: 'R1', meterId: 'M1', readOn: day(from), kind: 'actual', value: 1000 },
      { id: 'R2', meterId: 'M1', readOn: day(to), kind: 'actual', value: 1000 + cubicFeet },
    ],
    fromReadId: 'R1',
    toReadId: 'R2',
    tariff: tariffOf(schedule),
  })
}

function amounts(computed: ReturnType<typeof bill>) {
  if (!computed.ok) throw new Error(JSON.stringify(computed.refusal))
  const slices = computed.value.slices.map((slice) => [
    formatDay(slice.from),
    slice.days,
    slice.waterCents,
    slice.sewerCents,
    slice.taxCents,
  ])
  return { slices, totalCents: computed.value.totalCents }
}

describe('a Chicago bill worked by hand', () => {
  it('is cut on 1 June 2024, when water rises from 33.95 to 35.10', () => {
    // Read on 10 May and 10 July 2024: 61 days, 1,200 cubic feet. First day out, last day in.
    // 11 to 31 May: 21 days, 1200 × 21/61 = 413.114754 cubic feet
    //   water 413.114754 × 33.95 / 1000 = 14.02525 → $14.03     sewer 100 % → $14.03
    //   tax   413.114754 × 7.48052 = 3090.31315 gallons × 2.51 / 1000 = 7.75669 → $7.76 (a sample rate)
    // 1 June to 10 July: 40 days, 1200 × 40/61 = 786.885246 cubic feet
    //   water 786.885246 × 35.10 / 1000 = 27.61967 → $27.62     sewer 100 % → $27.62
    //   tax   786.885246 × 7.48052 = 5886.31082 gallons × 2.51 / 1000 = 14.77464 → $14.77
    // Total 14.03 + 14.03 + 7.76 + 27.62 + 27.62 + 14.77 = $105.83
    expect(amounts(bill(readSampleRates(), '2024-05-10', '2024-07-10', 1200))).toEqual({
      slices: [
        ['2024-05-11', 21, 1403, 1403, 776],
        ['2024-06-01', 40, 2762, 2762, 1477],
      ],
      totalCents: 10583,
    })
  })

  it('is cut on 1 January 2015, when water and the sewer percentage change together', () => {
    // Read on 12 December 2014 and 11 January 2015: 30 days, 600 cubic feet, 20 a day.
    // 13 to 31 December: 19 days, 380: water 380 × 24.80 / 1000 = 9.424 → $9.42; sewer 96 % of 9.42 = 9.0432 → $9.04
    // 1 to 11 January: 11 days, 220: water 220 × 28.52 / 1000 = 6.2744 → $6.27; sewer 100 % → $6.27
    // No tax was billed then. Total $31.00
    expect(amounts(bill(shipped, '2014-12-12', '2015-01-11', 600))).toEqual({
      slices: [
        ['2014-12-13', 19, 942, 904, 0],
        ['2015-01-01', 11, 627, 627, 0],
      ],
      totalCents: 3100,
    })
  })

  it('is cut on 1 January 2018, when the tax rises from 0.59 to 1.28 and the water price stays', () => {
    // Read on 12 December 2017 and 11 January 2018: 30 days, 600 cubic feet, water at 29.04 throughout.
    // 19 days, 380: water 11.0352 → $11.04; sewer $11.04; tax 380 × 7.48052 = 2842.5976 gallons × 0.59 / 1000 = 1.67713 → $1.68
    // 11 days, 220: water 6.3888 → $6.39; sewer $6.39; tax 1645.7144 gallons × 1.28 / 1000 = 2.10651 → $2.11
    // Total 11.04 + 11.04 + 1.68 + 6.39 + 6.39 + 2.11 = $38.65
    expect(amounts(bill(shipped, '2017-12-12', '2018-01-11', 600))).toEqual({
      slices: [
        ['2017-12-13', 19, 1104, 1104, 168],
        ['2018-01-01', 11, 639, 639, 211],
      ],
      totalCents: 3865,
    })
  })

  it('is not cut where a new year repeats the old values', () => {
    expect(amounts(bill(shipped, '2010-12-12', '2011-01-11', 600)).slices).toHaveLength(1)
  })

  it('is cut where the sewer percentage alone changes', () => {
    // 10 September to 10 October 2025, 600 cubic feet: 20 days and 10 days. Water 400 × 36.51 / 1000 = 14.604 → $14.60, sewer 100 %;
    // 200 × 36.51 / 1000 = 7.302 → $7.30, sewer 105 % of it = 7.665 → $7.67
    const [open] = shipped.sewer.slice(-1)
    if (!open) throw new Error('no sewer')
    const sewer = [
      ...shipped.sewer.slice(0, -1),
      { ...open, to: day('2025-09-30') },
      { ...open, from: day('2025-10-01'), percent_of_water: '105' },
    ]
    expect(amounts(bill({ ...shipped, sewer, tax: null }, '2025-09-10', '2025-10-10', 600)).slices).toEqual([
      ['2025-09-11', 20, 1460, 1460, 0],
      ['2025-10-01', 10, 730, 767, 0],
    ])
  })

  it('marks what a sample rate had a part in, and nothing else', () => {
    const computed = bill(readSampleRates(), '2026-05-10', '2026-07-10', 1200)
    if (!computed.ok) throw new Error(JSON.stringify(computed.refusal))
    expect(computed.value.slices.map((slice) => [slice.water.sample, slice.sewer.sample, slice.tax?.sample])).toEqual([
      [false, false, true],
      [true, false, true],
    ])
  })
})

describe('the published schedule', () => {
  it('refuses a day without a published water rate, by its date', () => {
    const publishedWater = { ...shipped, tax: null }
    expect(bill(publishedWater, '2026-05-10', '2026-06-10', 600)).toEqual({
      ok: false,
      refusal: { name: 'missing-rate', about: '2026-06-01' },
    })
  })

  it('refuses a day without a published tax, rather than billing none', () => {
    expect(bill(shipped, '2021-12-20', '2022-01-20', 600)).toEqual({ ok: false, refusal: { name: 'missing-rate', about: '2022-01-01' } })
  })

  it('has every value that the sample schedule does not mark as a sample, and no other', () => {
    const sample = readSampleRates()
    const published = <R extends { sample: boolean }>(rows: readonly R[] | null) => rows?.filter((row) => !row.sample)
    expect(published(sample.water)).toEqual(shipped.water)
    expect(published(sample.sewer)).toEqual(shipped.sewer)
    expect(published(sample.tax)).toEqual(shipped.tax)
    expect([...shipped.water, ...shipped.sewer, ...(shipped.tax ?? [])].some((row) => row.sample)).toBe(false)
  })

  it('refuses rows that give one day two values', () => {
    const overlapping = parse(readFileSync(shippedFile, 'utf8'))
    overlapping.water[1].from = '2002-12-31'
    expect(ratesSchema.safeParse(overlapping).error?.issues[0]?.message).toBe('2002-12-31 has a value already, of a row before')
  })

  it('refuses a number where a printed value belongs', () => {
    const unquoted = parse(readFileSync(shippedFile, 'utf8'))
    unquoted.water[0].dollars_per_1000 = 15.0
    expect(ratesSchema.safeParse(unquoted).error?.issues[0]?.message).toContain('in quotes, as printed')
  })
})
