import { Worker } from 'node:worker_threads'
import { ConfigError, messageOf, SandboxError } from '../../../../core/index.ts'
import { threadFlags } from '../../../../core/thread-flags.ts'
import type { Query } from '../analyze.ts'
import type { Bm25Data } from './layout.ts'
import type { Reply, Request } from './protocol.ts'
import type { Found } from './search.ts'

/** Threads that search one index. */
export interface SearchThreads {
  /** @throws SandboxError where the thread that searches ends; the next search gets a new one. */
  search(query: Query, k: number, signal?: AbortSignal): Promise<Found>
  close(): Promise<void>
}

interface Pending {
  readonly request: Request
  resolve(found: Found): void
  reject(error: unknown): void
}

/** A thread has one search at a time, so that one that nobody waits for any more is not begun. */
interface Thread {
  readonly worker: Worker
  busyWith: Pending | undefined
}

/** Starts threads as they are needed, up to `count`. Idle ones do not keep the process alive. */
export function openSearchThreads(data: Bm25Data, count: number): SearchThreads {
  const threads = new Set<Thread>()
  const waiting = new Set<Pending>()
  let isClosed = false

  const assign = (): void => {
    for (const pending of waiting) {
      const thread = [...threads].find(({ busyWith }) => !busyWith) ?? open()
      if (!thread) return
      waiting.delete(pending)
      thread.busyWith = pending
      thread.worker.ref()
      thread.worker.postMessage(pending.request)
    }
  }
  const open = (): Thread | undefined => {
    if (threads.size === count) return undefined
    const thread: Thread = { worker: startWorker(data), busyWith: undefined }
    threads.add(thread)
    thread.worker.on('message', (reply: Reply) => settle(thread, reply))
    thread.worker.on('error', (error) => lose(thread, messageOf(error)))
    thread.worker.on('exit', (code) => lose(thread, `it left with exit code ${code}`))
    return thread
  }
  const settle = (thread: Thread, reply: Reply): void => {
    const pending = thread.busyWith
    thread.busyWith = undefined
    thread.worker.unref()
    if ('found' in reply) pending?.resolve(reply.found)
    else pending?.reject(failure(reply.problem))
    assign()
  }
  const lose = (thread: Thread, reason: string): void => {
    if (!threads.delete(thread)) return
    thread.busyWith?.reject(failure(`its thread ended: ${reason}`))
    thread.busyWith = undefined
    if (!isClosed) assign()
  }
  return {
    search(query, k, signal) {
      if (isClosed) return Promise.reject(closed())
      return new Promise<Found>((resolve, reject) => {
        const abort = () => {
          waiting.delete(pending)
          reject(signal?.reason)
        }
        const settled = () => signal?.removeEventListener('abort', abort)
        const pending: Pending = {
          request: { query, k },
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
      for (const pending of waiting) pending.reject(closed())
      waiting.clear()
      for (const { busyWith } of threads) busyWith?.reject(closed())
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
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
