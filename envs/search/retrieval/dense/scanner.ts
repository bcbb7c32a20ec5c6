import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { messageOf, SandboxError } from '../../../../core/index.ts'
import { threadFlags } from '../../../../core/thread-flags.ts'
import type { DenseData } from './load.ts'
import type { Reply, Request } from './protocol.ts'
import { scanPages } from './scan.ts'

/** Scores all pages against a query. */
export interface Scanner {
  scores(query: Float32Array, signal: AbortSignal | undefined): Promise<Float64Array>
  close(): Promise<void>
}

/** Numbers that are multiplied before others get their turn: some milliseconds. */
const BLOCK = 2 ** 22

/** In this thread, which others get back between blocks. */
export function ownScanner(data: DenseData): Scanner {
  const pages = data.starts.length - 1
  const rows = Math.max(1, Math.floor(BLOCK / data.length))
  return {
    async scores(query, signal) {
      const scores = new Float64Array(pages)
      for (let first = 0; first < pages; ) {
        signal?.throwIfAborted()
        const last = endOfBlock(data.starts, first, rows)
        scores.set(scanPages(data, query, first, last), first)
        first = last
        if (first < pages) await setImmediate()
      }
      return scores
    },
    async close() {},
  }
}

/** The page before which about so many rows end, by bisection; one page at least. */
function endOfBlock(starts: Uint32Array, first: number, rows: number): number {
  const goal = (starts[first] ?? 0) + rows
  let [low, high] = [first + 1, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= goal) low = middle
    else high = middle - 1
  }
  return low
}

interface Pending {
  resolve(scores: Float64Array): void
  reject(error: unknown): void
}

/** In threads, each of which has its share of the pages. Idle ones do not keep the process alive. */
export function threadScanner(data: DenseData, count: number): Scanner {
  const pages = data.starts.length - 1
  const shares = Array.from({ length: Math.min(count, pages) }, (_, at) => ({
    first: Math.floor((pages * at) / Math.min(count, pages)),
    last: Math.floor((pages * (at + 1)) / Math.min(count, pages)),
    thread: openThread(data),
  }))
  return {
    async scores(query, signal) {
      signal?.throwIfAborted()
      const scores = new Float64Array(pages)
      await Promise.all(
        shares.map(async ({ thread, first, last }) => {
          scores.set(await thread.ask({ query, first, last }), first)
        }),
      )
      signal?.throwIfAborted()
      return scores
    },
    close: async () => {
      await Promise.all(shares.map(({ thread }) => thread.close()))
    },
  }
}

function openThread(data: DenseData) {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let count = 0
  let isClosed = false
  const start = (): Worker => {
    const started = startWorker(data)
    started.on('message', (reply: Reply) => {
      const asked = pending.get(reply.id)
      pending.delete(reply.id)
      if (pending.size === 0) started.unref()
      if ('scores' in reply) asked?.resolve(reply.scores)
      else asked?.reject(failure(reply.problem))
    })
    const lose = (reason: string) => {
      if (worker !== started) return
      worker = undefined
      for (const { reject } of pending.values()) reject(failure(`its thread ended: ${reason}`))
      pending.clear()
    }
    started.on('error', (error) => lose(messageOf(error)))
    started.on('exit', (code) => lose(`it left with exit code ${code}`))
    return started
  }
  return {
    ask: (request: Omit<Request, 'id'>) =>
      new Promise<Float64Array>((resolve, reject) => {
        if (isClosed) return reject(failure('the retriever was closed'))
        worker ??= start()
        worker.ref()
        const id = ++count
        pending.set(id, { resolve, reject })
        worker.postMessage({ id, ...request } satisfies Request)
      }),
    async close() {
      isClosed = true
      await worker?.terminate()
    },
  }
}

/** A thread started from source does not inherit this process's loader for TypeScript. */
function startWorker(data: DenseData): Worker {
  const source = import.meta.url.endsWith('.ts')
  const entry = source ? './worker-from-source.mjs' : './worker.js'
  const execArgv = source ? ['--conditions=palaestra-source'] : threadFlags(process.execArgv)
  return new Worker(new URL(entry, import.meta.url), {
    workerData: data,
    ...(execArgv ? { execArgv } : {}),
  })
}

const failure = (reason: string) =>
  new SandboxError(`Cannot search by vectors: ${reason} (search again)`)
