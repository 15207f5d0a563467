// How the desk calls Slack: with a limit on the wait, without the library's own silent second tries (a message posted twice is
// worse than a job tried again), and quiet for as long as Slack asks with 429 and Retry-After.
import { setTimeout as pause } from 'node:timers/promises'
import { webApi } from '@slack/bolt'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { Unreachable } from '../../platform/problem.ts'

const callLimitMilliseconds = 10_000
const waitMostSeconds = 60 // longer than that, the job system waits for us
const triesMost = 3

export function callOptions(apiUrl: string | undefined): webApi.WebClientOptions {
  return {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: callLimitMilliseconds,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Answers to a command go through this one too, and Bolt gives those no limit of their own.
    fetch: (url, init) => fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(callLimitMilliseconds) }),
  }
}

export type Patience = {
  call<T>(work: () => Promise<T>): Promise<T>
  /**
   * Within `work` that waited for something else: refuses when Slack has asked for quiet meanwhile, so that `call` begins
   * anew, and makes a new request for quiet known before anything that waits for `work` to end can go on.
   */
  ask<T>(request: () => Promise<T>): Promise<T>
}

/** One for a whole desk: when Slack asks for quiet, every job keeps it. */
export function createPatience({ clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal }): Patience {
  let quietUntil = 0
  const secondsOfQuiet = () => (quietUntil - clock.now().getTime()) / 1000
  const heed = (err: unknown) => {
    if (err instanceof webApi.WebAPIRateLimitedError) quietUntil = Math.max(quietUntil, clock.now().getTime() + err.retryAfter * 1000)
  }
  const keepQuiet = async () => {
    const seconds = secondsOfQuiet()
    if (seconds > waitMostSeconds) throw new Unreachable(`Slack asked for quiet for another ${Math.ceil(seconds)} seconds.`)
    if (seconds > 0) await pause(seconds * 1000, undefined, { signal })
  }
  return {
    async ask(request) {
      const seconds = secondsOfQuiet()
      if (seconds > 0) throw new webApi.WebAPIRateLimitedError(seconds)
      try {
        return await request()
      } catch (err) {
        heed(err)
        throw err
      }
    },
    async call(work) {
      for (let tried = 1; ; tried += 1) {
        await keepQuiet()
        try {
          return await work()
        } catch (err) {
          if (!(err instanceof webApi.WebAPIRateLimitedError)) throw err
          log.warn({ retryAfterSeconds: err.retryAfter, tried }, 'slack asked for quiet')
          heed(err)
          if (tried >= triesMost) throw err
        }
      }
    },
  }
}

/** Slack's own word for why it refused, such as `channel_not_found`; undefined when it was no refusal. */
export function slackRefusal(err: unknown): string | undefined {
  return err instanceof webApi.WebAPIPlatformError ? err.data.error : undefined
}

const goneWords = new Set([
  'message_not_found',
  'channel_not_found',
  'cant_update_message',
  'is_archived',
  'not_in_channel',
  'edit_window_closed',
])

/** Slack's word for a message that cannot be reached any more, however often we try; undefined for every other trouble. */
export function goneForGood(err: unknown): string | undefined {
  const refusal = slackRefusal(err)
  return refusal !== undefined && goneWords.has(refusal) ? refusal : undefined
}
