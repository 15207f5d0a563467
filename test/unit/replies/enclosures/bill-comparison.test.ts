// The enclosed page, read back from its PDF: every figure of the explanation stands on it, in both languages.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { explainBill } from '../../../../src/billing/explain-bill.ts'
import { generateSampleOffice } from '../../../../src/demo/sample-office/generate-sample-office.ts'
import { readSampleRates } from '../../../../src/demo/sample-office/read-sample-rates.ts'
import { day } from '../../../../src/kernel/days.ts'
import { formatCents } from '../../../../src/kernel/money.ts'
import { createPdfRenderer } from '../../../../src/platform/pdf.ts'
import { enclosuresFor } from '../../../../src/replies/enclosures/make-enclosures.ts'

const today = day('2026-11-20')
const schedule = readSampleRates()
const renderPdf = createPdfRenderer(path.resolve('templates/letters'))
const { accounts } = generateSampleOffice({ seed: 7, today, schedule })
const stories = ['leak', 'estimates-then-actual', 'rate-only', 'late-penalty', 'nothing-unusual']

const explained = stories.flatMap((story) => {
  const account = accounts.find((candidate) => candidate.story === story)
  const newest = account?.history.bills.at(-1)
  const explanation = account && newest && explainBill(account.history, newest.id, schedule)
  if (!account || !explanation?.ok) return []
  return [
    { story, history: account.history, explanation: explanation.value, customer: 'Zoë Ó Briain', office: 'Sample City Water', on: today },
  ]
})

function textOf(pdf: Buffer): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'waterdesk-page-'))
  writeFileSync(path.join(folder, 'page.pdf'), pdf)
  const text = execFileSync('pdftotext', ['-layout', path.join(folder, 'page.pdf'), '-'], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return text
}

describe('what is enclosed with a reply about a bill', () => {
  it('has five stories to tell', () => expect(explained.map(({ story }) => story)).toEqual(stories))

  describe.each(['en', 'es'] as const)('in %s', (language) => {
    it.each(explained)('$story: the page bears the figures, the picture its words', (about) => {
      const [picture, page] = enclosuresFor('high-bill', about, language)
      const text = textOf(page!.make(renderPdf))
      const { bill, before, yearAgo } = about.explanation
      for (const side of [bill, before?.bill, yearAgo?.bill]) {
        if (!side) continue
        expect(text).toContain(formatCents(side.totalCents))
        expect(text).toContain(side.gallons.toLocaleString('en-US'))
      }
      expect(text).toContain('Zoë Ó Briain')
      expect(text).toContain(about.history.account.number)
      expect(text).toContain(language === 'es' ? 'Comparación de su factura' : 'Your water bill compared')
      const png = picture!.make(renderPdf)
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect(png).toEqual(picture!.make(renderPdf))
      expect(picture!.alt).toMatch(language === 'es' ? /^Galones por día/ : /^Gallons a day/)
    })
  })

  it('is nothing for other topics, and nothing without an explanation', () => {
    expect(enclosuresFor('payment-plan', explained[0]!, 'en')).toEqual([])
    expect(enclosuresFor('high-bill', null, 'en')).toEqual([])
  })

  it('is made from the same on another day, and from something else when a record changed', () => {
    const madeFrom = (about: (typeof explained)[number]) => enclosuresFor('high-bill', about, 'en').map((one) => one.madeFrom)
    const [about] = explained as [(typeof explained)[number]]
    expect(madeFrom({ ...about, on: day('2026-11-21') })).toEqual(madeFrom(about))
    // A reading of long ago moves one bar of the picture and none of its words.
    const bills = about.history.bills.map((bill, at) => (at === 2 ? { ...bill, quantityCubicFeet: bill.quantityCubicFeet + 400 } : bill))
    for (const [at, was] of madeFrom(about).entries())
      expect(madeFrom({ ...about, history: { ...about.history, bills } })[at]).not.toBe(was)
    const property = { ...about.history.property, address: '1 Elsewhere Ave' }
    expect(madeFrom({ ...about, history: { ...about.history, property } })[1]).not.toEqual(madeFrom(about)[1])
  })
})
