// The office's alarms in Slack: each told once, taken back when it is over, and no flood after an absence.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkSlack } from '../../src/channels/slack/check-slack.ts'
import { createLog } from '../../src/platform/log.ts'
import { slackAccess } from '../support/slack-double.ts'
import { openSlackOffice, type SlackOffice, until } from '../support/slack-office.ts'

const revoked = {
  key: 'mailbox:main',
  text: 'The mailbox main cannot be read: <!channel> said the server.',
  remedy: 'Look at MAILBOX_MAIN_OAUTH2_REFRESH_TOKEN.',
}
const words = (message: { blocks: unknown[] } | undefined) => JSON.stringify(message?.blocks)

let desk: SlackOffice
beforeEach(async () => {
  desk = await openSlackOffice('socket')
})
afterEach(() => desk.close())

it('an alarm has one message with what to do, as it is written, and the same message says when it is over', async () => {
  desk.office.raisesAlarm(revoked)
  await desk.settles({ twice: true })
  expect(desk.slack.messages).toHaveLength(1)
  const [message] = desk.slack.messages
  expect(message).toMatchObject({ channel: slackAccess.channel, text: expect.stringContaining('The mailbox main cannot be read') })
  expect(words(message)).toContain('Look at MAILBOX_MAIN_OAUTH2_REFRESH_TOKEN.')
  expect(words(message)).toContain('https://desk.office.example/alarms')
  expect(JSON.stringify(message)).not.toContain('<!channel>')
  desk.office.clearsAlarm(revoked.key)
  await desk.settles({ twice: true })
  expect(desk.slack.messages).toHaveLength(1)
  expect(words(message)).toContain('Alarm: over')
  expect(words(message)).not.toContain('What to do')
  expect(message?.updates).toBe(1)
})

it('one that comes and goes is one message an hour', async () => {
  for (let times = 0; times < 5; times += 1) {
    desk.office.raisesAlarm(revoked)
    await desk.settles()
    expect(words(desk.slack.messages[0])).toContain('What to do')
    desk.office.clearsAlarm(revoked.key)
    await desk.settles()
    expect(words(desk.slack.messages[0])).toContain('Alarm: over')
  }
  expect(desk.slack.messages).toHaveLength(1)
  await desk.db.client.slackAlarm.updateMany({ data: { postedAt: new Date(Date.now() - 3_700_000) } })
  desk.office.raisesAlarm(revoked)
  await desk.settles()
  expect(desk.slack.messages).toHaveLength(2)
})

it('one whose message somebody deleted is posted anew', async () => {
  desk.office.raisesAlarm(revoked)
  await desk.settles()
  desk.slack.messages.length = 0
  desk.office.clearsAlarm(revoked.key)
  desk.office.raisesAlarm(revoked)
  await desk.settles()
  expect(desk.slack.messages).toHaveLength(1)
})

it('asked for quiet, it is posted once, later', async () => {
  desk.office.raisesAlarm(revoked)
  desk.slack.mishap('chat.postMessage', { retryAfter: 1 })
  await desk.settles()
  expect(desk.slack.messages).toHaveLength(1)
})

it('after an absence what stands is told once, what was over meanwhile is not, and what Slack still shows is taken back', async () => {
  desk.office.raisesAlarm({ ...revoked, key: 'smtp', text: 'Mail does not leave.' })
  await desk.settles()
  desk.slack.goesAway()
  desk.office.clearsAlarm('smtp')
  for (let times = 0; times < 20; times += 1) {
    desk.office.raisesAlarm(revoked)
    desk.office.clearsAlarm(revoked.key)
  }
  desk.office.raisesAlarm(revoked)
  await expect(desk.settles()).rejects.toThrow()
  desk.office.news.length = 0 // the jobs have given up
  desk.slack.comesBack()
  await until(() => desk.slack.messages.length === 2 && words(desk.slack.messages[0]).includes('Alarm: over'), 20_000)
  expect(words(desk.slack.messages[1])).toContain('The mailbox main cannot be read')
  await desk.restarts()
  expect(desk.slack.messages).toHaveLength(2)
})

it('they go to a channel of their own where one is set, and the doctor looks at it', async () => {
  const other = await openSlackOffice('http', { alarmsChannel: slackAccess.alarmsChannel })
  other.office.raisesAlarm(revoked)
  other.office.draftWaits()
  await other.settles()
  expect(other.slack.messages.map(({ channel }) => channel)).toEqual([slackAccess.alarmsChannel, slackAccess.channel])
  const log = createLog('error')
  expect(await checkSlack(other.settings, log)).toMatchObject({ ok: true })
  expect(await checkSlack({ ...other.settings, alarmsChannel: 'C0NOWHERE' }, log)).toMatchObject({
    ok: false,
    problem: expect.stringContaining('SLACK_ALARMS_CHANNEL'),
  })
  await other.close()
})
