// Rate files as many hands wrote them, and what they come to. Rates are those the utilities published; bills are worked by hand.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteOwrs } from '../../../src/billing/owrs/quote-owrs.ts'
import { parseOwrsText } from '../../../src/commands/read-owrs-file.ts'

type Inputs = Record<string, string | number>

function quoteOf(text: string, inputs: Inputs, className = 'A') {
  const file = parseOwrsText(text)
  return file.ok ? quoteOwrs(file.value, className, new Map(Object.entries(inputs).map(([name, value]) => [name, String(value)]))) : file
}

/** A file of one class, `A`, with these lines. */
function classOf(lines: string, metadata = ''): string {
  return `metadata:\n  utility_name: Example\n${metadata}rate_structure:\n  A:\n${lines.replace(/^/gm, '    ')}\n`
}

function charges(text: string, inputs: Inputs): [number, number, number] | string {
  const quoted = quoteOf(text, inputs)
  if (!quoted.ok) return `${quoted.refusal.name}: ${quoted.refusal.about}`
  return [quoted.value.serviceChargeCents, quoted.value.commodityChargeCents, quoted.value.billCents]
}

const bill = 'bill: service_charge+commodity_charge'
const arcata = classOf(`service_charge:
  depends_on:
    - meter_size
    - city_limits
  values:
    5/8"|inside_city: 12.16
    5/8"|outside_city: 23.42
commodity_charge: Tiered
tier_starts_commodity:
  - 0
  - 3
  - 5
tier_prices_commodity:
  depends_on: city_limits
  values:
    inside_city: [3.1, 3.34, 6.54]
    outside_city: [3.26, 3.51, 6.88]
${bill}`)
const chinoHills = classOf(`service_charge:
  depends_on: [meter_size]
  values:
    3/4": 29.54
    1|1/2": 98.46
commodity_charge: Budget
gpcd_commodity: 55
indoor_commodity: hhsize*gpcd*days_in_period*(1/748)
outdoor_commodity: landscape_factor*et_amount*irr_area*0.62*(1/748)
budget_commodity: indoor+outdoor
landscape_factor_commodity: .8
tier_starts_commodity:
  - 0
  - indoor
  - 100%
tier_prices_commodity:
  depends_on: [pressure_zone]
  values:
    1: [2.09, 2.37, 3.31]
    2: [2.26, 2.54, 3.48]
${bill}`)
const household = { meter_size: '3/4"', hhsize: 3, days_in_period: 30, et_amount: 4.5, irr_area: 2000, pressure_zone: 1 }

describe('quotes', () => {
  it.each<[string, string, Inputs, [number, number, number]]>([
    // frazierparkwater.com/how-to-read-your-water-bill: 2 ccf at 2.36 on 66.55.
    [
      'a flat rate (Frazier Park)',
      classOf(`service_charge: 66.55\ncommodity_charge: 2.36*usage_ccf\n${bill}`),
      { usage_ccf: 2 },
      [6655, 472, 7127],
    ],
    // CaDC rate survey, summary table: Arcata, 4.18524809817265 ccf: 12.16 + (2 x 3.10 + 2 x 3.34 + 0.185 x 6.54 = 14.09) = 26.25.
    [
      'tiers by two keys (Arcata)',
      arcata,
      { usage_ccf: 4.18524809817265, meter_size: '5/8"', city_limits: 'inside_city' },
      [1216, 1409, 2625],
    ],
    // Indoor 3 x 55 x 30 / 748 = 6.62 -> 7; outdoor 0.8 x 4.5 x 2000 x 0.62 / 748 = 5.97, budget 12.59 -> 13:
    // 7 x 2.09 + 6 x 2.37 + 2 x 3.31 = 35.47.
    ['a budget under old names (Chino Hills)', chinoHills, { ...household, usage_ccf: 15 }, [2954, 3547, 6501]],
    // The same survey: Bear State, 15 ccf = 11.22078 thousand gallons: 5 free, 6 x 2.25, 0.22078 x 5 = 14.60.
    [
      'thousands of gallons in tiers (Bear State)',
      classOf(
        `service_charge: 4.17\ncommodity_charge: Tiered\ntier_starts: [0, 6, 12]\ntier_prices: [0, 2.25, 5]\n${bill}`,
        '  bill_unit: kgal\n',
      ),
      { usage_ccf: 15 },
      [417, 1460, 1877],
    ],
    // The same survey: Magalia, 15 ccf: 11.22078 x 5.254 = 58.95.
    [
      'thousands of gallons in a formula (Magalia)',
      classOf(
        `service_charge: 31.67\nflat_rate_commodity: 5.254\ncommodity_charge: flat_rate_commodity*usage_ccf\n${bill}`,
        '  bill_unit: kgal\n',
      ),
      { usage_ccf: 15 },
      [3167, 5895, 9062],
    ],
  ])('%s', (_, text, inputs, expected) => {
    expect(charges(text, inputs)).toEqual(expected)
  })

  // RateParser's tests/testthat/test_calculate_bills.R, RESIDENTIAL_SINGLE: 11 + (2.87*14 + 4.29*6 + 6.44*5 + 10.07*2.3) + 2*10.
  it('gives sewer tiers tables of their own', () => {
    const text = classOf(`service_charge: 11
tier_starts: [0, 15, 21, 26]
tier_prices: [2.87, 4.29, 6.44, 10.07]
commodity_charge: Tiered
sewer_tier_starts: [0, 11]
sewer_tier_prices: [2, 0]
sewer_charge: Tiered
bill: commodity_charge + service_charge + sewer_charge`)
    expect(charges(text, { usage_ccf: 27.3 })).toEqual([1100, 12128, 15228])
  })

  it.each(['1|1/2"', '1 1/2"', '1_1/2"', '1-1/2″'])('knows a meter size written %s', (size) => {
    expect(charges(chinoHills, { ...household, usage_ccf: 0, meter_size: size })).toEqual([9846, 0, 9846])
  })

  it('takes any field for a value of a map: a map, a list of one, a keyword, a name, a formula, a key', () => {
    const text = classOf(`season:
  depends_on: usage_month
  values: {1: Winter, 7: Summer}
block: [2.5]
cheap: [1]
tier_starts: [0]
tier_prices:
  depends_on: area
  values: {in: cheap, out: [block*2]}
commodity_charge:
  depends_on: season
  values:
    Winter: Tiered
    Summer:
      depends_on: [area, water]
      values:
        in:
          potable: usage_ccf*block
          raw: [3]
        out|raw: block
bill: commodity_charge`)
    const asked = { usage_ccf: 10, usage_month: 7, area: 'IN', water: 'potable' }
    expect(charges(text, asked)).toEqual([0, 2500, 2500])
    expect(charges(text, { ...asked, water: 'raw' })).toEqual([0, 300, 300])
    expect(charges(text, { ...asked, usage_month: '01' })).toEqual([0, 1000, 1000])
    expect(charges(text, { ...asked, usage_month: 1, area: 'out' })).toEqual([0, 5000, 5000])
  })

  it('reads classes that are lists of fields, headings that are repeated, anchors, and values given before the file', () => {
    const text = `rate_structure:
  A:
    - days_in_period: 30.4
    - bill: 2*days_in_period
rate_structure:
  NON-RESIDENTIAL: &other
    bill: 5
  Again: *other
`
    expect(quoteOf(text, {})).toMatchObject({ value: { billCents: 6080 } })
    expect(quoteOf(text, { days_in_period: 31 })).toMatchObject({ value: { billCents: 6200 } })
    expect(quoteOf(text, {}, 'non residential')).toMatchObject({ value: { billCents: 500 } })
    expect(quoteOf(text, {}, 'Again')).toMatchObject({ value: { billCents: 500 } })
  })

  it('asks only for what the charges need', () => {
    expect(charges(classOf('fixed_drought_surcharge:\n  depends_on: stage\n  values: {1: 2}\nbroken: (((\nbill: 7'), {})).toEqual([
      0, 0, 700,
    ])
  })
})

describe('refusals', () => {
  it.each<[string, string, Inputs, string]>([
    ['an input that a map needs', arcata, { usage_ccf: 4, city_limits: 'inside_city' }, 'missing-input: meter_size'],
    ['an input that a formula needs', chinoHills, { ...household, hhsize: '', usage_ccf: 4 }, 'not-a-number: hhsize ()'],
    ['use that is not given', arcata, { meter_size: '5/8"', city_limits: 'inside_city' }, 'missing-input: usage_ccf'],
    [
      'a key',
      arcata,
      { usage_ccf: 4, meter_size: '9"', city_limits: 'inside_city' },
      'unknown-key: service_charge has no value for meter_size 9", city_limits inside_city',
    ],
    ['use below zero', arcata, { usage_ccf: -4, meter_size: '5/8"', city_limits: 'inside_city' }, 'negative-usage: usage_ccf'],
    ['a division by zero', classOf('rate: 1/(days-days)\nbill: rate'), { days: 3 }, 'division-by-zero: rate'],
    ['a circle', classOf('a: b\nb: 2*c\nc: a\nbill: a'), {}, 'circular-field: bill -> a -> b -> c -> a'],
    ['a circle of keys', classOf('bill:\n  depends_on: zone\n  values: {1: 2}\nzone: bill'), {}, 'circular-field: bill -> zone -> bill'],
    [
      'tables of different length',
      classOf('tier_starts: [0, 5]\ntier_prices: [1]\ncommodity_charge: Tiered\nbill: commodity_charge'),
      { usage_ccf: 1 },
      'unequal-tiers: tier_starts has 2, tier_prices has 1',
    ],
    [
      'a missing table',
      classOf('tier_starts: [0, 5]\ncommodity_charge: Tiered\nbill: commodity_charge'),
      { usage_ccf: 1 },
      'missing-input: tier_prices',
    ],
    [
      'a percentage of no budget',
      classOf('tier_starts: [0, 100%]\ntier_prices: [1, 2]\ncommodity_charge: Budget\nbill: commodity_charge'),
      { usage_ccf: 1 },
      'missing-input: budget',
    ],
    ['a unit', classOf('bill: usage_ccf', '  bill_unit: kilolitre\n'), { usage_ccf: 1 }, 'unknown-unit: kilolitre'],
    ['a bill', classOf('service_charge: 1'), {}, 'missing-input: bill'],
    ['an empty field', classOf('service_charge:\nbill: 1'), {}, 'malformed-field: service_charge (empty)'],
    ['a map by halves', classOf('bill:\n  depends_on: zone'), { zone: 1 }, 'malformed-field: bill (depends_on and values belong together)'],
    ['a list where a number is meant', classOf('rate: [1, 2]\nbill: rate'), {}, 'not-a-number: rate (a list)'],
    ['a value given twice', classOf('bill:\n  depends_on: zone\n  values:\n    1: 5\n    1: 6'), { zone: 1 }, 'given-twice: 1 (in bill)'],
    ['a formula', classOf('bill: max(1, 2)'), {}, 'bad-formula: bill: max(1, 2)'],
  ])('names %s', (_, text, inputs, expected) => {
    expect(charges(text, inputs)).toBe(expected)
  })

  it('names a class', () => {
    expect(quoteOf(arcata, {}, 'B')).toEqual({ ok: false, refusal: { name: 'unknown-class', about: 'B' } })
  })

  it.each([
    ['nothing', ''],
    ['a word', 'water'],
    ['a list', '- 1'],
    ['no YAML', '{ a: [1'],
    ['no classes', 'rate_structure: Tiered'],
    ['brackets in brackets', '['.repeat(3000)],
    ['maps in maps', Array.from({ length: 50 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['an alias of itself', 'rate_structure: &a [*a]'],
    [
      'aliases of aliases',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...[...'bcdefg'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[index]}`).join(',')}]`),
      ].join('\n'),
    ],
  ])('says of a file of %s that it cannot be read', (_, text) => {
    expect(quoteOf(text, {})).toMatchObject({ ok: false, refusal: { name: 'unreadable-file' } })
  })

  it('works out once what many name', () => {
    const doubling = (field: (index: number) => string) => Array.from({ length: 20 }, (_, index) => field(index)).join('\n')
    const numbers = classOf(`${doubling((index) => `k${index}: k${index + 1}+k${index + 1}`)}\nk20: 1\nbill: k0/1000`)
    expect(charges(numbers, {})).toEqual([0, 0, 104_858])
    const keys = classOf(
      `${doubling((index) => `k${index}:\n  depends_on: [k${index + 1}, k${index + 1}]\n  values: {x|x: x}`)}\nk20: x\nbill:\n  depends_on: k0\n  values: {x: 1}`,
    )
    expect(charges(keys, {})).toEqual([0, 0, 100])
  })

  it('makes a quote or a named refusal of any text at all', () => {
    const words = [
      'rate_structure',
      'A',
      'bill',
      'depends_on',
      'values',
      'Tiered',
      'Budget',
      'tier_starts',
      'tier_prices',
      '100%',
      'usage_ccf',
      '1',
    ]
    const nearly = fc
      .array(fc.constantFrom(...words, ': ', ':\n', '\n', '  ', '    ', '- ', '[', ']', '{', '}', ', ', '&a ', '*a ', '|', '"'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          nearly,
          nearly.map((text) => classOf(text)),
        ),
        (text) => {
          const quoted = quoteOf(text, { usage_ccf: 5 })
          if (quoted.ok) expect(Number.isSafeInteger(quoted.value.billCents)).toBe(true)
          else expect(quoted.refusal.name).toMatch(/^[a-z-]+$/)
        },
      ),
      { numRuns: 300 },
    )
  })
})
