// Slack in bad weather: silent, busy, gone, losing answers. Cards come late, never twice without cause, and nothing falls over.
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkSlack } from '../../src/channels/slack/check-slack.ts'
import { startSlackDouble } from '../support/slack-double.ts'
import { openSlackOffice, type SlackOffice, until } from '../support/slack-office.ts'

const silent = pino({ level: 'silent' })

const ann = { id: 'U0ANN' }
const words = (message: { blocks: unknown[] } | undefined) => JSON.stringify(message?.blocks)

let desk: SlackOffice
const unhandled: unknown[] = []
const note = (err: unknown) => unhandled.push(err)
beforeEach(async () => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  desk = await openSlackOffice('socket')
})
afterEach(async () => {
  await desk.close()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

it('asked for quiet, the desk keeps quiet as long as it was asked to, and then posts once', async () => {
  desk.office.draftWaits()
  desk.slack.mishap('chat.postMessage', { retryAfter: 1 })
  const began = performance.now()
  await desk.settles()
  expect(performance.now() - began).toBeGreaterThanOrEqual(990)
  expect(desk.slack.messages).toHaveLength(1)
  expect(desk.slack.callsOf('chat.postMessage')).toHaveLength(2)
})

it('asked for more quiet than a job should wait, the job fails and does not call again before the time', async () => {
  const { approval, draft, case: record } = desk.office.draftWaits()
  const news = { approvalId: approval.id, draftId: draft.id, caseId: record.id }
  desk.slack.mishap('chat.postMessage', { retryAfter: 900 })
  await expect(desk.desk().onApprovalRequested(news)).rejects.toThrow()
  await expect(desk.desk().onApprovalRequested(news)).rejects.toThrow('quiet for another')
  expect(desk.slack.callsOf('chat.postMessage')).toHaveLength(1)
})

it('a job that waited while another was asked for quiet keeps quiet too', async () => {
  const { approval, draft, case: record } = desk.office.draftWaits()
  const news = { approvalId: approval.id, draftId: draft.id, caseId: record.id }
  desk.slack.mishap('chat.postMessage', { retryAfter: 900 })
  const both = await Promise.allSettled([desk.desk().onApprovalRequested(news), desk.desk().onApprovalRequested(news)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(desk.slack.callsOf('chat.postMessage')).toHaveLength(1)
})

it('a job throws while Slack fails, and posts when it is tried again', async () => {
  const { approval, draft, case: record } = desk.office.draftWaits()
  const news = { approvalId: approval.id, draftId: draft.id, caseId: record.id }
  desk.slack.mishap('chat.postMessage', { status: 500 }, { error: 'internal_error' })
  await expect(desk.desk().onApprovalRequested(news)).rejects.toThrow()
  await expect(desk.desk().onApprovalRequested(news)).rejects.toThrow()
  await desk.desk().onApprovalRequested(news)
  expect(desk.slack.messages).toHaveLength(1)
})

it('two processes that work the same job at the same time post one card', async () => {
  const { approval, draft, case: record } = desk.office.draftWaits()
  const news = { approvalId: approval.id, draftId: draft.id, caseId: record.id }
  await Promise.all([desk.desk().onApprovalRequested(news), desk.desk().onApprovalRequested(news), desk.desk().onApprovalRequested(news)])
  expect(desk.slack.messages).toHaveLength(1)
})

it('a card whose answer was lost is posted again; the lost copy still works, once, and both tell the end', async () => {
  const { approval, draft, case: record } = desk.office.draftWaits()
  const news = { approvalId: approval.id, draftId: draft.id, caseId: record.id }
  desk.slack.mishap('chat.postMessage', { lost: true })
  await expect(desk.desk().onApprovalRequested(news)).rejects.toThrow()
  await desk.desk().onApprovalRequested(news)
  const [lost, known] = desk.slack.messages
  expect(desk.slack.messages).toHaveLength(2)
  desk.office.news.length = 0
  await desk.slack.presses(ann, lost!, 'approve-draft')
  await until(() => desk.slack.answers.length === 1)
  await desk.settles()
  expect(desk.office.decisions).toEqual(['approved by Ann Supervisor'])
  for (const copy of [lost, known]) expect(words(copy)).toContain('*Approved* by Ann Supervisor')
})

it('a decision taken before its card was posted leaves no open card behind', async () => {
  const { draft } = desk.office.draftWaits()
  desk.office.decidesInConsole(draft, 'approved')
  desk.office.news.reverse() // the news of the decision is worked first
  await desk.settles()
  expect(desk.slack.messages).toEqual([])
})

it('a copy that somebody deleted in Slack does not keep the others from being updated, nor the job from ending', async () => {
  const { draft } = desk.office.draftWaits()
  await desk.settles()
  desk.slack.messages.length = 0
  desk.office.decidesInConsole(draft, 'approved')
  await desk.settles()
  expect(await desk.db.client.slackCard.count()).toBe(0)
})

it('connects again after Slack’s regular refresh, and goes on', async () => {
  desk.office.draftWaits()
  await desk.settles()
  desk.slack.refreshesSocket()
  await until(() => desk.slack.connections().ever === 2 && desk.slack.connections().open === 1)
  await desk.slack.presses(ann, desk.slack.messages[0]!, 'approve-draft')
  await until(() => desk.office.decisions.length === 1)
})

it('after an absence it connects again by itself and posts what was missed, each card once', async () => {
  desk.slack.goesAway()
  const missed = [1, 2, 3].map(() => desk.office.draftWaits())
  await expect(desk.settles()).rejects.toThrow()
  desk.office.news.length = 0 // the jobs have given up
  desk.slack.comesBack()
  await until(() => desk.slack.messages.length === missed.length, 20_000)
  await desk.restarts()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(desk.slack.messages).toHaveLength(missed.length)
})

it('starts while Slack is away, says so to the doctor, and works once it is back', async () => {
  desk.slack.goesAway()
  await desk.desk().stop()
  expect(await checkSlack(desk.settings, silent)).toMatchObject({ ok: false, problem: 'Slack does not answer.' })
  desk.slack.comesBack()
  await desk.restarts()
  expect(await checkSlack(desk.settings, silent)).toEqual({ ok: true, says: 'answers, by Socket Mode' })
})

it.each([
  ['a wrong bot token', 'auth.test', 'invalid_auth', 'SLACK_BOT_TOKEN'],
  ['a wrong app token', 'apps.connections.open', 'not_allowed_token_type', 'SLACK_APP_TOKEN'],
  ['a channel the desk was not invited to', 'chat.getPermalink', 'channel_not_found', 'SLACK_APPROVALS_CHANNEL'],
])('the doctor names %s and what to do', async (_, method, error, setting) => {
  desk.slack.mishap(method, { error })
  const finding = await checkSlack(desk.settings, silent)
  expect(finding).toMatchObject({ ok: false, problem: expect.stringContaining(setting), remedy: expect.any(String) })
})

it('the doctor names a missing scope', async () => {
  const bare = await startSlackDouble({ scopes: ['commands'] })
  const settings = { ...desk.settings, apiUrl: bare.apiUrl }
  expect(await checkSlack(settings, silent)).toMatchObject({ ok: false, problem: 'The app lacks the scope chat:write.' })
  await bare.close()
})
