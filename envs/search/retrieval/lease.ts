import { withoutSlots } from '../../../core/index.ts'
import type { IndexProgress } from './retriever.ts'

/** Something that was opened, until it is let go. */
export interface Lease<T> extends AsyncDisposable {
  readonly held: T
}

interface Shared<T> {
  readonly opening: Promise<T>
  readonly stop: AbortController
  readonly told: Set<IndexProgress>
  users: number
}

export interface LeaseOptions {
  readonly progress?: IndexProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** What episodes of a process have in common, by key: opened once, closed when the last lets go. */
export function createLeases<T extends AsyncDisposable>() {
  const shelf = new Map<string, Shared<T>>()

  const begin = (
    key: string,
    open: (signal: AbortSignal, progress: IndexProgress) => Promise<T>,
  ): Shared<T> => {
    const stop = new AbortController()
    const told = new Set<IndexProgress>()
    const progress: IndexProgress = (done, total) => {
      for (const tell of told) tell(done, total)
    }
    // No episode's own: what one records must not depend on which of them came first.
    const opening = withoutSlots(() => open(stop.signal, progress))
    const shared = { opening, stop, told, users: 0 }
    shelf.set(key, shared)
    opening.catch(() => forget(key, shared))
    return shared
  }
  const forget = (key: string, shared: Shared<T>) => {
    if (shelf.get(key) === shared) shelf.delete(key)
  }
  const leave = async (key: string, shared: Shared<T>) => {
    shared.users--
    if (shared.users > 0) return
    forget(key, shared)
    shared.stop.abort(new Error('nobody waits for it any more'))
    const opened = await shared.opening.catch(() => undefined)
    await opened?.[Symbol.asyncDispose]()
  }

  return {
    /** Waits with others that asked for the same; it goes on opening as long as one of them waits. */
    async lease(
      key: string,
      open: (signal: AbortSignal, progress: IndexProgress) => Promise<T>,
      { progress, signal }: LeaseOptions = {},
    ): Promise<Lease<T>> {
      signal?.throwIfAborted()
      const shared = shelf.get(key) ?? begin(key, open)
      shared.users++
      if (progress) shared.told.add(progress)
      try {
        const held = await unlessAborted(shared.opening, signal)
        let left: Promise<void> | undefined
        return {
          held,
          [Symbol.asyncDispose]() {
            left ??= leave(key, shared)
            return left
          },
        }
      } catch (error) {
        leave(key, shared).catch(() => {})
        throw error
      } finally {
        if (progress) shared.told.delete(progress)
      }
    },
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
