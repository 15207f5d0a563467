// The Slack double is as strict as Slack: what it lets pass, Slack would let pass too.

import { webApi } from '@slack/bolt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsInHome, faultsInMessage, faultsInView } from '../support/slack-block-rules.ts'
import { type SlackDouble, slackAccess, startSlackDouble } from '../support/slack-double.ts'

const text = (length: number, type = 'plain_text') => ({ type, text: 'x'.repeat(length) })
const section = (length: number) => ({ type: 'section', text: text(length, 'mrkdwn') })
const button = (given: object = {}) => ({ type: 'button', action_id: 'press', text: text(10), ...given })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const input = (element: object) => ({
  type: 'input',
  block_id: 'words',
  label: text(10),
  element: { type: 'plain_text_input', action_id: 'written', ...element },
})
const option = (value: string, length = 10) => ({ text: text(length), value })
const options = (count: number) => Array.from({ length: count }, (_, index) => option(String(index)))
const chosen = (type: string, offered: object[], given: object = {}) => ({
  type: 'input',
  block_id: 'choice',
  label: text(10),
  element: { type, action_id: 'written', options: offered, ...given },
})
const view = (given: object = {}) => ({
  type: 'modal',
  title: text(24),
  submit: text(24),
  close: text(24),
  blocks: [section(10)],
  ...given,
})

describe('blocks', () => {
  it.each([
    ['50 blocks', Array(50).fill(section(1)), Array(51).fill(section(1))],
    ['3,000 characters a section', [section(3000)], [section(3001)]],
    ['some text in a section', [section(1)], [section(0)]],
    ['more than white space', [section(1)], [{ type: 'section', text: { type: 'mrkdwn', text: ' \n' } }]],
    ['150 in a header', [{ type: 'header', text: text(150) }], [{ type: 'header', text: text(151) }]],
    ['plain text in a header', [{ type: 'header', text: text(1) }], [{ type: 'header', text: text(1, 'mrkdwn') }]],
    ['ten fields', [{ type: 'section', fields: Array(10).fill(text(2000)) }], [{ type: 'section', fields: Array(11).fill(text(1)) }]],
    ['2,000 a field', [{ type: 'section', fields: [text(2000)] }], [{ type: 'section', fields: [text(2001)] }]],
    [
      'ten elements in a context',
      [{ type: 'context', elements: Array(10).fill(text(1)) }],
      [{ type: 'context', elements: Array(11).fill(text(1)) }],
    ],
    ['75 on a button', [actions(button({ text: text(75) }))], [actions(button({ text: text(76) }))]],
    ['2,000 in a value', [actions(button({ value: 'x'.repeat(2000) }))], [actions(button({ value: 'x'.repeat(2001) }))]],
    ['3,000 in an address', [actions(button({ url: 'x'.repeat(3000) }))], [actions(button({ url: 'x'.repeat(3001) }))]],
    ['255 in an action id', [actions(button({ action_id: 'x'.repeat(255) }))], [actions(button({ action_id: 'x'.repeat(256) }))]],
    ['255 in a block id', [{ type: 'divider', block_id: 'x'.repeat(255) }], [{ type: 'divider', block_id: 'x'.repeat(256) }]],
    ['each action id once in a block', [actions(button(), button({ action_id: 'other' }))], [actions(button(), button())]],
    [
      'each block id once',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'b' },
      ],
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
    ],
    [
      '300 in a question',
      [actions(button({ confirm: { title: text(100), text: text(300), confirm: text(30), deny: text(30) } }))],
      [actions(button({ confirm: { title: text(100), text: text(301), confirm: text(30), deny: text(30) } }))],
    ],
    ['a button beside a section', [{ ...section(1), accessory: button() }], [{ ...section(1), accessory: button({ text: text(76) }) }]],
    ['known blocks', [{ type: 'divider' }], [{ type: 'carousel' }]],
    ['known fields', [{ type: 'divider' }], [{ type: 'divider', colour: 'red' }]],
    ['no verbatim on plain text', [section(1)], [{ type: 'section', text: { ...text(1), verbatim: true } }]],
    ['inputs in forms only', [section(1)], [input({})]],
  ])('allow %s', (_, allowed, refused) => {
    expect(faultsInMessage(allowed)).toEqual([])
    expect(faultsInMessage(refused)).not.toEqual([])
  })
})

describe('the home', () => {
  it.each([
    ['100 blocks', { blocks: Array(100).fill(section(1)) }, { blocks: Array(101).fill(section(1)) }],
    ['255 in a callback id', { callback_id: 'x'.repeat(255) }, { callback_id: 'x'.repeat(256) }],
    ['3,000 of metadata', { private_metadata: 'x'.repeat(3000) }, { private_metadata: 'x'.repeat(3001) }],
    ['no title', {}, { title: text(5) }],
  ])('allows %s', (_, allowed, refused) => {
    const home = { type: 'home', blocks: [section(1)] }
    expect(faultsInHome({ ...home, ...allowed })).toEqual([])
    expect(faultsInHome({ ...home, ...refused })).not.toEqual([])
  })
})

describe('forms', () => {
  it.each([
    [
      '75 in an option',
      view({ blocks: [chosen('radio_buttons', [option('a', 75)])] }),
      view({ blocks: [chosen('radio_buttons', [option('a', 76)])] }),
    ],
    [
      '150 in its value',
      view({ blocks: [chosen('radio_buttons', [option('x'.repeat(150))])] }),
      view({ blocks: [chosen('radio_buttons', [option('x'.repeat(151))])] }),
    ],
    [
      'ten radio buttons',
      view({ blocks: [chosen('radio_buttons', options(10))] }),
      view({ blocks: [chosen('radio_buttons', options(11))] }),
    ],
    [
      '100 options in a list',
      view({ blocks: [chosen('static_select', options(100))] }),
      view({ blocks: [chosen('static_select', options(101))] }),
    ],
    [
      'each option once',
      view({ blocks: [chosen('static_select', options(2))] }),
      view({ blocks: [chosen('static_select', [option('a'), option('a')])] }),
    ],
    [
      'an initial option that is offered',
      view({ blocks: [chosen('radio_buttons', options(2), { initial_option: option('0') })] }),
      view({ blocks: [chosen('radio_buttons', options(2), { initial_option: option('7') })] }),
    ],
    ['24 in a title', view({ title: text(24) }), view({ title: text(25) })],
    ['24 on the submit button', view({ submit: text(24) }), view({ submit: text(25) })],
    [
      '3,000 in an input',
      view({ blocks: [input({ initial_value: 'x'.repeat(3000) })] }),
      view({ blocks: [input({ initial_value: 'x'.repeat(3001) })] }),
    ],
    [
      'no more than the input takes',
      view({ blocks: [input({ initial_value: 'xx', max_length: 2 })] }),
      view({ blocks: [input({ initial_value: 'xxx', max_length: 2 })] }),
    ],
    ['3,000 of metadata', view({ private_metadata: 'x'.repeat(3000) }), view({ private_metadata: 'x'.repeat(3001) })],
    ['100 blocks', view({ blocks: Array(100).fill(section(1)) }), view({ blocks: Array(101).fill(section(1)) })],
    ['an input with a submit button', view({ blocks: [input({})] }), view({ blocks: [input({})], submit: undefined })],
  ])('allow %s', (_, allowed, refused) => {
    expect(faultsInView(allowed)).toEqual([])
    expect(faultsInView(refused)).not.toEqual([])
  })
})

describe('the Web API', () => {
  let slack: SlackDouble
  let api: webApi.WebClient
  const client = (token: string) =>
    new webApi.WebClient(token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: webApi.LogLevel.ERROR,
    })
  const refusal = (error: string) => ({ data: { error } })
  const { channel } = slackAccess

  beforeAll(async () => {
    slack = await startSlackDouble({ triggerLifetimeMilliseconds: 50 })
    api = client(slackAccess.botToken)
  })
  afterAll(() => slack.close())

  it('refuses a wrong token', async () => {
    await expect(client('xoxb-other').auth.test()).rejects.toMatchObject(refusal('invalid_auth'))
  })

  it('takes the app’s token for connections only', async () => {
    await expect(api.apps.connections.open({})).rejects.toMatchObject(refusal('invalid_auth'))
    await expect(client(slackAccess.appToken).apps.connections.open({})).resolves.toMatchObject({ ok: true })
  })

  it('refuses blocks beyond the limits, a message too long in all, and an unknown channel', async () => {
    await expect(api.chat.postMessage({ channel, text: 'x', blocks: [section(3001) as never] })).rejects.toMatchObject(
      refusal('invalid_blocks'),
    )
    await expect(api.chat.postMessage({ channel, text: 'x', blocks: Array(5).fill(section(3000)) as never })).rejects.toMatchObject(
      refusal('msg_blocks_too_long'),
    )
    await expect(api.chat.postMessage({ channel: 'C0OTHER', text: 'x' })).rejects.toMatchObject(refusal('channel_not_found'))
  })

  it('updates only what was posted', async () => {
    await expect(api.chat.update({ channel, ts: '1.000001', text: 'x' })).rejects.toMatchObject(refusal('message_not_found'))
  })

  it('opens a form only with a fresh trigger of its own', async () => {
    await expect(api.views.open({ trigger_id: 'made up', view: view() as never })).rejects.toMatchObject(refusal('invalid_trigger_id'))
  })

  it('asks for quiet with 429 and Retry-After', async () => {
    slack.mishap('chat.postMessage', { retryAfter: 7 })
    await expect(api.chat.postMessage({ channel, text: 'x' })).rejects.toMatchObject({ retryAfter: 7 })
    await expect(api.chat.postMessage({ channel, text: 'x' })).resolves.toMatchObject({ ok: true })
  })

  it('may do a thing and lose the answer', async () => {
    const before = slack.messages.length
    slack.mishap('chat.postMessage', { lost: true })
    await expect(api.chat.postMessage({ channel, text: 'x' })).rejects.toThrow()
    expect(slack.messages.length).toBe(before + 1)
  })

  it('is gone when it is away', async () => {
    slack.goesAway()
    await expect(api.auth.test()).rejects.toThrow()
    slack.comesBack()
    await expect(api.auth.test()).resolves.toMatchObject({ team_id: slackAccess.team })
  })
})
