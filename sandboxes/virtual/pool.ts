import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { SandboxError } from '../../core/errors.ts'
import { SandboxFileError } from '../sandbox.ts'
import {
  CANCEL_SLOTS,
  type Operation,
  type Reply,
  type Request,
  type WorkerOperations,
  type WorkerSetup,
} from './protocol.ts'

/** An episode has one sandbox for the agent and one for grading. */
const SANDBOXES_BEFORE_NEXT_WORKER = 2
/** Real time an exec whose caller gave up may take to notice it before its worker is ended. */
const CANCEL_GRACE_MS = 2000
const HEAP_MIB = 1024

interface Pending {
  readonly id: number
  readonly operation: Operation
  readonly watchdogMs: number
  cancelled: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export interface CallOptions {
  readonly watchdogMs: number
  readonly signal?: AbortSignal | undefined
}

/** One worker thread. Its requests are answered in order, so the oldest one is what it works on. */
export class SandboxWorker {
  readonly #worker: Worker
  readonly #cancels = new Int32Array(new SharedArrayBuffer(4 * CANCEL_SLOTS))
  readonly #pending: Pending[] = []
  #nextId = 1
  #watchdog: NodeJS.Timeout | undefined
  #failure: SandboxError | undefined
  readonly #onEnd: (worker: SandboxWorker) => void
  /** Sandboxes that live on it. */
  load = 0

  constructor(onEnd: (worker: SandboxWorker) => void) {
    this.#onEnd = onEnd
    const setup: WorkerSetup = { cancels: this.#cancels }
    this.#worker = new Worker(workerEntry(), {
      workerData: setup,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, stackSizeMb: 4 },
    })
    this.#worker.unref()
    this.#worker.on('message', (reply: Reply) => this.#settle(reply))
    this.#worker.on('error', (error: Error & { code?: string }) => {
      const reason =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'its worker ran out of memory' : error.message
      this.#fail(reason)
    })
    this.#worker.on('exit', () => this.#fail('its worker ended'))
  }

  get failed(): boolean {
    return this.#failure !== undefined
  }

  call<Name extends Operation>(
    sandbox: number,
    operation: Name,
    args: Parameters<WorkerOperations[Name]>,
    { watchdogMs, signal }: CallOptions,
  ): Promise<ReturnType<WorkerOperations[Name]>> {
    if (this.#failure) return Promise.reject(this.#failure)
    if (signal?.aborted) return Promise.reject(signal.reason)
    const id = this.#nextId++
    const answer = new Promise<ReturnType<WorkerOperations[Name]>>((resolve, reject) => {
      const settle = resolve as (value: unknown) => void
      const pending = { id, operation, watchdogMs, cancelled: false, resolve: settle, reject }
      this.#pending.push(pending)
      if (signal) this.#cancelOn(signal, pending)
    })
    if (this.#pending.length === 1) this.#watch()
    const request: Request = { id, sandbox, operation, argument: args }
    this.#worker.postMessage(request)
    return answer
  }

  /** Ends the thread at once; everything on it is lost. */
  end(reason: string): void {
    this.#fail(reason)
    void this.#worker.terminate()
  }

  #cancelOn(signal: AbortSignal, pending: Pending): void {
    const cancel = () => {
      pending.cancelled = true
      Atomics.store(this.#cancels, pending.id % CANCEL_SLOTS, pending.id)
      if (this.#pending[0] === pending) this.#watch()
      pending.reject(signal.reason)
    }
    signal.addEventListener('abort', cancel, { once: true })
    const { resolve, reject } = pending
    Object.assign(pending, {
      resolve(value: unknown) {
        signal.removeEventListener('abort', cancel)
        resolve(value)
      },
      reject(error: Error) {
        signal.removeEventListener('abort', cancel)
        reject(error)
      },
    })
  }

  /** Sets the clock for the oldest request; an idle worker does not keep the process alive. */
  #watch(): void {
    clearTimeout(this.#watchdog)
    const [oldest] = this.#pending
    if (!oldest) {
      this.#worker.unref()
      return
    }
    this.#worker.ref()
    const limitMs = oldest.cancelled ? CANCEL_GRACE_MS : oldest.watchdogMs
    this.#watchdog = setTimeout(() => {
      this.end(`its worker did not finish ${oldest.operation} within ${limitMs} ms of real time`)
    }, limitMs)
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.shift()
    this.#watch()
    if (!pending) return
    if ('error' in reply) {
      const { message, path } = reply.error
      pending.reject(
        path === undefined
          ? new SandboxError(`Cannot ${pending.operation} in the virtual sandbox: ${message}`)
          : new SandboxFileError(message, path),
      )
    } else pending.resolve(reply.value)
  }

  #fail(reason: string): void {
    if (this.#failure) return
    this.#failure = new SandboxError(
      `Cannot use the virtual sandbox: ${reason} (open a new one; the episode is unscored)`,
    )
    this.#onEnd(this)
    clearTimeout(this.#watchdog)
    for (const pending of this.#pending.splice(0)) pending.reject(this.#failure)
  }
}

const workers: SandboxWorker[] = []

/** The worker with the fewest sandboxes; another one is started while there are free cores. */
export function pickWorker(): SandboxWorker {
  let least: SandboxWorker | undefined
  for (const worker of workers) if (!least || worker.load < least.load) least = worker
  const crowded = !least || least.load >= SANDBOXES_BEFORE_NEXT_WORKER
  if (least && !(crowded && workers.length < availableParallelism())) return least
  const fresh = new SandboxWorker((ended) => {
    const index = workers.indexOf(ended)
    if (index >= 0) workers.splice(index, 1)
  })
  workers.push(fresh)
  return fresh
}

/** Ends all workers at once. Open virtual sandboxes fail; the next `openSandbox` starts afresh. */
export function endWorkers(): void {
  for (const worker of workers.splice(0)) worker.end('the pool of sandboxes was closed')
}

/** A thread started from source does not inherit this process's loader for TypeScript. */
function workerEntry(): URL {
  const source = import.meta.url.endsWith('.ts')
  return new URL(source ? './worker-from-source.mjs' : './worker.js', import.meta.url)
}
