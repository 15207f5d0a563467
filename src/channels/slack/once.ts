// Slack delivers again what it believes was not heard. One interaction is worked once in this process; whoever asks again
// gets the same answer. (Across a restart the desk's own rules hold: a decision that was taken is refused as taken.)

export type Once = { run<T>(key: string, work: () => Promise<T>): Promise<T> }

const remembered = 2000 // Slack repeats within minutes; an office presses a few buttons a minute

export function createOnce(): Once {
  const begun = new Map<string, Promise<unknown>>()
  return {
    run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const before = begun.get(key)
      if (before) return before as Promise<T>
      const now = work()
      begun.set(key, now)
      if (begun.size > remembered) begun.delete(begun.keys().next().value as string)
      return now
    },
  }
}
