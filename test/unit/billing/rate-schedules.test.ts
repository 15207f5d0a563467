// Schedules of every form that an office may have, and the published worked examples, each with its source.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessBill } from '../../../src/billing/assess-bill.ts'
import { linesOf } from '../../../src/billing/bill-of-record.ts'
import { computeBill } from '../../../src/billing/compute-bill.ts'
import { cutPeriod } from '../../../src/billing/cut-period.ts'
import { explainDifference } from '../../../src/billing/explain-difference.ts'
import { decimalText, roundHalfEven } from '../../../src/billing/fraction.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { addDays, day, formatDay } from '../../../src/kernel/days.ts'
import { allocateCents, cents, sumCents } from '../../../src/kernel/money.ts'
import { ratesSchema } from '../../../src/rulebook/kinds/rates.ts'

type Row = Record<string, unknown>
const always = { from: '2000-01-01', to: null, source: 'test' }

function schedule(change: { water?: Row[]; sewer?: Row[]; conventions?: Row; unit?: string; classes?: string[] } & Row) {
  const conventions = {
    days: 'first day out, last day in',
    spread: 'by-day',
    gallons_per_cubic_foot: '7.48052',
    rounding: 'each slice half up to the cent',
  }
  return ratesSchema.safeParse({
    ...{ name: 'test', classes: ['HOME', 'SHOP'], unit: 'gallons', calendars: { water: '01-01', sewer: '01-01', tax: '01-01' }, tax: null },
    ...{ water: [{ ...always, dollars_per_1000: '1.00' }], sewer: [{ ...always, percent_of_water: '0' }] },
    late_penalty: { percent: '1', grace_days: 20, source: 'test' },
    ...change,
    conventions: { ...conventions, ...change.conventions },
  })
}

function tariff(change: Parameters<typeof schedule>[0]) {
  const parsed = schedule(change)
  if (!parsed.success) throw new Error(parsed.error.message)
  return tariffOf(parsed.data)
}

type BillAsked = {
  from?: string
  to: string
  use: number
  class?: string
  sizes?: [string, string, string]
  property?: { units: number | null; lotSquareFeet: number | null }
}

/** Read at nothing on `from`; `sizes`: the meter's size, the day of its exchange, and the new one's. */
function bill(by: ReturnType<typeof tariff>, { from = '2024-04-01', to, use, class: name = 'HOME', sizes, property }: BillAsked) {
  const read = (id: string, meterId: string, on: string, value: number) => ({
    id,
    meterId,
    readOn: day(on),
    kind: 'actual' as const,
    value,
  })
  const exchanged = sizes ? [read('X1', 'M', sizes[1], use / 2), read('X2', 'N', sizes[1], 0)] : []
  const end = read('R2', sizes ? 'N' : 'M', to, sizes ? use / 2 : use)
  const input = {
    account: { class: name, sewerExempt: false, reliefPercent: null },
    meters: [
      { id: 'M', unitsPerCount: 1, digits: 8, sizeInches: sizes?.[0] ?? '5/8' },
      { id: 'N', unitsPerCount: 1, digits: 8, sizeInches: sizes?.[2] ?? '5/8' },
    ],
    reads: [read('R1', 'M', from, 0), ...exchanged, end],
    ...{ fromReadId: 'R1', toReadId: 'R2', tariff: by },
    ...(property ? { property } : {}),
  }
  return { input, computed: computeBill(input) }
}

function charged(by: ReturnType<typeof tariff>, asked: BillAsked) {
  const { computed } = bill(by, asked)
  if (!computed.ok) return computed.refusal
  const { water, service, minimum, slices, totalCents } = computed.value
  return { water: water.cents, service: service.cents, minimum: minimum.cents, totalCents, days: slices.map(({ days }) => days) }
}

describe('published worked examples', () => {
  const file = path.resolve(import.meta.dirname, '../../../../shared/domain/worked-examples.json')
  const examples = (): { id: string; src: string; in: never; out: never }[] => JSON.parse(readFileSync(file, 'utf8'))

  it.skipIf(!existsSync(file))('are all here', () => {
    const here = ['OTP-1', 'ORA-1', 'ORA-2', 'ORA-3', 'ORA-4', 'FLAT-FRAZIER', 'FIXED-PRORATE', 'SEWER-PONTIAC']
    expect(
      examples()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...here, 'LEAK-CEDARHILL'].sort()) // the leak is among the corrections
  })

  it('OTP-1: usage is split by days, and a monthly charge is prorated (otpco.com, how to read my bill)', () => {
    // 11 December 2018 to 9 January 2019: 29 days, 600 units, 20.689655 a day; the price changes after 20 days: 413.793103 and 186.206897.
    // $9.75 a month of 30.416667 days for 29 days: 9.2959 → $9.30.
    const by = tariff({
      water: [
        { ...always, to: '2018-12-31', dollars_per_1000: '1.00' },
        { ...always, from: '2019-01-01', dollars_per_1000: '2.00' },
      ],
      service: [{ ...always, dollars: '9.75' }],
      conventions: { normal_period_days: '30.416667' },
    })
    const { computed } = bill(by, { from: '2018-12-11', to: '2019-01-09', use: 600 })
    if (!computed.ok) throw new Error('refused')
    expect(computed.value.slices.map(({ days, quantity }) => [days, decimalText(quantity, 6)])).toEqual([
      [20, '413.793103'],
      [9, '186.206897'],
    ])
    expect(charged(by, { from: '2018-12-11', to: '2019-01-09', use: 600 })).toMatchObject({ service: 930 })
  })

  it('ORA-1: 100 units over 1 April to 15 May with a rate from 16 April are 33 and 67 (Oracle, service quantity proration)', () => {
    expect(allocateCents(cents(100), [15, 30])).toEqual([33, 67])
  })

  it('ORA-2: a segment from 1 July to 1 August with a rate from 20 July is 2 to 19 July and 20 July to 1 August (Oracle, consumption period)', () => {
    const by = tariff({
      water: [
        { ...always, to: '2024-07-19', dollars_per_1000: '1' },
        { ...always, from: '2024-07-20', dollars_per_1000: '2' },
      ],
    })
    const cut = cutPeriod(by, addDays(day('2024-07-01'), 1), day('2024-08-01'))
    expect(cut.ok && cut.value.map(({ from, to }) => [formatDay(from), formatDay(to)])).toEqual([
      ['2024-07-02', '2024-07-19'],
      ['2024-07-20', '2024-08-01'],
    ])
  })

  it('ORA-3: steps at 100 and 300 of 30 normal days stand at 150 and 450 over 45 (Oracle, step proration)', () => {
    const by = tariff({
      water: [
        {
          ...always,
          blocks: [{ up_to: '100', dollars_per_1000: '10' }, { up_to: '300', dollars_per_1000: '20' }, { dollars_per_1000: '40' }],
        },
      ],
      conventions: { normal_period_days: '30' },
    })
    const { computed } = bill(by, { from: '2024-04-01', to: '2024-05-16', use: 1000 })
    const blocks = computed.ok ? computed.value.slices[0]?.blocks : undefined
    expect(blocks?.map(({ quantity, cents: amount }) => [decimalText(quantity, 2), amount])).toEqual([
      ['150', 150],
      ['300', 600],
      ['550', 2200],
    ])
  })

  it('ORA-4: a change on 16 April halves 1 to 30 April (Oracle, value period factor)', () => {
    const by = tariff({
      water: [
        { ...always, to: '2024-04-15', dollars_per_1000: '1' },
        { ...always, from: '2024-04-16', dollars_per_1000: '2' },
      ],
    })
    const cut = cutPeriod(by, day('2024-04-01'), day('2024-04-30'))
    expect(cut.ok && cut.value.map(({ from, to }) => (to - from + 1) / 30)).toEqual([0.5, 0.5])
  })

  it('FLAT-FRAZIER: 2 hundred cubic feet at $2.36 and a base of $66.55 are $71.27 (frazierparkwater.com)', () => {
    const by = tariff({
      unit: 'cubic_feet',
      water: [{ ...always, dollars_per_1000: '23.6' }],
      service: [{ ...always, dollars: '66.55' }],
      conventions: { normal_period_days: '30' },
    })
    expect(charged(by, { from: '2024-04-01', to: '2024-05-01', use: 200 })).toMatchObject({ water: 472, service: 6655, totalCents: 7127 })
  })

  it('FIXED-PRORATE: $30 a month from 12 to 30 April are 19 days and $19.00 (helpscoutdocs.com, prorated transaction)', () => {
    const by = tariff({
      water: [{ ...always, dollars_per_1000: '0' }],
      service: [{ ...always, dollars: '30' }],
      conventions: { normal_period_days: '30' },
    })
    expect(charged(by, { from: '2024-04-11', to: '2024-04-30', use: 0 })).toMatchObject({ service: 1900, days: [19] })
  })

  it('SEWER-PONTIAC: 4 units of sewer at $4.86 are $19.44 (pontiac.org, how is my sewer bill calculated)', () => {
    // A sewer price by volume is a water price here: 4 thousand gallons at $4.86.
    expect(charged(tariff({ water: [{ ...always, dollars_per_1000: '4.86' }] }), { to: '2024-05-01', use: 4_000 })).toMatchObject({
      water: 1944,
    })
  })
})

describe('a schedule', () => {
  const month = { conventions: { normal_period_days: '30' } }

  it('by seasons is cut where one begins, and only rows of the month hold', () => {
    const by = tariff({
      water: [
        { ...always, months: [5, 6, 7, 8, 9], dollars_per_1000: '2' },
        { ...always, months: [1, 2, 3, 4, 10, 11, 12], dollars_per_1000: '1' },
      ],
    })
    // 2 to 30 April: 29 days at $1; 1 to 30 May: 30 days at $2. 5,900 gallons, 100 a day: $2.90 and $6.00.
    expect(charged(by, { to: '2024-05-30', use: 5_900 })).toMatchObject({ water: 890, days: [29, 30] })
  })

  it('by class and meter size bills each its own, and cuts on the day after an exchange', () => {
    const sizes = [
      { ...always, meter_sizes: ['5/8'], dollars: '10' },
      { ...always, meter_sizes: ['1'], dollars: '20' },
    ]
    const by = tariff({
      water: [
        { ...always, classes: ['HOME'], dollars_per_1000: '1' },
        { ...always, classes: ['SHOP'], dollars_per_1000: '3' },
      ],
      service: sizes,
      ...month,
    })
    expect(charged(by, { to: '2024-05-01', use: 1_000 })).toMatchObject({ water: 100, service: 1000 })
    expect(charged(by, { to: '2024-05-01', use: 1_000, class: 'SHOP' })).toMatchObject({ water: 300 })
    // Exchanged on 16 April: 15 days of the small meter, $5.00, and 15 of the large one, $10.00.
    expect(charged(by, { to: '2024-05-01', use: 1_000, sizes: ['5/8', '2024-04-16', '1'] })).toMatchObject({
      service: 1500,
      days: [15, 15],
    })
    expect(charged(by, { to: '2024-05-01', use: 1_000, sizes: ['5/8', '2024-04-16', '2'] })).toEqual({
      name: 'missing-rate',
      about: '2024-04-17',
    })
  })

  it('of a budget grows its blocks with the property, and names the measure that is missing', () => {
    const by = tariff({
      water: [{ ...always, blocks: [{ up_to_percent_of_budget: '100', dollars_per_1000: '1' }, { dollars_per_1000: '5' }] }],
      budget: { per_unit_per_day: '50', per_lot_square_foot_per_day: '0.01', source: 'test' },
      ...month,
    })
    // Two units and 5,000 square feet: 150 a day, 4,500 in 30 days. 6,000 gallons: $4.50 and $7.50.
    expect(charged(by, { to: '2024-05-01', use: 6_000, property: { units: 2, lotSquareFeet: 5_000 } })).toMatchObject({ water: 1200 })
    expect(charged(by, { to: '2024-05-01', use: 6_000, property: { units: 2, lotSquareFeet: null } })).toEqual({
      name: 'missing-input',
      about: 'lot_square_feet',
    })
  })

  it('with a minimum charges what is wanting to it, by the days', () => {
    const by = tariff({ minimum: [{ ...always, dollars: '12' }], ...month })
    expect(charged(by, { to: '2024-05-01', use: 1_000 })).toMatchObject({ water: 100, minimum: 1100, totalCents: 1200 })
    expect(charged(by, { to: '2024-04-16', use: 1_000 })).toMatchObject({ minimum: 500 })
    expect(charged(by, { to: '2024-05-01', use: 30_000 })).toMatchObject({ minimum: 0 })
  })

  it('that counts the first day and not the last is cut a day earlier', () => {
    const water = [
      { ...always, to: '2024-04-15', dollars_per_1000: '1' },
      { ...always, from: '2024-04-16', dollars_per_1000: '2' },
    ]
    const out = charged(tariff({ water }), { to: '2024-05-01', use: 3_000 })
    const into = charged(tariff({ water, conventions: { days: 'first day in, last day out' } }), { to: '2024-05-01', use: 3_000 })
    expect([out, into]).toMatchObject([{ days: [14, 16] }, { days: [15, 15] }])
  })

  it('that rounds halves to the even cent does so', () => {
    expect([2.5, 3.5, -2.5].map((value) => roundHalfEven({ n: BigInt(value * 2), d: 2n }))).toEqual([2, 4, -2])
    const half = { to: '2024-05-01', use: 25 } // 2.5 cents
    expect(charged(tariff({}), half)).toMatchObject({ water: 3 })
    expect(charged(tariff({ conventions: { rounding: 'each slice half even to the cent' } }), half)).toMatchObject({ water: 2 })
  })

  it('for accounts without a meter assesses building, lot and units by the days, with the sewer that follows', () => {
    const by = tariff({
      sewer: [{ ...always, percent_of_water: '100' }],
      assessments: [
        { ...always, classes: ['HOME'], dollars_per_year: { base: '100', per_unit: '20', per_1000_building_square_feet: '50' } },
      ],
    })
    const property = { units: 2, buildingSquareFeet: 2_400, lotSquareFeet: null }
    // 100 + 2 × 20 + 2.4 × 50 = $260 a year; 73 of 365 days are a fifth: $52.00, and as much sewer.
    const days = { from: day('2024-01-01'), to: day('2024-03-13') }
    expect(assessBill({ class: 'HOME', property, sewerExempt: false }, days, by)).toMatchObject({ value: { totalCents: 10_400 } })
    expect(assessBill({ class: 'HOME', property: { ...property, buildingSquareFeet: null }, sewerExempt: true }, days, by)).toMatchObject({
      refusal: { name: 'missing-input', about: 'building_square_feet' },
    })
    expect(assessBill({ class: 'SHOP', property, sewerExempt: false }, days, by)).toMatchObject({ refusal: { name: 'missing-rate' } })
  })

  it.each<[string, Parameters<typeof schedule>[0], RegExp]>([
    [
      'two prices for one account on one day',
      {
        water: [
          { ...always, dollars_per_1000: '1' },
          { ...always, classes: ['HOME'], dollars_per_1000: '2' },
        ],
      },
      /has a value already/,
    ],
    [
      'a row with a price and blocks',
      { water: [{ ...always, dollars_per_1000: '1', blocks: [{ dollars_per_1000: '1' }] }] },
      /expected dollars_per_1000, or blocks/,
    ],
    ['blocks without an end', { water: [{ ...always, blocks: [{ up_to: '5', dollars_per_1000: '1' }] }], ...month }, /the last block/],
    [
      'blocks without a normal period',
      { water: [{ ...always, blocks: [{ up_to: '5', dollars_per_1000: '1' }, { dollars_per_1000: '2' }] }] },
      /is needed for blocks/,
    ],
    [
      'blocks of a budget that nobody describes',
      { water: [{ ...always, blocks: [{ up_to_percent_of_budget: '5', dollars_per_1000: '1' }, { dollars_per_1000: '2' }] }], ...month },
      /blocks of a budget/,
    ],
  ])('with %s is refused', (_, change, words) => {
    const parsed = schedule(change)
    expect(parsed.success ? '' : parsed.error.message).toMatch(words)
  })
})

describe('property: with blocks, a fixed charge, a minimum and seasons', () => {
  const by = tariff({
    water: [
      {
        ...always,
        to: '2024-05-31',
        blocks: [{ up_to: '900', dollars_per_1000: '3.11' }, { up_to: '2500', dollars_per_1000: '4.77' }, { dollars_per_1000: '9.03' }],
      },
      { ...always, from: '2024-06-01', months: [6, 7, 8], dollars_per_1000: '6.5' },
      {
        ...always,
        from: '2024-06-01',
        months: [1, 2, 3, 4, 5, 9, 10, 11, 12],
        blocks: [{ up_to: '1100', dollars_per_1000: '2.9' }, { dollars_per_1000: '8' }],
      },
    ],
    sewer: [{ ...always, percent_of_water: '83' }],
    service: [{ ...always, dollars: '9.75' }],
    minimum: [{ ...always, dollars: '15' }],
    conventions: { normal_period_days: '30.4' },
  })
  const period = fc.record({
    start: fc.integer({ min: 0, max: 500 }),
    days: fc.integer({ min: 1, max: 90 }),
    use: fc.integer({ min: 0, max: 20_000 }),
  })
  const made = ({ start, days, use }: { start: number; days: number; use: number }) => {
    const from = addDays(day('2024-01-01'), start)
    const { input, computed } = bill(by, { from: formatDay(from), to: formatDay(addDays(from, days)), use })
    if (!computed.ok) throw new Error(JSON.stringify(computed.refusal))
    return { input, bill: computed.value, entries: [] }
  }

  it('two bills differ by exactly the sum of their parts, and only days move what only has more days', () => {
    fc.assert(
      fc.property(period, period, (a, b) => {
        const [earlier, later] = [made(a), made(b)]
        const { parts, differenceCents } = explainDifference(earlier, later)
        expect(sumCents(Object.values(parts))).toBe(differenceCents)
        expect(differenceCents).toBe(later.bill.totalCents - earlier.bill.totalCents)
        expect(Object.values(explainDifference(earlier, earlier).parts).every((part) => part === 0)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('within one price, more days alone move only the days’ part and what follows it', () => {
    const [earlier, later] = [made({ start: 10, days: 30, use: 3_000 }), made({ start: 10, days: 60, use: 6_000 })]
    const { parts } = explainDifference(earlier, later)
    expect([parts.use, parts.price, parts.meterOrClass, parts.correctedEstimates]).toEqual([0, 0, 0, 0])
    expect(parts.days).toBeGreaterThan(0)
  })

  it('the lines add up to the bill, and the blocks to the water', () => {
    fc.assert(
      fc.property(period, (asked) => {
        const { bill: computed } = made(asked)
        expect(sumCents(linesOf(computed).map(({ amountCents }) => amountCents))).toBe(computed.totalCents)
        for (const { blocks, quantity } of computed.slices) {
          if (!blocks) continue
          const sum = blocks.reduce((total, block) => total + Number(block.quantity.n) / Number(block.quantity.d), 0)
          expect(sum).toBeCloseTo(Number(quantity.n) / Number(quantity.d), 6)
        }
        expect(Number.isSafeInteger(computed.totalCents)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
