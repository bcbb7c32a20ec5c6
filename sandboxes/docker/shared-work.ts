import { untilAborted } from '../host/run-command.ts'

interface Running {
  readonly result: Promise<unknown>
  readonly stop: AbortController
  waiting: number
}

/** Work that many ask for is done once, and stopped when nobody waits for it any more. */
export class SharedWork {
  readonly #running = new Map<string, Running>()

  async run<T>(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted()
    const running = this.#running.get(key) ?? this.#start(key, work)
    running.waiting++
    try {
      return (await untilAborted(running.result, signal)) as T
    } finally {
      running.waiting--
      if (running.waiting === 0) {
        running.stop.abort()
        this.#forget(key, running)
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<unknown>): Running {
    const stop = new AbortController()
    const running: Running = { result: work(stop.signal), stop, waiting: 0 }
    this.#running.set(key, running)
    running.result.catch(() => {})
    return running
  }

  #forget(key: string, running: Running): void {
    if (this.#running.get(key) === running) this.#running.delete(key)
  }
}
