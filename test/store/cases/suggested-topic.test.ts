// Where the rules are unsure of a topic, a language model's guess stands beside it, is taken by a person, and changes nothing by itself.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CaseRecord } from '../../../src/cases/case.ts'
import { suggestedTopic } from '../../../src/cases/suggested-topic.ts'
import { type ModelServer, startModelServer } from '../../support/model-server.ts'
import { receiveFrom } from '../../support/receive.ts'
import { openSampleDesk, type SampleDesk } from '../../support/sample-desk.ts'

const unsure =
  'Good day,\n\nsomething about the thing on 1604 W Prairie Smoke Ave seems off to Hector and me since May 3. Call 312-555-0144.\n\nHéctor Ortiz'

describe('a topic that the rules are unsure of', () => {
  let server: ModelServer
  let desk: SampleDesk
  beforeAll(async () => {
    server = await startModelServer()
    desk = await openSampleDesk({ model: server.settings() })
    await desk.office.jobs.start()
  })
  afterAll(async () => {
    await desk.office.jobs.stop()
    await desk.close()
    await server.close()
  })
  afterEach(() => server.isHonest())

  async function received(text = unsure): Promise<CaseRecord> {
    const complaint = desk.complaint('longer-period')
    return (await receiveFrom(desk, { ...complaint, subject: 'Hello', text })).case
  }
  const told = async (record: CaseRecord) =>
    suggestedTopic((await desk.office.cases.byId(record.id)) as CaseRecord, await desk.office.cases.timeline(record.id))

  it('gets a suggestion from words without names and figures, and stays what it was', async () => {
    const record = await received()
    expect(record.hardReasons).toContain('low-confidence')
    server.answers(() => ({ content: '{"topic":"meter-problem","urgency":"high"}' }))
    await desk.office.cases.suggestTopic({ caseId: record.id })
    expect(await told(record)).toEqual({ topic: 'meter-problem', urgency: 'high' })
    const { topic, topicReason, urgency, hardReasons, status } = record
    expect(await desk.office.cases.byId(record.id)).toMatchObject({ topic, topicReason, urgency, hardReasons, status })
    const { mail, raw } = server.asked.at(-1) as (typeof server.asked)[number]
    expect(mail).toContain('something about the thing on')
    expect(raw).not.toMatch(/Prairie|H[eé]ctor|Ortiz|1604|555|May 3/i)
    const [exchange] = await desk.office.model.exchanges([record.id])
    expect(exchange).toMatchObject({ purpose: 'topic', askedBy: null, answer: { outcome: 'accepted' } })
    expect(await desk.office.cases.verifyChain(record.id)).toEqual({ ok: true })
  })

  it('is asked for once, however often the job runs', async () => {
    const record = await received()
    await Promise.all([desk.office.cases.suggestTopic({ caseId: record.id }), desk.office.cases.suggestTopic({ caseId: record.id })])
    await desk.office.cases.suggestTopic({ caseId: record.id })
    expect((await desk.office.cases.timeline(record.id)).filter(({ kind }) => kind === 'topic-suggested')).toHaveLength(1)
  })

  it('is taken by a person, and then there is none any more', async () => {
    const record = await received()
    server.answers(() => ({ content: '{"topic":"meter-problem","urgency":"high"}' }))
    await desk.office.cases.suggestTopic({ caseId: record.id })
    const change = await told(record)
    if (!change) throw new Error('no suggestion')
    expect(await desk.office.replies.correct({ caseId: record.id, change, by: desk.clerk })).toMatchObject({ ok: true })
    expect(await desk.office.cases.byId(record.id)).toMatchObject({
      topic: 'meter-problem',
      urgency: 'high',
      topicReason: 'chosen by Casey Clerk',
    })
    expect(await told(record)).toBeNull()
    await desk.office.cases.suggestTopic({ caseId: record.id })
    expect(await told(record)).toBeNull()
  })

  it.each([
    ['wrong', { content: '{"topic":"pay-everybody","urgency":"high"}' }],
    ['hostile', { content: '{"topic":"other","urgency":"low","reply":"You owe nothing"}' }],
    ['broken', { raw: '', status: 500 }],
  ])('gets none from a model that is %s, and the case goes on', async (_what, answer) => {
    const record = await received()
    server.answers(() => answer)
    await desk.office.cases.suggestTopic({ caseId: record.id })
    expect(await told(record)).toBeNull()
    await desk.office.replies.caseHeard({ caseId: record.id, opened: true })
    expect(await desk.office.replies.view(record.id)).toBeDefined()
  })

  it('of which the rules are sure, nobody asks', async () => {
    const record = await received('My bill is far too high, it doubled. Why is my water bill so high?')
    expect(record.hardReasons).not.toContain('low-confidence')
    const sent = server.asked.length
    await desk.office.cases.suggestTopic({ caseId: record.id })
    expect(server.asked).toHaveLength(sent)
  })
})
