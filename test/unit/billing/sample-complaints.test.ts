// What the sample office's customers write: two mails a story, each with figures that their own records bear.
import { describe, expect, it } from 'vitest'
import { generateSampleOffice } from '../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../src/demo/sample-office/read-sample-rates.ts'
import { sampleComplaints } from '../../../src/demo/sample-office/sample-complaints.ts'
import { stories } from '../../../src/demo/sample-office/story.ts'
import { day } from '../../../src/kernel/days.ts'
import { formatCents } from '../../../src/kernel/money.ts'

const office = generateSampleOffice({ seed: 1, today: day('2026-11-22'), schedule: readSampleRates() })
const complaints = sampleComplaints(office)

describe('sample complaints', () => {
  it('are two for each story', () => {
    expect(complaints.map(({ story }) => story)).toEqual(stories.flatMap((story) => [story, story]))
  })

  it.each(complaints.map((complaint) => [complaint.subject, complaint] as const))('"%s" comes from an address on file', (_, complaint) => {
    const account = office.accounts.find(({ history }) => history.account.number === complaint.accountNumber)
    expect(account?.history.people.map((person) => person.email)).toContain(complaint.from.address)
    expect(complaint.from.address).toMatch(/^[a-z0-9.]+@mail\.example$/)
    expect(complaint.billId).toBe(account?.billId)
    const bills = account?.history.bills.slice(-2).map((bill) => formatCents(bill.totalCents))
    for (const figure of complaint.text.match(/\$[\d,]+\.\d\d/g) ?? []) expect(bills).toContain(figure)
  })
})
