import { Worker } from 'node:worker_threads'
import { SandboxError } from '../../core/errors.ts'
import { SandboxFileError } from '../sandbox.ts'
import { type Journal, keepArguments, record, replayOf } from './journal.ts'
import { NATIVE_STACK_MIB } from './node/native-stack.ts'
import {
  CANCEL_SLOTS,
  type Operation,
  type Reply,
  type Request,
  type WorkerOperations,
  type WorkerSetup,
} from './protocol.ts'

/** Real time an exec whose caller gave up may take to notice it before its thread is ended. */
const CANCEL_GRACE_MS = 2000
const REPLAY_WATCHDOG_MS = 60_000
const HEAP_MIB = 1024

interface Pending {
  readonly id: number
  readonly sandbox: number
  readonly operation: Operation
  readonly args: readonly unknown[]
  readonly watchdogMs: number
  /** Done before, on a thread that is gone. */
  readonly isReplay: boolean
  cancelled: boolean
  /** Threads that ended while they worked on this. */
  deaths: number
  resolve(value: unknown): void
  reject(error: Error): void
}

export interface CallOptions {
  readonly watchdogMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * One worker thread. Its requests are answered in order, so the oldest one is what it works on.
 *
 * A thread that runs out of memory or does not come back is replaced, and all its sandboxes are made
 * again from their journals. The exec that ended it is tried once more; one that ends two threads
 * fails, and no neighbour with it. Real time decided that, so it is never a result.
 */
export class SandboxWorker {
  #thread: Worker
  readonly #cancels = new Int32Array(new SharedArrayBuffer(4 * CANCEL_SLOTS))
  readonly #journals = new Map<number, Journal>()
  #pending: Pending[] = []
  #nextId = 1
  #watchdog: NodeJS.Timeout | undefined
  #failure: SandboxError | undefined
  readonly #onEnd: (worker: SandboxWorker) => void
  /** Sandboxes that live on it. */
  load = 0

  constructor(onEnd: (worker: SandboxWorker) => void) {
    this.#onEnd = onEnd
    this.#thread = this.#start()
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
    return new Promise<ReturnType<WorkerOperations[Name]>>((resolve, reject) => {
      const pending: Pending = {
        ...this.#request(sandbox, operation, keepArguments(operation, args), watchdogMs),
        resolve: resolve as (value: unknown) => void,
        reject,
      }
      if (signal) this.#cancelOn(signal, pending)
      this.#pending.push(pending)
      if (this.#pending.length === 1) this.#watch()
      this.#post(pending)
    })
  }

  /** Ends the thread at once; everything on it is lost. */
  end(reason: string): void {
    this.#fail(reason)
    void this.#thread.terminate()
  }

  #start(): Worker {
    const setup: WorkerSetup = { cancels: this.#cancels }
    const thread = new Worker(workerEntry(), {
      workerData: setup,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, stackSizeMb: NATIVE_STACK_MIB },
    })
    thread.unref()
    // A thread that was replaced may still have something to say.
    const isCurrent = () => this.#thread === thread
    thread.on('message', (reply: Reply) => isCurrent() && this.#settle(reply))
    thread.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      if (isCurrent()) this.#replace(isMemory ? 'out of memory' : error.message)
    })
    thread.on('exit', () => isCurrent() && this.#replace('its thread ended'))
    return thread
  }

  #request(
    sandbox: number,
    operation: Operation,
    args: readonly unknown[],
    watchdogMs: number,
    isReplay = false,
  ): Pending {
    const id = this.#nextId++
    const nobody = () => {}
    const shared = { isReplay, cancelled: false, deaths: 0, resolve: nobody, reject: nobody }
    return { id, sandbox, operation, args, watchdogMs, ...shared }
  }

  #post({ id, sandbox, operation, args }: Pending): void {
    const request: Request = { id, sandbox, operation, argument: args }
    this.#thread.postMessage(request)
  }

  #cancelOn(signal: AbortSignal, pending: Pending): void {
    const { resolve, reject } = pending
    const cancel = () => {
      pending.cancelled = true
      Atomics.store(this.#cancels, pending.id % CANCEL_SLOTS, pending.id)
      if (this.#pending[0] === pending) this.#watch()
      reject(signal.reason)
    }
    signal.addEventListener('abort', cancel, { once: true })
    pending.resolve = (value) => {
      signal.removeEventListener('abort', cancel)
      resolve(value)
    }
    pending.reject = (error) => {
      signal.removeEventListener('abort', cancel)
      reject(error)
    }
  }

  /** Sets the clock for the oldest request; an idle worker does not keep the process alive. */
  #watch(): void {
    clearTimeout(this.#watchdog)
    const [oldest] = this.#pending
    if (!oldest) {
      this.#thread.unref()
      return
    }
    this.#thread.ref()
    const limitMs = oldest.cancelled ? CANCEL_GRACE_MS : oldest.watchdogMs
    this.#watchdog = setTimeout(
      () => this.#replace(`${oldest.operation} took more than ${limitMs} ms of real time`),
      limitMs,
    )
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.shift()
    this.#watch()
    if (!pending) return
    this.#record(pending)
    if ('error' in reply) {
      const { message, path } = reply.error
      pending.reject(
        path === undefined
          ? new SandboxError(`Cannot ${pending.operation} in the virtual sandbox: ${message}`)
          : new SandboxFileError(message, path),
      )
    } else pending.resolve(reply.value)
  }

  /** What failed is recorded, too: it may have done a part, and fails again the same way. */
  #record({ sandbox, operation, args, isReplay }: Pending): void {
    if (isReplay) return
    const journal = record(this.#journals.get(sandbox), operation, args)
    if (operation === 'close') this.#journals.delete(sandbox)
    else if (journal) {
      this.#journals.set(sandbox, journal)
      if (operation === 'fork') this.#journals.set(args[0] as number, journal)
    }
  }

  /** Puts a fresh thread in the place of one that is stuck or gone. */
  #replace(reason: string): void {
    if (this.#failure) return
    const [culprit, ...rest] = this.#pending
    if (culprit?.operation !== 'exec' || culprit.isReplay) {
      this.end(reason)
      return
    }
    void this.#thread.terminate()
    this.#thread = this.#start()
    this.#pending = [...this.#journals].flatMap(([sandbox, journal]) =>
      replayOf(journal).map(({ operation, args }) =>
        this.#request(sandbox, operation, args, REPLAY_WATCHDOG_MS, true),
      ),
    )
    if (++culprit.deaths < 2 && !culprit.cancelled) this.#pending.push(culprit)
    else culprit.reject(failure(`${reason}, twice`))
    this.#pending.push(...rest)
    for (const pending of this.#pending) this.#post(pending)
    this.#watch()
  }

  #fail(reason: string): void {
    if (this.#failure) return
    this.#failure = failure(reason)
    this.#onEnd(this)
    clearTimeout(this.#watchdog)
    for (const pending of this.#pending.splice(0)) pending.reject(this.#failure)
  }
}

function failure(reason: string): SandboxError {
  return new SandboxError(
    `Cannot use the virtual sandbox: ${reason} (open a new one; the episode is unscored)`,
  )
}

/** A thread started from source does not inherit this process's loader for TypeScript. */
function workerEntry(): URL {
  const source = import.meta.url.endsWith('.ts')
  return new URL(source ? './worker-from-source.mjs' : './worker.js', import.meta.url)
}
