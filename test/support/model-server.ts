// A server that speaks the chat completions protocol, as far as the desk uses it. What it answers is the test's to say: the honest
// one puts a letter in other words and keeps its slots; hostile, slow and broken ones are told what to send.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { ModelSettings } from '../../src/config.ts'

/** What came in: the letter or the mail as the model sees it, and the whole request. */
export type Asked = { letter: string; mail: string; raw: string; key: string | undefined }

/** `content`: the model's words, sent `after` something happened. `raw`: the body as it is, with its status. `stall`: headers and then nothing. */
export type Answer =
  | { content: string; finish?: string; tokens?: { in: number; out: number }; after?: Promise<void> }
  | { raw: string; status?: number; headers?: Record<string, string> }
  | { stall: true }
  | { hangUp: true }

const request = z.object({
  model: z.literal('sample-model'),
  messages: z.tuple([
    z.object({ role: z.literal('system'), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
  max_tokens: z.number().int().positive(),
})
const data = z.union([z.strictObject({ letter: z.string() }), z.strictObject({ customer_mail: z.string() })])

export async function startModelServer() {
  const asked: Asked[] = []
  let answer: (asked: Asked) => Answer = honest
  const server = http.createServer(async (incoming, response) => {
    if (incoming.method === 'GET' && incoming.url === '/v1/models') {
      const data = ['sample-model', 'another'].map((id) => ({ id, object: 'model' }))
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }))
    }
    let raw = ''
    for await (const chunk of incoming) raw += chunk
    if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') return response.writeHead(404).end()
    const { messages } = request.parse(JSON.parse(raw))
    const given = data.parse(JSON.parse(messages[1].content))
    const one = {
      letter: 'letter' in given ? given.letter : '',
      mail: 'customer_mail' in given ? given.customer_mail : '',
      raw,
      key: incoming.headers.authorization,
    }
    asked.push(one)
    await send(answer(one), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return {
    asked,
    settings: (given: Partial<ModelSettings> = {}): ModelSettings => ({
      ...{ url, name: 'sample-model', key: 'sample-key', timeoutSeconds: 5 },
      budgets: { tokensADay: 50_000_000, secondsADay: 360_000, centsADay: 1_000_000 },
      prices: { centsPerMillionIn: 10, centsPerMillionOut: 40 },
      ...given,
    }),
    answers(how: (asked: Asked) => Answer) {
      answer = how
    },
    isHonest() {
      answer = honest
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type ModelServer = Awaited<ReturnType<typeof startModelServer>>

/** A letter as the desk asks for it. */
export function letter(text: string): { content: string } {
  return { content: JSON.stringify({ text }) }
}

/** Says a few things more plainly, and nothing else. */
export function inOtherWords(text: string): string {
  return text
    .replace('Thank you for writing to us about', 'Thanks for writing about')
    .replace('We looked at the records of your account. This is what we found.', 'We looked at your account. We found this.')
    .replace('Gracias por escribirnos sobre', 'Gracias por escribir sobre')
}

function honest({ letter: text }: Asked): Answer {
  return text === '' ? { content: JSON.stringify({ topic: 'high-bill', urgency: 'normal' }) } : letter(inOtherWords(text))
}

async function send(answer: Answer, response: http.ServerResponse): Promise<void> {
  if ('hangUp' in answer) {
    response.destroy()
    return
  }
  if ('stall' in answer) {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":')
    await pause(60_000, undefined, { ref: false })
    return
  }
  if ('raw' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(answer.raw)
    return
  }
  await answer.after
  const usage = answer.tokens && { prompt_tokens: answer.tokens.in, completion_tokens: answer.tokens.out }
  const choices = [{ index: 0, finish_reason: answer.finish ?? 'stop', message: { role: 'assistant', content: answer.content } }]
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ id: 'one', object: 'chat.completion', choices, usage }))
}
