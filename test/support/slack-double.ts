// A Slack of our own: the Web API methods the desk uses, Socket Mode, and signed requests, in one process and no network beyond
// it. It is strict where Slack is: tokens, Block Kit's limits, trigger ids that expire, acknowledgements within three seconds.
// People press only buttons that stand on a message and fill only inputs that stand in an open form.
import { randomUUID } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { faultsInMessage, faultsInView } from './slack-block-rules.ts'
import { type Delivery, deliverByHttp, deliverBySocket, type Envelopes, type PayloadKind } from './slack-deliveries.ts'
import { type Message, type OpenForm, slackAccess, type Thing, type Workspace, webApiMethods } from './slack-web-api.ts'

export { signed } from './slack-deliveries.ts'
export type { Message } from './slack-web-api.ts'
export { slackAccess } from './slack-web-api.ts'

/** How the next call of a method goes wrong. `lost`: Slack does it and the answer never arrives. */
export type Mishap = { retryAfter: number } | { error: string } | { status: number } | { lost: true }
export type SlackUser = { id: string; team?: string }

export type SlackDoubleOptions = { triggerLifetimeMilliseconds?: number; scopes?: string[] }

export type SlackDouble = Awaited<ReturnType<typeof startSlackDouble>>

export async function startSlackDouble({
  triggerLifetimeMilliseconds = 3000,
  scopes = ['chat:write', 'commands'],
}: SlackDoubleOptions = {}) {
  const calls: { method: string; args: Thing }[] = []
  const workspace: Workspace = {
    messages: [],
    answers: [],
    forms: [],
    homes: new Map(),
    triggers: new Map(),
    tickets: new Set(),
    posted: 0,
    port,
  }
  const { messages, answers, forms, homes, triggers, tickets } = workspace
  const methods = webApiMethods(workspace)
  const mishaps = new Map<string, Mishap[]>()
  const responseUrls = new Map<string, { user: string; left: number }>()
  const sockets = new Set<WebSocket>()
  const envelopes: Envelopes = new Map()
  let away = false
  let httpTarget: string | undefined
  let helloSaid = 0

  const server = http.createServer((request, response) => {
    answer(request, response).catch((err: unknown) => response.writeHead(500).end(String(err)))
  })
  const socketServer = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://slack').searchParams.get('ticket') ?? ''
    if (away || !tickets.delete(ticket)) return socket.destroy()
    socketServer.handleUpgrade(request, socket, head, (opened) => {
      sockets.add(opened)
      opened.on('close', () => sockets.delete(opened))
      opened.on('message', (data) => {
        const { envelope_id, payload } = JSON.parse(String(data))
        envelopes.get(envelope_id)?.(payload)
      })
      opened.send(JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: 'A0DESK' } }))
      helloSaid += 1
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function port(): number {
    return (server.address() as AddressInfo).port
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (away) return void request.socket.destroy()
    const body = await bodyOf(request)
    const [, kind, name = ''] = (request.url ?? '').split('/')
    if (kind === 'respond') return answerPrivately(name, body, response)
    const args = argumentsOf(body)
    calls.push({ method: name, args })
    const mishap = mishaps.get(name)?.shift()
    if (mishap && 'retryAfter' in mishap) return void response.writeHead(429, { 'retry-after': String(mishap.retryAfter) }).end()
    if (mishap && 'status' in mishap) return void response.writeHead(mishap.status).end('no')
    const method = methods[name]
    const wanted = name === 'apps.connections.open' ? slackAccess.appToken : slackAccess.botToken
    const token = args.token ?? request.headers.authorization?.replace('Bearer ', '')
    const result =
      mishap && 'error' in mishap
        ? { ok: false, error: mishap.error }
        : token !== wanted
          ? { ok: false, error: 'invalid_auth' }
          : (method?.(args) ?? { ok: false, error: 'unknown_method' })
    if (mishap && 'lost' in mishap) return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') }).end(JSON.stringify(result))
  }

  function answerPrivately(id: string, body: string, response: ServerResponse): void {
    const url = responseUrls.get(id)
    const given = JSON.parse(body)
    const faults = given.blocks ? faultsInMessage(given.blocks) : []
    if (!url || url.left < 1) return void response.writeHead(404).end('expired_url')
    if (given.response_type !== 'ephemeral' || faults.length > 0)
      return void response.writeHead(400).end(faults.join('; ') || 'not ephemeral')
    url.left -= 1
    answers.push({ user: url.user, text: given.text ?? '', blocks: given.blocks ?? [] })
    response.writeHead(200).end('ok')
  }

  function someone(user: SlackUser) {
    const trigger_id = `${randomUUID()}.trigger`
    triggers.set(trigger_id, { until: Date.now() + triggerLifetimeMilliseconds, user: user.id, used: false })
    const respondId = randomUUID()
    responseUrls.set(respondId, { user: user.id, left: 5 })
    return { trigger_id, response_url: `http://127.0.0.1:${port()}/respond/${respondId}`, team: user.team ?? slackAccess.team }
  }

  function deliver(type: PayloadKind, payload: Thing): Promise<Delivery> {
    return httpTarget ? deliverByHttp(httpTarget, type, payload) : deliverBySocket([...sockets].at(-1), envelopes, type, payload)
  }

  /** What Slack does with the acknowledgement of a submitted form. */
  function settle(form: OpenForm, { acknowledged, response }: Delivery): void {
    form.errors = {}
    if (!acknowledged) return
    const action = response?.response_action
    if (action === undefined) form.closed = true
    else if (action === 'errors') {
      const fields = form.view.blocks.filter((block: Thing) => block.type === 'input').map((block: Thing) => block.block_id)
      for (const field of Object.keys(response?.errors))
        if (!fields.includes(field)) throw new Error(`Slack shows no error at ${field}: no such input`)
      form.errors = response?.errors
    } else if (action === 'update') {
      const faults = faultsInView(response?.view)
      if (faults.length > 0) throw new Error(`Slack refuses the updated view: ${faults.join('; ')}`)
      form.view = response?.view
    } else throw new Error(`unknown response_action ${action}`)
  }

  return {
    apiUrl: `http://127.0.0.1:${port()}/api/`,
    calls,
    messages,
    answers,
    forms,
    homes,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** Slack calls this address with signed requests from now on, instead of a socket. */
    callsTheDeskAt(url: string) {
      httpTarget = url
    },
    mishap(method: string, ...next: Mishap[]) {
      mishaps.set(method, [...(mishaps.get(method) ?? []), ...next])
    },
    goesAway() {
      away = true
      for (const socket of sockets) socket.terminate()
    },
    comesBack() {
      away = false
    },
    /** Slack's regular notice that a connection is about to be recycled. */
    refreshesSocket() {
      for (const socket of sockets) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
    },
    connections: () => ({ open: sockets.size, ever: helloSaid }),

    /** Presses a button of a message; `times` delivers the very same press again. `onCopy` presses it as it stood on an older copy. */
    async presses(
      user: SlackUser,
      message: Message,
      actionId: string,
      { times = 1, asItStood = message.blocks }: { times?: number; asItStood?: Thing[] } = {},
    ): Promise<Delivery[]> {
      const button = asItStood.flatMap((block) => block.elements ?? []).find((element: Thing) => element.action_id === actionId)
      if (!button) throw new Error(`the card has no button ${actionId}`)
      const { trigger_id, response_url, team } = someone(user)
      const payload = {
        type: 'block_actions',
        user: { id: user.id, team_id: team },
        team: { id: slackAccess.team, domain: 'office' },
        api_app_id: 'A0DESK',
        trigger_id,
        response_url,
        container: { type: 'message', channel_id: message.channel, message_ts: message.ts, is_ephemeral: false },
        channel: { id: message.channel, name: 'approvals' },
        message: { ts: message.ts, blocks: message.blocks },
        actions: [{ type: 'button', action_id: actionId, block_id: 'decision', value: button.value, action_ts: String(Date.now() / 1000) }],
      }
      return repeat(times, () => deliver('interactive', payload))
    },

    async types(user: SlackUser, command: string, text: string, { times = 1 } = {}): Promise<Delivery[]> {
      const { trigger_id, response_url, team } = someone(user)
      const payload = {
        command,
        text,
        user_id: user.id,
        user_name: 'somebody',
        team_id: team,
        channel_id: slackAccess.channel,
        trigger_id,
        response_url,
        api_app_id: 'A0DESK',
      }
      return repeat(times, () => deliver('slash_commands', payload))
    },

    /** Takes a shortcut from the menu; on a message, where `message` is given. */
    async takesShortcut(
      user: SlackUser,
      callback_id: string,
      { message, times = 1 }: { message?: Thing; times?: number } = {},
    ): Promise<Delivery[]> {
      const { trigger_id, response_url, team } = someone(user)
      const payload = {
        type: message ? 'message_action' : 'shortcut',
        callback_id,
        trigger_id,
        user: { id: user.id, team_id: team },
        team: { id: slackAccess.team, domain: 'office' },
        ...(message ? { response_url, channel: { id: 'C0COUNTER', name: 'counter' }, message_ts: message.ts, message } : {}),
      }
      return repeat(times, () => deliver('interactive', payload))
    },

    async opensHome(user: SlackUser, { times = 1, tab = 'home' } = {}): Promise<Delivery[]> {
      const event = { type: 'app_home_opened', user: user.id, channel: 'D0HOME', tab, event_ts: String(Date.now() / 1000) }
      const payload = {
        ...{ type: 'event_callback', team_id: user.team ?? slackAccess.team, api_app_id: 'A0DESK', token: 'old', event },
        ...{ event_id: `Ev${randomUUID()}`, event_time: Math.floor(Date.now() / 1000) },
      }
      return repeat(times, () => deliver('events_api', payload))
    },

    /** Presses a button of the home: the first of its kind, or the one that carries `value`. */
    async pressesAtHome(
      user: SlackUser,
      actionId: string,
      { value, times = 1 }: { value?: string; times?: number } = {},
    ): Promise<Delivery[]> {
      const home = homes.get(user.id)
      const button = (home?.blocks ?? [])
        .flatMap((block: Thing) => [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])])
        .find((one: Thing) => one.action_id === actionId && (value === undefined || one.value === value))
      if (!button) throw new Error(`the home has no button ${actionId}`)
      const { trigger_id, team } = someone(user)
      const payload = {
        type: 'block_actions',
        user: { id: user.id, team_id: team },
        team: { id: slackAccess.team, domain: 'office' },
        api_app_id: 'A0DESK',
        trigger_id,
        container: { type: 'view', view_id: `H${user.id}` },
        view: home,
        actions: [{ type: 'button', action_id: actionId, block_id: 'home', value: button.value, action_ts: String(Date.now() / 1000) }],
      }
      return repeat(times, () => deliver('interactive', payload))
    },

    /** Fills inputs by their block's id (a choice by its option's value) and submits the form. */
    async submits(user: SlackUser, form: OpenForm, filled: Record<string, string>, { times = 1 } = {}): Promise<Delivery[]> {
      if (form.closed) throw new Error('the form is closed')
      const inputs: Thing[] = form.view.blocks.filter((block: Thing) => block.type === 'input')
      for (const field of Object.keys(filled))
        if (!inputs.some((input) => input.block_id === field)) throw new Error(`the form has no input ${field}`)
      const values = Object.fromEntries(inputs.map((input) => [input.block_id, { [input.element.action_id]: stateOf(input, filled) }]))
      const { trigger_id, team } = someone(user)
      const payload = {
        type: 'view_submission',
        user: { id: user.id, team_id: team },
        team: { id: slackAccess.team, domain: 'office' },
        api_app_id: 'A0DESK',
        trigger_id,
        view: { ...form.view, id: form.id, state: { values } },
      }
      const deliveries = await repeat(times, () => deliver('interactive', payload))
      if (deliveries[0]) settle(form, deliveries[0])
      return deliveries
    },

    async close() {
      for (const socket of sockets) socket.terminate()
      socketServer.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An input as a submitted form tells of it. */
function stateOf(input: Thing, filled: Record<string, string>): Thing {
  const { type, options, initial_option } = input.element
  if (type === 'plain_text_input') return { type, value: typedIn(input, filled) }
  const wanted = filled[input.block_id] ?? initial_option?.value
  const selected_option = options.find(({ value }: Thing) => value === wanted)
  if (!selected_option && !input.optional) throw new Error(`Slack asks for ${input.block_id} to be chosen`)
  return { type, selected_option: selected_option ?? null }
}

/** What stands in an input when somebody submits; throws where Slack would not let him. */
function typedIn(input: Thing, filled: Record<string, string>): string | null {
  const element = input.element
  const value: string = filled[input.block_id] ?? element.initial_value ?? ''
  if (value.length > (element.max_length ?? 3000)) throw new Error(`Slack does not take so much text in ${input.block_id}`)
  if (value === '' && !input.optional) throw new Error(`Slack asks for ${input.block_id} to be filled`)
  return value === '' ? null : value
}

/** The body as the Web API reads it: form fields, of which some hold JSON. */
function argumentsOf(body: string): Thing {
  const fields = Object.fromEntries(new URLSearchParams(body))
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, ['blocks', 'view', 'metadata'].includes(key) ? JSON.parse(value) : value]),
  )
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, work))
}

/** The field of an edit form in which somebody answers for a statement. */
export function answerFieldFor(form: OpenForm, statement: string): string {
  const field = form.view.blocks.find((block: Thing) => block.type === 'input' && block.label.text.includes(`“${statement}”`))
  if (!field) throw new Error(`no field for ${statement}`)
  return field.block_id
}
