// Turns a connection's events into one question: is there something to do? New mail, a lost connection, or the desk's end.
import type { ImapFlow } from 'imapflow'

export type News = {
  /** Ends with the session. */
  signal: AbortSignal
  told(): boolean
  lost(): Error | undefined
  clear(): void
  /** Somebody else has something to do. */
  tell(): void
  next(): Promise<void>
  end(): void
}

export function listenForNews(client: ImapFlow, stopping: AbortSignal): News {
  const ended = new AbortController()
  let told = false
  let lost: Error | undefined
  let wake = () => {}
  const onNews = () => {
    told = true
    wake()
  }
  const onError = (error: Error) => {
    lost ??= error
  }
  const onClose = () => {
    lost ??= new Error('the server closed the connection')
    wake()
  }
  const onStop = () => wake()
  client.on('exists', onNews)
  client.on('error', onError)
  client.on('close', onClose)
  stopping.addEventListener('abort', onStop)
  return {
    signal: ended.signal,
    told: () => told,
    lost: () => lost,
    clear() {
      told = false
    },
    tell: onNews,
    next: () =>
      new Promise((resolve) => {
        wake = resolve
        if (told || lost || stopping.aborted) resolve()
      }),
    end() {
      ended.abort()
      client.off('exists', onNews)
      stopping.removeEventListener('abort', onStop)
    },
  }
}
