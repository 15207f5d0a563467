// One question to a server that speaks the chat completions protocol, with a limit to everything: time, bytes, tokens. A server
// may be a small one on the office's own machine, so nothing is asked of it that not all of them know.
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai'
import { z } from 'zod'
import type { ModelSettings } from '../config.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import type { Message } from './instructions.ts'

/** `content`: the JSON text that was asked for, unread. Tokens are null where the server does not count them. */
export type Answered = { content: string; tokens: { in: number; out: number } | null }
export type AskServer = (messages: readonly Message[], maxTokensOut: number) => Promise<Result<Answered, string>>

const answerLimitBytes = 1_000_000

const counted = z.number().int().nonnegative().max(10_000_000)

const completion = z.object({
  choices: z.array(z.object({ finish_reason: z.string().nullish(), message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ prompt_tokens: counted, completion_tokens: counted }).nullish(),
})

type ServerSettings = Pick<ModelSettings, 'url' | 'name' | 'key' | 'timeoutSeconds'>

export function createAskServer(settings: ServerSettings): AskServer {
  const client = clientOf(settings)
  return async (messages, maxTokensOut) => {
    const body = { model: settings.name, messages: [...messages], max_tokens: maxTokensOut }
    const answered = await within(settings, (signal) => client.chat.completions.create(body, { signal }))
    return answered.ok ? readAnswer(answered.value) : answered
  }
}

/** The names of the models that the server has. */
export function createListModels(settings: ServerSettings): () => Promise<Result<string[], string>> {
  const client = clientOf(settings)
  return async () => {
    const answered = await within(settings, async (signal) => (await client.models.list({ signal })).data)
    if (!answered.ok) return answered
    const read = modelList.safeParse(answered.value)
    return read.success ? ok(read.data.map(({ id }) => id)) : refused('its list of models could not be read')
  }
}

const modelList = z.array(z.object({ id: z.string().max(200) })).max(10_000)

function clientOf({ url, key }: ServerSettings): OpenAI {
  // Everything that the library would look up in the environment is said here: config.ts is the only reader of that.
  return new OpenAI({
    baseURL: url,
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0, // a person waits, and may press again
    fetch: boundedFetch,
  })
}

/** The library's own limit of time ends with the headers. */
async function within(
  { timeoutSeconds }: ServerSettings,
  ask: (signal: AbortSignal) => Promise<unknown>,
): Promise<Result<unknown, string>> {
  const signal = AbortSignal.timeout(timeoutSeconds * 1_000)
  try {
    return ok(await ask(signal))
  } catch (error) {
    return refused(signal.aborted ? `it did not answer within ${timeoutSeconds} seconds` : whyNot(error))
  }
}

function readAnswer(answer: unknown): Result<Answered, string> {
  const read = completion.safeParse(answer)
  if (!read.success) return refused('its answer is none of the chat completions protocol')
  const { choices, usage } = read.data
  const { finish_reason: finish, message } = choices[0] as (typeof choices)[number]
  if (finish === 'length') return refused('its answer was cut off')
  return ok({ content: message.content, tokens: usage ? { in: usage.prompt_tokens, out: usage.completion_tokens } : null })
}

/** The server's own words are not repeated: they may be anything. */
function whyNot(error: unknown): string {
  if (error instanceof APIUserAbortError) return 'the request was given up'
  if (error instanceof APIConnectionError) return 'it could not be reached'
  if (error instanceof APIError && error.status !== undefined) return `it answered with HTTP status ${error.status}`
  return 'its answer could not be read'
}

/** A redirect would carry the key and the text to a place that nobody configured. */
async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' })
  if (!response.body) return response
  let bytes = 0
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes > answerLimitBytes) controller.error(new Error('the answer is longer than any that was asked for'))
        else controller.enqueue(chunk)
      },
    }),
  )
  const { status, statusText, headers } = response
  return new Response(bounded, { status, statusText, headers })
}
