// Rules for what went wrong: leaks, wrong meters, service billed late, and the last bill of an account.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { AccountHistory } from '../../../../src/accounts/account-history.ts'
import { roundHalfUp, whole } from '../../../../src/billing/fraction.ts'
import { earliestBillable } from '../../../../src/billing/investigate/back-billing.ts'
import { type Correction, correctBill } from '../../../../src/billing/investigate/correct-bill.ts'
import { correctedUse, leakCredit } from '../../../../src/billing/investigate/correct-use.ts'
import { finalBill } from '../../../../src/billing/investigate/final-bill.ts'
import { worksheetOfBill } from '../../../../src/billing/investigate/worksheet.ts'
import { tariffOf } from '../../../../src/billing/tariff.ts'
import { generateSampleOffice } from '../../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../../src/demo/sample-office/read-sample-rates.ts'
import { addDays, day, formatDay } from '../../../../src/kernel/days.ts'
import { type BillingRules, billingSchema } from '../../../../src/rulebook/kinds/billing.ts'

const shipped = billingSchema.parse(
  parse(readFileSync(path.resolve(import.meta.dirname, '../../../../templates/rulebook/billing/2026-01-01.yaml'), 'utf8')),
)
const leak = { ...shipped.leak[0]!, excess_percent: '50', average_over_bills: 1 }

describe('a leak', () => {
  it('at Cedar Hill is credited with half of what it took above normal use', () => {
    // cedarhilltx.com/1258/Water-Leak-Adjustment-to-Bill: normal 10,000 gallons, the bill with the leak 20,000: 5,000 are credited.
    const credit = leakCredit(leak, [{ use: whole(10_000), days: 30 }], { use: whole(20_000), days: 30 })
    expect(credit.ok && roundHalfUp(credit.value.credited)).toBe(5_000)
  })

  it('is held against the average of as many days, over as many bills as the rule says', () => {
    const before = [
      { use: whole(99_999), days: 10 },
      { use: whole(6_000), days: 60 },
      { use: whole(3_000), days: 30 },
    ]
    const credit = leakCredit({ ...leak, average_over_bills: 2, excess_percent: '100' }, before, { use: whole(7_000), days: 60 })
    expect(credit.ok && [credit.value.average, credit.value.credited].map(roundHalfUp)).toEqual([6_000, 1_000])
  })

  it('that took less than usual is credited with nothing', () => {
    const credit = leakCredit(leak, [{ use: whole(10_000), days: 30 }], { use: whole(9_000), days: 30 })
    expect(credit.ok && roundHalfUp(credit.value.credited)).toBe(0)
  })

  it('waits in Chicago for the averaging window that nobody has published', () => {
    expect(leakCredit(shipped.leak[0]!, [], { use: whole(1), days: 1 })).toEqual({
      ok: false,
      refusal: { name: 'setting-missing', about: 'billing: leak.average_over_bills' },
    })
    expect(leakCredit(leak, [], { use: whole(1), days: 1 })).toMatchObject({ refusal: { name: 'missing-input' } })
  })
})

describe('a wrong meter', () => {
  // Wisconsin PSC 185.35: fast above 102 percent, slow below 97.
  const rule = { fast_above_percent: '102', slow_below_percent: '97', most_months: 24, source: 'Wisconsin PSC 185.35' }

  it.each([
    ['105', 1050, 1000],
    ['80', 800, 1000],
    ['102', 1020, 1020],
    ['97', 970, 970],
  ])('that registers %s percent and counted %i stands for %i', (registered, counted, stands) => {
    const use = correctedUse(rule, whole(counted), registered)
    expect(use.ok && roundHalfUp(use.value)).toBe(stands)
  })

  it('that stopped cannot be corrected by what it counted; and without a rule none is', () => {
    expect(correctedUse(rule, whole(0), '0')).toMatchObject({ refusal: { name: 'division-by-zero' } })
    expect(correctedUse(shipped.wrong_meter, whole(1), '80')).toMatchObject({
      refusal: { name: 'setting-missing', about: 'billing: wrong_meter' },
    })
  })
})

describe('service that was not billed in time', () => {
  const rule = { ...shipped.back_billing, applies: true }
  const earliest = (asked: { residential: boolean; cause?: string; foundOn: string }, by: typeof shipped.back_billing = rule) => {
    const found = earliestBillable(by, { cause: 'stopped-meter', ...asked, foundOn: day(asked.foundOn) })
    return found.ok ? found.value && formatDay(found.value) : found.refusal.about
  }

  it.each([
    [{ residential: true, foundOn: '2026-11-26' }, '2025-11-26'],
    [{ residential: false, foundOn: '2026-11-26' }, '2024-11-26'],
    [{ residential: true, foundOn: '2024-02-29' }, '2023-02-28'],
    [{ residential: false, foundOn: '2026-01-31' }, '2024-01-31'],
    [{ residential: true, cause: 'TAMPERING', foundOn: '2026-11-26' }, null],
  ])('%o goes back to %s', (asked, back) => expect(earliest(asked)).toBe(back))

  it('has no limit where the act does not bind, and waits where nobody has decided that', () => {
    expect(earliest({ residential: true, foundOn: '2026-11-26' }, { ...rule, applies: false })).toBeNull()
    expect(earliest({ residential: true, foundOn: '2026-11-26' }, shipped.back_billing)).toBe('billing: back_billing.applies')
  })
})

describe('a final bill', () => {
  const today = day('2026-11-22')
  const tariff = tariffOf(readSampleRates())
  const { history } = generateSampleOffice({ seed: 4, today, schedule: readSampleRates() }).accounts[2] as { history: AccountHistory }
  const last = history.reads.at(-1)!
  const on = addDays(last.readOn, 14)
  const rule = shipped.final_bill
  const owed = history.ledger.reduce((sum, entry) => sum + entry.amountCents, 0)

  it('goes from the last billed read to the reading of the day, with the balance beside it', () => {
    const final = finalBill(history, { on, value: last.value + 400, metered: true }, tariff, rule)
    if (!final.ok) throw new Error(JSON.stringify(final.refusal))
    expect(final.value.bill).toMatchObject({ from: addDays(last.readOn, 1), to: on })
    expect(final.value).toMatchObject({ balanceCents: owed, dueCents: owed + final.value.bill.totalCents, read: { kind: 'actual' } })
    expect(roundHalfUp(final.value.bill.measured.use)).toBe(400)
  })

  it.each(['last-period', 'same-days-last-year'] as const)('without a reading is estimated from the %s', (estimate_from) => {
    const final = finalBill(history, { on, metered: true }, tariff, { ...rule, estimate_from })
    if (!final.ok) throw new Error(JSON.stringify(final.refusal))
    expect(final.value.read).toMatchObject({ kind: 'estimated', readOn: on })
    if (estimate_from !== 'last-period') return expect(final.value.read.value).toBeGreaterThan(last.value)
    const before = history.reads.find(({ id }) => id === history.bills.at(-1)?.fromReadId)!
    const daily = (last.value - before.value) / (last.readOn - before.readOn)
    expect(final.value.read.value).toBe(last.value + Math.floor(daily * 14 + 0.5))
  })

  it.each([
    ['on a day that is billed already', { on: last.readOn, metered: true }, 'period-overlap', formatDay(last.readOn)],
    ['with a reading below the last', { on, value: 0, metered: true }, 'read-below-last', 'final'],
    [
      'of an account without a meter, while nobody has decided',
      { on, metered: false },
      'setting-missing',
      'billing: final_bill.for_non_metered',
    ],
  ])('%s is refused', (_, asked, name, about) => {
    expect(finalBill(history, asked, tariff, rule)).toEqual({ ok: false, refusal: { name, about } })
  })
})

describe('one bill with another use', () => {
  const today = day('2026-11-22')
  const tariff = tariffOf(readSampleRates())
  const { history } = generateSampleOffice({ seed: 4, today, schedule: readSampleRates() }).accounts.find(
    ({ story }) => story === 'leak',
  ) as {
    history: AccountHistory
  }
  const bill = history.bills.at(-1)!
  const rules: BillingRules = {
    ...shipped,
    leak: [{ ...leak, excess_percent: '100', average_over_bills: 6 }],
    wrong_meter: { fast_above_percent: '102', slow_below_percent: '97', most_months: 24, source: 'Wisconsin PSC 185.35' },
    stopped_meter: { estimate_from: 'period-before', source: 'test' },
  }
  const corrected = (correction: Correction, by = rules, of = history) => correctBill(of, bill.id, correction, tariff, by)

  it('of a leak is cut to the average by the pilot’s rule, which names what a person confirms', () => {
    const done = corrected({ kind: 'leak' })
    if (!done.ok) throw new Error(JSON.stringify(done.refusal))
    expect(done.value.bill.totalCents).toBeLessThan(bill.totalCents)
    expect(roundHalfUp(done.value.corrected)).toBeLessThan(roundHalfUp(done.value.measured))
    expect(done.value.conditions).toHaveLength(5)
    // Where the leak began two bills before, its own use is no part of the average.
    const since = corrected({ kind: 'leak', sinceBillId: history.bills.at(-3)!.id })
    expect(since.ok && since.value.bill.totalCents).toBeLessThan(done.value.bill.totalCents)
    expect(corrected({ kind: 'leak', sinceBillId: 'B-NONE' })).toMatchObject({ refusal: { name: 'missing-input', about: 'B-NONE' } })
    expect(worksheetOfBill('A', done.value.record, done.value.bill).differenceCents).toBe(done.value.bill.totalCents - bill.totalCents)
  })

  it('of a meter that registered 125 percent stands for four fifths of it', () => {
    const done = corrected({ kind: 'wrong-meter', registeredPercent: '125' })
    if (!done.ok) throw new Error(JSON.stringify(done.refusal))
    expect(done.value.corrected.n * 5n * done.value.measured.d).toBe(done.value.measured.n * 4n * done.value.corrected.d)
  })

  it('of a meter that stood still is billed by the daily use before', () => {
    const before = history.reads.find(({ id }) => id === bill.fromReadId)!
    const still = { ...history, reads: history.reads.map((read) => (read.id === bill.toReadId ? { ...read, value: before.value } : read)) }
    const done = corrected({ kind: 'stopped-meter' }, rules, still)
    if (!done.ok) throw new Error(JSON.stringify(done.refusal))
    expect(roundHalfUp(done.value.corrected)).toBeGreaterThan(0)
    expect(corrected({ kind: 'stopped-meter' })).toMatchObject({ refusal: { name: 'not-stopped', about: bill.id } })
  })

  it.each<[string, Correction, BillingRules, object]>([
    ['a leak after the pilot', { kind: 'leak' }, { ...rules, leak: [{ ...leak, to: '2025-12-31' }] }, { name: 'no-rule' }],
    ['a leak in Chicago, as it ships', { kind: 'leak' }, shipped, { name: 'setting-missing', about: 'billing: leak.average_over_bills' }],
    [
      'a wrong meter without a rule',
      { kind: 'wrong-meter', registeredPercent: '90' },
      shipped,
      { name: 'setting-missing', about: 'billing: wrong_meter' },
    ],
    ['a stopped meter without a rule', { kind: 'stopped-meter' }, shipped, { name: 'setting-missing', about: 'billing: stopped_meter' }],
  ])('is refused for %s', (_, correction, by, refusal) => expect(corrected(correction, by)).toMatchObject({ ok: false, refusal }))
})
