// What the desk asks of Slack's Web API answers the same way on our double and on a double that somebody else wrote.

import { type AddressInfo, createServer } from 'node:net'
import { webApi } from '@slack/bolt'
import { createEmulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvalCard } from '../../src/channels/slack/approval-card.ts'
import { decidedCard } from '../../src/channels/slack/decided-card.ts'
import { homeView } from '../../src/channels/slack/home-view.ts'
import { messageUrl } from '../../src/channels/slack/message-words.ts'
import { slackAccess, startSlackDouble } from '../support/slack-double.ts'
import { sampleApproval, sampleCase, sampleDraft, sampleMoment } from '../support/slack-samples.ts'

type Peer = { apiUrl: string; token: string; channel: string; user: string; close(): Promise<unknown> }

async function ourDouble(): Promise<Peer> {
  const slack = await startSlackDouble()
  return { apiUrl: slack.apiUrl, token: slackAccess.botToken, channel: slackAccess.channel, user: 'U0ANN', close: () => slack.close() }
}

async function emulated(): Promise<Peer> {
  const port = await freePort()
  const tokens = [{ token: 'xoxb-emulated', user: 'ann', scopes: ['chat:write', 'channels:read', 'users:read'] }]
  const slack = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        team: { name: 'Office', domain: 'office' },
        users: [{ name: 'ann', email: 'ann@office.example' }],
        channels: [{ name: 'approvals' }],
        tokens,
      },
    },
  })
  const apiUrl = `http://127.0.0.1:${port}/api/`
  const api = new webApi.WebClient('xoxb-emulated', { slackApiUrl: apiUrl })
  const { channels } = await api.conversations.list()
  const { members } = await api.users.list({})
  const id = (found: { id?: string } | undefined) => found?.id ?? ''
  return {
    apiUrl,
    token: 'xoxb-emulated',
    channel: id(channels?.find(({ name }) => name === 'approvals')),
    user: id(members?.find(({ name }) => name === 'ann')),
    close: () => slack.close(),
  }
}

describe.each([
  ['our double', ourDouble],
  ['emulate', emulated],
])('%s', (_, start) => {
  let peer: Peer
  let api: webApi.WebClient
  const draft = sampleDraft()
  const approval = sampleApproval(draft)
  const subject = {
    case: sampleCase(),
    draft,
    approval,
    caseUrl: 'https://desk.office.example/cases/WD-000123',
    names: new Map<string, string>(),
  }

  beforeAll(async () => {
    peer = await start()
    api = new webApi.WebClient(peer.token, { slackApiUrl: peer.apiUrl, retryConfig: { retries: 0 }, logLevel: webApi.LogLevel.ERROR })
  })
  afterAll(() => peer.close())

  it('says which workspace the token belongs to, and where people find it', async () => {
    const { team_id, url } = await api.auth.test()
    expect(team_id).toMatch(/^T/)
    expect(messageUrl(url ?? '', { channel: 'C1', ts: '17.05', thread: null })).toMatch(/^https?:.*\/archives\/C1\/p1705$/)
  })

  it('shows somebody the home', async () => {
    const presence = { atWork: true, absent: false, shiftEndsAt: null, nextShiftAt: null }
    const home = homeView({
      ...{ name: 'Ann', presence, notice: undefined, mine: [subject.case], more: false, waiting: [], promises: [], office: null },
      ...{ now: sampleMoment, urlOf: () => subject.caseUrl, consoleUrl: 'https://desk.office.example' },
    })
    expect(await api.views.publish({ user_id: peer.user, view: home })).toMatchObject({ ok: true })
  })

  it('posts a card, says where it stands, and updates it there', async () => {
    const posted = await api.chat.postMessage({ channel: peer.channel, ...approvalCard(subject), unfurl_links: false, unfurl_media: false })
    expect(posted).toMatchObject({ ok: true, channel: peer.channel, ts: expect.stringMatching(/^\d+\.\d+$/) })
    const decided = decidedCard({ ...subject, approval: { ...approval, status: 'approved' }, decidedBy: 'Ann', now: sampleMoment })
    const updated = await api.chat.update({ channel: peer.channel, ts: posted.ts ?? '', ...decided })
    expect(updated).toMatchObject({ ok: true, ts: posted.ts })
  })

  it('tells one person something', async () => {
    await expect(api.chat.postEphemeral({ channel: peer.channel, user: peer.user, text: 'Saved as version 2.' })).resolves.toMatchObject({
      ok: true,
    })
  })

  it('refuses a channel it does not show us and a message that is gone', async () => {
    await expect(api.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' })).rejects.toMatchObject({ data: { error: 'channel_not_found' } })
    await expect(api.chat.update({ channel: peer.channel, ts: '1000000000.000000', text: 'x' })).rejects.toMatchObject({
      data: { error: 'message_not_found' },
    })
    await expect(api.chat.getPermalink({ channel: 'C0NOWHERE', message_ts: '1000000000.000000' })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    })
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
