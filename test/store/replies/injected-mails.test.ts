// Fifty mails with instructions in them, hidden and plain: topic, account, recipients, what is asked of whom and the draft's words are
// the same as without.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { keepMails, openConsoleDesk } from '../../support/console-desk.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

type Injected = { id: string; where: 'html' | 'text' | 'header'; text: string; why: string }
const injected: Injected[] = readFileSync(path.resolve('test/fixtures/injected-mails.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

let sample: SampleDesk
let desk: Awaited<ReturnType<typeof openConsoleDesk>>
beforeAll(async () => {
  sample = await openSampleDesk({ parts: { transport: keepMails() } })
  desk = await openConsoleDesk(sample.office)
})
afterAll(() => desk.stop())

async function outcome(record: CaseRecord) {
  const view = await sample.office.replies.view(record.id)
  if (!view) throw new Error('no draft')
  const { draft, approval } = view
  return {
    topic: record.topic,
    urgency: record.urgency,
    hardReasons: record.hardReasons,
    account: record.accountNumber,
    entitled: record.entitled,
    to: draft.recipient,
    cc: draft.cc,
    template: draft.template,
    status: draft.status,
    enclosures: draft.enclosures.length,
    waitsFor: approval?.status ?? null,
    // The case's own number is all that may differ.
    text: draft.text.replaceAll(/WD-\d{6}/g, 'WD'),
  }
}

describe('an instruction in a mail', () => {
  it('is one of fifty', () => expect(injected).toHaveLength(50))

  it.each(injected)('$id ($why) changes nothing', async ({ where, text: order }) => {
    const complaint = sample.complaint('leak')
    const { from, subject, text } = complaint
    const html = `<p>${text.replace(/\n+/g, '</p><p>')}</p>`
    const plain = await outcome(await desk.customerWrites({ from, subject, text, ...(where === 'html' ? { html } : {}) }))
    const told = await outcome(
      await desk.customerWrites({
        ...{ from, subject },
        text: where === 'text' ? `${text}\n\n${order}` : text,
        ...(where === 'html' ? { html: html + order } : {}),
        ...(where === 'header' ? { headers: [order] } : {}),
      }),
    )
    expect(told).toEqual(plain)
  })
})
