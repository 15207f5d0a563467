// Keeps the Socket Mode connection. Bolt's own reconnecting leaves a rejected promise unhandled when Slack is away, which would
// end the process; so it is switched off, and the connection is made again here: at once after Slack's regular refresh, with
// growing pauses while Slack does not answer or hangs up early.
import { setTimeout as pause } from 'node:timers/promises'
import type { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../../platform/log.ts'

export type SocketConnection = { start(): void; stop(): Promise<void> }

type Client = SocketModeReceiver['client']

const helloLimitMilliseconds = 15_000
const firstPauseMilliseconds = 500
const longestPauseMilliseconds = 60_000
const steadyAfterMilliseconds = 10_000
const stopLimitMilliseconds = 3_000

export function createSocketConnection(client: Client, { log, onConnected }: { log: Log; onConnected(): void }): SocketConnection {
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function keepConnected(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      const began = performance.now()
      try {
        const { ended } = await connect(client)
        if (stopping.signal.aborted) return await client.disconnect()
        log.info('slack connected')
        onConnected()
        await ended
        log.info('slack connection ended')
      } catch (err) {
        log.warn({ err, failures }, 'slack cannot be reached')
      }
      failures = performance.now() - began > steadyAfterMilliseconds ? 0 : failures + 1
      if (failures > 0) await restUnless(stopping.signal, Math.min(firstPauseMilliseconds * 2 ** (failures - 1), longestPauseMilliseconds))
    }
  }

  return {
    start() {
      running = keepConnected()
    },
    async stop() {
      stopping.abort()
      const limit = pause(stopLimitMilliseconds, undefined, { ref: false })
      await Promise.race([client.disconnect(), limit])
      await Promise.race([running, limit])
    },
  }
}

/** Resolves once Slack has said hello; `ended` does when the connection is over. */
async function connect(client: Client): Promise<{ ended: Promise<void> }> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    void client.disconnect() // resolves only, never rejects
    reject(new Error('Slack did not say hello in time'))
  }, helloLimitMilliseconds)
  client.once('disconnected', end)
  try {
    await Promise.race([client.start(), tooLate])
    return { ended }
  } catch (err) {
    client.removeListener('disconnected', end)
    throw err ?? new Error('Slack closed the connection before it said hello')
  } finally {
    clearTimeout(timer)
  }
}

async function restUnless(stopping: AbortSignal, milliseconds: number): Promise<void> {
  if (stopping.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  stopping.addEventListener('abort', () => resolve(), { once: true })
  await promise
  clearTimeout(timer)
}
