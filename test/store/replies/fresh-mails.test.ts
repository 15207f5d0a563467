// Whether a reply that the desk calls ready is the right one: mails put to the sample office with what each must come to.
// What was measured on each set before anything was mended by it stands in docs/replies.md.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshMail, type Judged, judgeMails, readFreshMails, shares } from '../../support/fresh-mails.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

const mainTopics = new Set<FreshMail['expect']['topic']>([
  'high-bill',
  'estimated-bill',
  'leak-adjustment',
  'payment-not-posted',
  'penalty-dispute',
])
const sets = ['first.jsonl', 'second.jsonl', 'third.jsonl', 'fourth.jsonl']
const judged: Judged[] = []
let desk: SampleDesk

beforeAll(async () => {
  desk = await openSampleDesk()
  for (const set of sets) judged.push(...(await judgeMails(desk, readFreshMails(set))))
  if (process.env.PRINT_SHARES) {
    const right = judged.filter(answerable).filter(({ ready, wrong }) => ready && wrong.length === 0)
    console.table(shares(judged))
    console.log(`of the main topics ${right.length} of ${judged.filter(answerable).length}`)
  }
}, 300_000)
afterAll(() => desk?.close())

const answerable = ({ mail: { writer, expect: expected } }: Judged) =>
  writer === 'on-file' && mainTopics.has(expected.topic) && expected.bill !== 'ask' && !expected.requests?.includes('other')
const shown = (mails: readonly Judged[]) => mails.map(({ mail, wrong, text }) => `${mail.id}: ${wrong.join('; ')} | ${text}`).join('\n')

describe('mails written for the sample office', () => {
  it('about one of the five main topics have a ready and right reply in at least nine of ten', () => {
    const main = judged.filter(answerable)
    const lacking = main.filter(({ ready, wrong }) => !ready || wrong.length > 0)
    expect(main.length).toBeGreaterThan(200)
    expect(1 - lacking.length / main.length, shown(lacking)).toBeGreaterThanOrEqual(0.9)
  })
  it('have a reply that is called ready and is not right in at most one of a hundred', () => {
    const wrong = judged.filter(({ ready, wrong }) => ready && wrong.length > 0)
    expect(wrong.length / judged.length, shown(wrong)).toBeLessThanOrEqual(0.01)
  })
  it('tell a stranger nothing of the account', () => {
    const strangers = judged.filter(({ mail }) => mail.writer === 'stranger')
    expect(strangers.length).toBeGreaterThan(15)
    expect(strangers.filter(({ wrong }) => wrong.some((fault) => fault.startsWith('tells')))).toEqual([])
  })
})
