// The stories of the sample office, found again from the records alone.
import { describe, expect, it } from 'vitest'
import type { AccountHistory } from '../../../src/accounts/account-history.ts'
import { type BillExplanation, explainBill } from '../../../src/billing/explain-bill.ts'
import type { Finding } from '../../../src/billing/finding.ts'
import { tariffOf } from '../../../src/billing/tariff.ts'
import { billReads } from '../../../src/demo/sample-office/bill-reads.ts'
import { generateSampleOffice, type SampleAccount } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { type Story, stories } from '../../../src/demo/sample-office/story.ts'
import { addDays, day } from '../../../src/kernel/days.ts'
import { cents } from '../../../src/kernel/money.ts'

const schedule = readSampleRates()
const office = generateSampleOffice({ seed: 1, today: day('2026-11-22'), schedule })

function told(story: Story): SampleAccount[] {
  return office.accounts.filter((account) => account.story === story)
}

function explained({ history, billId }: Pick<SampleAccount, 'history' | 'billId'>): BillExplanation {
  const explanation = explainBill(history, billId, schedule)
  if (!explanation.ok) throw new Error(JSON.stringify(explanation.refusal))
  return explanation.value
}

function names(explanation: BillExplanation): Finding['name'][] {
  return explanation.findings.map((finding) => finding.name)
}

function lastBill(history: AccountHistory): string {
  return history.bills.at(-1)?.id as string
}

function finding<N extends Finding['name']>(explanation: BillExplanation, name: N) {
  return explanation.findings.find((one): one is Extract<Finding, { name: N }> => one.name === name)
}

describe('the sample office', () => {
  it('tells each story at least five times, to 200 accounts with three years of bills', () => {
    expect(office.accounts).toHaveLength(200)
    for (const story of stories) expect(told(story).length).toBeGreaterThanOrEqual(5)
    for (const { history } of office.accounts) {
      const [first, last] = [history.reads[0], history.reads.at(-1)]
      expect((last?.readOn ?? 0) - (first?.readOn ?? 0)).toBeGreaterThanOrEqual(3 * 365 - 3)
    }
  })

  it('is the same for the same seed and another for another', () => {
    const again = (seed: number) => generateSampleOffice({ seed, today: day('2026-11-22'), schedule })
    expect(again(1)).toEqual(office)
    expect(again(2).accounts[0]).not.toEqual(office.accounts[0])
  })

  it.each(['2026-06-01', '2026-11-22', '2028-02-29'])('can be opened on %s, with nothing dated later', (text) => {
    const today = day(text)
    for (const { history, billId } of generateSampleOffice({ seed: 3, today, schedule }).accounts) {
      expect(explainBill(history, billId, schedule).ok).toBe(true)
      const dates = [
        ...history.reads.map((read) => read.readOn),
        ...history.bills.map((bill) => bill.issuedOn),
        ...history.ledger.map((entry) => entry.enteredOn),
      ]
      expect(Math.max(...dates)).toBeLessThanOrEqual(today)
    }
  })

  it('gives every account, meter, person and PIN a name of its own', () => {
    const histories = office.accounts.map(({ history }) => history)
    const unique = (values: (string | null)[]) => expect(new Set(values).size).toBe(values.length)
    unique(histories.map(({ account }) => account.number))
    unique(histories.map(({ property }) => property.pin))
    unique(histories.map(({ property }) => property.address))
    unique(histories.flatMap(({ people }) => people.map((person) => person.email)).filter((email) => email !== null))
    for (const { property } of histories) expect(property.pin).toMatch(/^\d{2}-\d{2}-\d{3}-\d{3}-\d{4}$/)
  })

  it('marks the lines that a sample rate had a part in, and no published one', () => {
    for (const line of office.accounts.flatMap(({ history }) => history.bills.flatMap((bill) => bill.lines))) {
      expect(line.sample).toBe(line.kind === 'tax' || line.toOn >= day('2026-06-01'))
    }
  })
})

describe('an explanation', () => {
  it.each(told('estimates-then-actual').map((account) => [account.billId, account] as const))('of %s finds the catch-up', (_, account) => {
    const explanation = explained(account)
    const found = finding(explanation, 'catch-up-after-estimates')
    expect(found).toMatchObject({ estimatedBills: 3, lastKnownReadOn: account.history.reads.at(-5)?.readOn })
    expect(found?.records).toEqual(expect.arrayContaining(account.history.reads.slice(-5).map((read) => `read:${read.id}`)))
    expect(explanation.before?.difference.parts.correctedEstimates).toBeGreaterThan(0)
    expect(names(explanation)).not.toContain('steady-high-use')
    expect(names(explanation)).not.toContain('use-above-average')
  })

  it.each(told('leak').map((account) => [account.billId, account] as const))('of %s suspects the leak', (_, account) => {
    const found = finding(explained(account), 'steady-high-use')
    expect(found?.bills).toBeGreaterThanOrEqual(2)
    expect(found?.excessGallonsPerDay).toBeGreaterThan(100)
    expect(found?.records).toContain(`bill:${account.billId}`)
  })

  it.each(told('rate-only').map((account) => [account.billId, account] as const))('of %s shows nothing but the price', (_, account) => {
    const explanation = explained(account)
    const { use, days, price, correctedEstimates } = explanation.yearAgo?.difference.parts ?? {}
    expect([use, days, correctedEstimates]).toEqual([0, 0, 0])
    expect(price).toBeGreaterThan(0)
    expect(names(explanation)).toEqual(['rate-changed'])
    expect(finding(explanation, 'rate-changed')).toMatchObject({
      oldRate: '36.51',
      newRate: '37.60',
      effectiveOn: day('2026-06-01'),
      sample: true,
    })
  })

  it.each(told('longer-period').map((account) => [account.billId, account] as const))('of %s shows the longer period', (_, account) => {
    const explanation = explained(account)
    const { days = 0, use = 0 } = explanation.before?.difference.parts ?? {}
    expect(names(explanation)).toContain('longer-period')
    expect(days).toBeGreaterThan(Math.abs(use))
  })

  it.each(told('payment-not-posted').map((account) => [account.billId, account] as const))(
    'of %s says that the ledger has no payment, and not whether one was made',
    (_, account) => {
      const explanation = explained(account)
      const unpaid = account.history.bills.at(-2)
      expect(finding(explanation, 'no-payment-recorded')).toMatchObject({ unpaidBillId: unpaid?.id, unpaidCents: unpaid?.totalCents })
      expect(explanation.broughtForwardCents).toBe(unpaid?.totalCents)
      expect(account.claimed?.amountCents).toBe(unpaid?.totalCents)
      expect(account.history.ledger.some((entry) => entry.kind === 'payment' && entry.enteredOn === account.claimed?.paidOn)).toBe(false)
    },
  )

  it.each(told('late-penalty').map((account) => [account.billId, account] as const))(
    'of %s names the penalty and its reason',
    (_, account) => {
      const found = finding(explained(account), 'late-penalty')
      expect(found?.penaltyCents).toBe(found?.ruleCents)
      expect(found?.paidOn).toBeGreaterThan(found?.payBy as number)
      expect(explained(account).before?.difference.parts.penaltiesAndPayments).toBe(found?.penaltyCents)
    },
  )

  it.each(told('vacant-with-use').map((account) => [account.billId, account] as const))(
    'of %s finds use at the empty property',
    (_, account) => {
      const found = finding(explained(account), 'use-at-vacant-property')
      expect(found?.records).toContain(`property:${account.history.property.id}`)
      expect(found?.gallons).toBeGreaterThan(0)
    },
  )

  it('finds nothing where nothing is unusual but what everybody has', () => {
    for (const account of told('nothing-unusual')) expect(names(explained(account))).toEqual(['rate-changed'])
  })

  it('compares with the bill before and with the one whose period ended a year before', () => {
    for (const account of told('nothing-unusual')) {
      const { bill, before, yearAgo } = explained(account)
      expect(before?.bill.to).toBe(addDays(bill.from, -1))
      expect(Math.abs(bill.to - (yearAgo?.bill.to ?? 0) - 365)).toBeLessThanOrEqual(5)
    }
  })

  it('has nothing to compare a first bill with', () => {
    const { history } = office.accounts[0] as SampleAccount
    expect(explained({ history, billId: history.bills[0]?.id as string })).toMatchObject({ before: null, yearAgo: null })
  })
})

describe('records that contradict each other', () => {
  const { history, billId } = told('leak')[0] as SampleAccount
  const last = history.bills.length - 1
  const changed = (change: (bill: AccountHistory['bills'][number]) => AccountHistory['bills'][number], index = last): AccountHistory => ({
    ...history,
    bills: history.bills.map((bill, at) => (at === index ? change(bill) : bill)),
  })
  const refusalOf = (of: AccountHistory) => {
    const explanation = explainBill(of, billId, schedule)
    return explanation.ok ? undefined : explanation.refusal
  }

  it('in lines that do not add up to the total are named', () => {
    const total = history.bills[last]?.totalCents ?? 0
    expect(refusalOf(changed((bill) => ({ ...bill, totalCents: cents(bill.totalCents + 1) })))).toEqual({
      name: 'lines-contradict-total',
      about: billId,
      recordedCents: total + 1,
      computedCents: total,
    })
  })

  it('in a bill that the rules do not reproduce are named', () => {
    const dearer = changed((bill) => ({
      ...bill,
      totalCents: cents(bill.totalCents + 100),
      lines: bill.lines.map((line, index) => (index === 0 ? { ...line, amountCents: cents(line.amountCents + 100) } : line)),
    }))
    expect(refusalOf(dearer)).toMatchObject({ name: 'recomputation-contradicts-total', about: billId })
  })

  it('in a ledger that posted another amount are named', () => {
    const ledger = history.ledger.map((entry) =>
      entry.kind === 'bill' && entry.billId === billId ? { ...entry, amountCents: cents(entry.amountCents - 1) } : entry,
    )
    expect(refusalOf({ ...history, ledger })).toMatchObject({ name: 'ledger-contradicts-bill', about: billId })
  })

  it('in the bill before are named too: nothing is compared with a doubtful bill', () => {
    expect(refusalOf(changed((bill) => ({ ...bill, totalCents: cents(bill.totalCents + 1) }), last - 1))).toMatchObject({
      name: 'lines-contradict-total',
      about: history.bills[last - 1]?.id,
    })
  })

  it('and a bill that the account does not have is refused by its number', () => {
    expect(explainBill(history, 'B-elsewhere', schedule)).toEqual({ ok: false, refusal: { name: 'missing-input', about: 'B-elsewhere' } })
  })
})

describe('a house with use of its own pattern', () => {
  /** Bills every 60 days up to October 2026 with these gallons a day, all read. */
  function houseUsing(gallonsPerDay: readonly number[], change: (history: AccountHistory) => AccountHistory = (history) => history) {
    const meter = { id: 'M', unitsPerCount: 1, digits: 7, sizeInches: '5/8', installedOn: day('2015-01-01'), removedOn: null }
    let value = 1000
    const reads = [0, ...gallonsPerDay].map((gallons, index) => {
      value += Math.round((gallons * 60) / 7.48052)
      const readOn = addDays(day('2026-10-20'), (index - gallonsPerDay.length) * 60)
      return { id: `R${index}`, meterId: 'M', readOn, kind: 'actual' as const, value, rolledOver: false }
    })
    const account = { number: '900000-000001', class: 'METERED', classes: [], openedOn: meter.installedOn, closedOn: null }
    const unknown = { assessorClass: null, units: null, buildingSquareFeet: null, lotSquareFeet: null }
    const property = { id: 'P', pin: null, address: '1 N Bur Oak St', type: 'single-family', vacantSince: null, ...unknown }
    const beside = { exemptions: [], notices: [], arrangements: [], serviceOrders: [], contacts: [] }
    const base = change({ account, property, people: [], meters: [meter], reads, bills: [], ledger: [], ...beside })
    const bills = billReads(base, { tariff: tariffOf(schedule), schedule: schedule.name, graceDays: 24 })
    return explained({ history: { ...base, bills }, billId: bills.at(-1)?.id as string })
  }
  const even = Array.from({ length: 12 }, () => 200)

  it('that waters its garden every summer has no leak', () => {
    // Six bills a year; the last two are summer's, and so were those of the year before.
    const gardens = [200, 200, 200, 200, 380, 380, 200, 200, 200, 200, 380, 380]
    expect(houseUsing(gardens).findings.map(({ name }) => name)).not.toContain('steady-high-use')
  })

  it('that never did may have one, from the second high bill on', () => {
    expect(houseUsing([...even, 380]).findings.map(({ name }) => name)).not.toContain('steady-high-use')
    const found = finding(houseUsing([...even, 380, 390]), 'steady-high-use')
    expect(found).toMatchObject({ bills: 2, gallonsPerDay: 390, usualGallonsPerDay: 200, excessGallonsPerDay: 190 })
  })

  it('that once used more for a single period has been above its average, no more', () => {
    expect(finding(houseUsing([...even, 400]), 'use-above-average')).toMatchObject({ averageGallonsPerDay: 200, percentAbove: 100 })
    expect(names(houseUsing(even))).toEqual(['rate-changed'])
  })

  it('whose estimates were too low is caught up without being called wasteful', () => {
    const caughtUp = houseUsing(even, (history) => ({
      ...history,
      reads: history.reads.map((read, index) =>
        index === 10 || index === 11 ? { ...read, kind: 'estimated', value: read.value - (index - 9) * 800 } : read,
      ),
    }))
    expect(finding(caughtUp, 'catch-up-after-estimates')).toMatchObject({ estimatedBills: 2, evenGallonsPerDay: 200 })
    expect(names(caughtUp)).not.toContain('use-above-average')
  })

  it.each([
    [24, false],
    [25, true],
  ])('whose bill before was paid %i days after it was sent is late: %s', (daysAfter, late) => {
    const account = office.accounts.find(
      ({ history }) => history.bills.length < 20 && names(explained({ history, billId: lastBill(history) })).length === 1,
    )
    const history = account?.history as AccountHistory
    const before = history.bills.at(-2)
    const ledger = history.ledger.map((entry) =>
      entry.kind === 'payment' && entry.billId === before?.id ? { ...entry, enteredOn: addDays(before.issuedOn, daysAfter) } : entry,
    )
    expect(names(explained({ history: { ...history, ledger }, billId: lastBill(history) })).includes('paid-after-due')).toBe(late)
  })

  it('that is estimated now is told how often in a row', () => {
    const now = houseUsing(even, (history) => ({
      ...history,
      reads: history.reads.map((read, index) => (index >= 11 ? { ...read, kind: 'estimated' } : read)),
    }))
    expect(finding(now, 'estimated-bill')).toMatchObject({ estimatedInARow: 2 })
  })
})
