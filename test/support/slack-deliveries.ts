// How Slack reaches an app: an envelope on a socket, or a signed request; either way it waits three seconds.
import { createHmac, randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { slackAccess, type Thing } from './slack-web-api.ts'

export type Delivery = { acknowledged: boolean; response: Thing | undefined; milliseconds: number }
export type PayloadKind = 'interactive' | 'slash_commands' | 'events_api'
type Heard = Omit<Delivery, 'milliseconds'>

const acknowledgementLimitMilliseconds = 3000

/** Envelopes on their way, by id: whoever hears the acknowledgement on the socket calls it here. */
export type Envelopes = Map<string, (response: Thing | undefined) => void>

export async function deliverBySocket(
  socket: WebSocket | undefined,
  envelopes: Envelopes,
  type: PayloadKind,
  payload: Thing,
): Promise<Delivery> {
  if (!socket) throw new Error('no desk is connected by Socket Mode')
  const began = performance.now()
  const envelope_id = randomUUID()
  const { promise, resolve } = Promise.withResolvers<Heard>()
  const timer = setTimeout(() => resolve({ acknowledged: false, response: undefined }), acknowledgementLimitMilliseconds)
  envelopes.set(envelope_id, (response) => resolve({ acknowledged: true, response }))
  socket.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }))
  const heard = await promise
  clearTimeout(timer)
  envelopes.delete(envelope_id)
  return { ...heard, milliseconds: performance.now() - began }
}

export async function deliverByHttp(target: string, type: PayloadKind, payload: Thing): Promise<Delivery> {
  const began = performance.now()
  const fields = type === 'slash_commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) }
  // Events come as JSON, all else as a form.
  const body = type === 'events_api' ? JSON.stringify(payload) : new URLSearchParams(fields).toString()
  const headers = type === 'events_api' ? { ...signed(body), 'content-type': 'application/json' } : signed(body)
  try {
    const signal = AbortSignal.timeout(acknowledgementLimitMilliseconds)
    const response = await fetch(target, { method: 'POST', body, headers, signal })
    const text = await response.text()
    return { acknowledged: response.status === 200, response: text ? JSON.parse(text) : undefined, milliseconds: performance.now() - began }
  } catch (err) {
    if ((err as Error).name !== 'TimeoutError') throw err
    return { acknowledged: false, response: undefined, milliseconds: performance.now() - began }
  }
}

/** Slack's signature over a request's raw body. */
export function signed(
  body: string,
  { secret = slackAccess.signingSecret, at = Math.floor(Date.now() / 1000) } = {},
): Record<string, string> {
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
  }
}
