import { Worker } from 'node:worker_threads'
import { ConfigError, messageOf, SandboxError } from '../../../../core/index.ts'
import { threadFlags } from '../../../../core/thread-flags.ts'
import type { Bm25Data } from './layout.ts'
import { type Reply, type Request, unpackFound } from './protocol.ts'
import type { Found } from './search.ts'

/** Threads that search one index. */
export interface SearchThreads {
  /**
   * `postings` is how many the terms of the query have.
   * @throws SandboxError where the thread that searches ends; the next search gets a new one.
   */
  search(request: Request, postings: number, signal?: AbortSignal): Promise<Found>
  close(): Promise<void>
}

interface Pending {
  readonly request: Request
  readonly postings: number
  resolve(found: Found): void
  reject(error: unknown): void
}

interface Thread {
  readonly worker: Worker
  /** Empty where it is idle. */
  busyWith: readonly Pending[]
}

/**
 * A message there and back takes as long as reading some ten thousand postings: searches that are shorter wait
 * for a thread together. Long ones go alone, so that one that nobody waits for any more is not begun.
 */
const POSTINGS_A_MESSAGE = 250_000
const SEARCHES_A_MESSAGE = 64

/** Starts threads as they are needed, up to `count`. Idle ones do not keep the process alive. */
export function openSearchThreads(data: Bm25Data, count: number): SearchThreads {
  const threads = new Set<Thread>()
  const waiting = new Set<Pending>()
  let isClosed = false

  const assign = (): void => {
    while (waiting.size > 0) {
      const thread = [...threads].find(({ busyWith }) => busyWith.length === 0) ?? open()
      if (!thread) return
      thread.busyWith = takeWaiting(waiting, Math.ceil(waiting.size / count))
      thread.worker.ref()
      thread.worker.postMessage(thread.busyWith.map(({ request }) => request))
    }
  }
  const open = (): Thread | undefined => {
    if (threads.size === count) return undefined
    const thread: Thread = { worker: startWorker(data), busyWith: [] }
    threads.add(thread)
    thread.worker.on('message', (reply: Reply) => settle(thread, reply))
    thread.worker.on('error', (error) => lose(thread, messageOf(error)))
    thread.worker.on('exit', (code) => lose(thread, `it left with exit code ${code}`))
    return thread
  }
  const settle = (thread: Thread, reply: Reply): void => {
    const answered = thread.busyWith
    thread.busyWith = []
    thread.worker.unref()
    assign()
    if ('problem' in reply) rejectAll(answered, failure(reply.problem))
    else for (const [at, found] of unpackFound(reply.found).entries()) answered[at]?.resolve(found)
  }
  const lose = (thread: Thread, reason: string): void => {
    if (!threads.delete(thread)) return
    rejectAll(thread.busyWith, failure(`its thread ended: ${reason}`))
    thread.busyWith = []
    if (!isClosed) assign()
  }
  return {
    search(request, postings, signal) {
      if (isClosed) return Promise.reject(closed())
      return new Promise<Found>((resolve, reject) => {
        const abort = () => {
          waiting.delete(pending)
          reject(signal?.reason)
        }
        const settled = () => signal?.removeEventListener('abort', abort)
        const pending: Pending = {
          ...{ request, postings },
          resolve: (found) => {
            settled()
            resolve(found)
          },
          reject: (error) => {
            settled()
            reject(error)
          },
        }
        signal?.addEventListener('abort', abort, { once: true })
        waiting.add(pending)
        assign()
      })
    },
    async close() {
      isClosed = true
      rejectAll(waiting, closed())
      waiting.clear()
      for (const { busyWith } of threads) rejectAll(busyWith, closed())
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}

/** What one message has: one search at least, no more than `most`. */
function takeWaiting(waiting: Set<Pending>, most: number): readonly Pending[] {
  const taken: Pending[] = []
  let postings = 0
  for (const pending of waiting) {
    postings += pending.postings
    const isFull = taken.length >= Math.min(most, SEARCHES_A_MESSAGE)
    if (taken.length > 0 && (isFull || postings > POSTINGS_A_MESSAGE)) break
    waiting.delete(pending)
    taken.push(pending)
  }
  return taken
}

function rejectAll(all: Iterable<Pending>, error: Error): void {
  for (const { reject } of all) reject(error)
}

/** A thread started from source does not inherit this process's loader for TypeScript. */
function startWorker(data: Bm25Data): Worker {
  const source = import.meta.url.endsWith('.ts')
  const entry = source ? './worker-from-source.mjs' : './worker.js'
  const execArgv = source ? ['--conditions=palaestra-source'] : threadFlags(process.execArgv)
  return new Worker(new URL(entry, import.meta.url), {
    workerData: data,
    ...(execArgv ? { execArgv } : {}),
  })
}

const closed = () =>
  new ConfigError('Cannot search: the retriever is closed (open the index again)')

const failure = (reason: string) =>
  new SandboxError(`Cannot search by BM25: ${reason} (search again: a new thread answers)`)
