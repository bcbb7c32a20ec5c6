import { Worker } from 'node:worker_threads'
import { withDeadline } from '../deadline.ts'
import type { Info, Invalid } from '../env.ts'
import {
  ConfigError,
  DeadlineError,
  EnvError,
  errorTypes,
  messageOf,
  ResetNeededError,
} from '../errors.ts'
import { threadFlags } from '../thread-flags.ts'
import type { VectorStep } from '../vector.ts'
import type { LaneReset, LaneStatus, Lanes } from './lanes.ts'
import type { Operation, Reply, ReplyError, Request, WorkerSetup } from './protocol.ts'

/** Time for the envs to close before their thread is ended by force. */
const CLOSING_MS = 10_000

interface Pending {
  readonly operation: Operation
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Sub-envs in a worker thread. It keeps the process alive only while a call waits for it, so a vector that
 * nobody closes does not. A thread that ends by itself has lost its episodes: every later call says so.
 */
export class LanesThread<Obs, Act> implements Lanes<Obs, Act> {
  readonly opened: Promise<void>
  status: readonly LaneStatus[]
  readonly #worker: Worker
  readonly #setup: WorkerSetup
  readonly #pending = new Map<number, Pending>()
  #nextId = 1
  #ended: Error | undefined
  #closing: Promise<void> | undefined

  constructor(setup: WorkerSetup, memoryMiB?: number) {
    this.#setup = setup
    this.status = Array.from({ length: setup.count }, () => 'new' as const)
    this.#worker = start(setup, memoryMiB)
    this.#worker.on('message', (reply: Reply) => this.#settle(reply))
    this.#worker.on('error', (error: Error & { code?: string }) =>
      this.#died(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out of memory' : messageOf(error)),
    )
    this.#worker.on('exit', (code) => this.#died(`it left with exit code ${code}`))
    this.opened = new Promise((resolve, reject) => {
      this.#pending.set(0, { operation: 'open', resolve: () => resolve(), reject })
    })
  }

  /** @throws what every further call would: it was closed, or its thread has ended. */
  refuseEnded(): void {
    if (this.#ended) throw this.#ended
    if (this.#closing) throw this.#closed()
  }

  reset(resets: readonly LaneReset[]) {
    return this.#call('reset', resets) as Promise<{ observations: Obs[]; infos: Info[] }>
  }

  step(actions: readonly (Act | Invalid)[]) {
    return this.#call('step', actions) as Promise<VectorStep<Obs>>
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    try {
      if (this.#ended) return
      await withDeadline(`closing ${this.#who()}`, CLOSING_MS, undefined, () => this.#call('close'))
    } catch (error) {
      // What does not answer is ended below, and closed then; its pending calls say so.
      if (!(error instanceof DeadlineError)) throw error
    } finally {
      this.#end(this.#closed())
      await this.#worker.terminate()
    }
  }

  #call(operation: Request['operation'], ...argument: readonly unknown[]): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended)
    const request: Request = { id: this.#nextId++, operation, argument }
    try {
      this.#worker.postMessage(request)
    } catch (error) {
      const reason = `${messageOf(error)} (let actions be plain data)`
      return Promise.reject(
        new ConfigError(`Cannot ${operation} ${this.#who()}: ${reason}`, { cause: error }),
      )
    }
    this.#worker.ref()
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { operation, resolve, reject })
    })
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (this.#pending.size === 0) this.#worker.unref()
    this.status = reply.status.length > 0 ? reply.status : this.status
    if (!pending) return
    if ('error' in reply) pending.reject(errorOf(pending.operation, reply.error))
    else pending.resolve(reply.value)
  }

  #died(reason: string): void {
    const advice = 'their episodes are lost: close this vector env and make a new one'
    this.#end(
      new EnvError(`Cannot go on with ${this.#who()}: their thread ended: ${reason} (${advice})`),
    )
  }

  #end(error: Error): void {
    if (this.#ended) return
    this.#ended = error
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }

  #closed(): Error {
    return new ResetNeededError(
      `Cannot use ${this.#who()}: they are closed (make a new vector env)`,
    )
  }

  #who(): string {
    const { first, count } = this.#setup
    return count === 1 ? `sub-env ${first}` : `sub-envs ${first} to ${first + count - 1}`
  }
}

/** A thread started from source does not inherit this process's loader for TypeScript. */
function start(setup: WorkerSetup, memoryMiB: number | undefined): Worker {
  const source = import.meta.url.endsWith('.ts')
  const entry = source ? './worker-from-source.mjs' : './worker.js'
  const execArgv = source ? ['--conditions=palaestra-source'] : threadFlags(process.execArgv)
  try {
    return new Worker(new URL(entry, import.meta.url), {
      workerData: setup,
      ...(execArgv ? { execArgv } : {}),
      ...(memoryMiB ? { resourceLimits: { maxOldGenerationSizeMb: memoryMiB } } : {}),
    })
  } catch (error) {
    throw new ConfigError(
      `Cannot start a thread for env ${setup.name}: ${messageOf(error)} (let its options be plain data)`,
      { cause: error },
    )
  }
}

/** Of the class it had there; the stack of the other thread is the cause's. */
function errorOf(operation: Operation, { type, message, index, stack }: ReplyError): Error {
  const cause = Object.assign(new Error(message), stack === undefined ? {} : { stack })
  const where = index === null ? '' : `Cannot ${operation} sub-env ${index}: `
  return new errorTypes[type](`${where}${message}`, { cause })
}
