/** Lets only so many of its works run at a time; the others wait in order. */
export interface Limiter {
  /** @throws the signal's reason, when it aborts while the work waits. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

export function createLimiter(limit: number): Limiter {
  let running = 0
  const waiting: (() => void)[] = []

  const enter = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.throwIfAborted()
      const begin = () => {
        signal.removeEventListener('abort', leave)
        running++
        resolve()
      }
      const leave = () => {
        waiting.splice(waiting.indexOf(begin), 1)
        reject(signal.reason)
      }
      if (running < limit) return begin()
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(begin)
    })

  return {
    async run(signal, work) {
      await enter(signal)
      try {
        return await work()
      } finally {
        running--
        waiting.shift()?.()
      }
    },
  }
}
