// What others ask of a connection that has work of its own: each waits its turn, for a limited time.
export type Requests<T> = {
  /** Undefined where nobody answered in time. */
  ask(): Promise<T | undefined>
  /** Calls back when somebody asks. */
  onAsked(wake: (() => void) | undefined): void
  /** Answers everybody who waits, in one go; throws what `work` throws, and they wait on. */
  answer(work: () => Promise<T>): Promise<void>
  end(): void
}

export function createRequests<T>(limitMilliseconds: number): Requests<T> {
  const waiting = new Set<(answer: T | undefined) => void>()
  let wake: (() => void) | undefined
  return {
    ask: () =>
      new Promise((resolve) => {
        const answered = (answer: T | undefined) => {
          clearTimeout(timer)
          waiting.delete(answered)
          resolve(answer)
        }
        const timer = setTimeout(() => answered(undefined), limitMilliseconds)
        waiting.add(answered)
        wake?.()
      }),
    onAsked(callback) {
      wake = callback
    },
    async answer(work) {
      if (waiting.size === 0) return
      const asked = [...waiting]
      const answer = await work()
      for (const answered of asked) answered(answer)
    },
    end() {
      for (const answered of [...waiting]) answered(undefined)
    },
  }
}
