import { setMaxListeners } from 'node:events'

export interface PoolOptions {
  readonly concurrency: number
  /** Aborted: nothing new is begun, what runs is finished. */
  readonly stop?: AbortSignal | undefined
  /** Aborted: what runs is to leave at once. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Works through items in order with a number of workers. The first failure aborts the others' signal,
 * and is thrown once all have left.
 */
export async function runPool<T>(
  items: Iterable<T>,
  options: PoolOptions,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal
  // One listener or more an episode: many are no leak.
  setMaxListeners(0, signal)
  const queue = items[Symbol.iterator]()
  let first: { readonly error: unknown } | undefined
  const worker = async () => {
    while (!signal.aborted && !options.stop?.aborted) {
      const next = queue.next()
      if (next.done) return
      try {
        await work(next.value, signal)
      } catch (error) {
        first ??= { error }
        failure.abort(error)
      }
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker))
  if (options.signal?.aborted) throw options.signal.reason
  if (first) throw first.error
}
