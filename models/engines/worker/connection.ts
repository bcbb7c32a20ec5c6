import { SHARE_ENV, Worker } from 'node:worker_threads'
import { ConfigError, ModelError, messageOf } from '../../../core/index.ts'
import { threadFlags } from '../../../core/thread-flags.ts'
import type { Method, Request, Requests, Response, WorkerOptions } from './protocol.ts'

/** One thread that computes, and the requests under way. */
export class WorkerConnection {
  readonly #worker: Worker
  readonly #pending = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >()
  #count = 0
  #ended: Error | undefined
  #closing: Promise<void> | undefined

  constructor(options: WorkerOptions) {
    const source = import.meta.url.endsWith('.ts')
    const entry = source ? './worker-from-source.mjs' : './worker.js'
    const execArgv = source ? ['--conditions=palaestra-source'] : threadFlags(process.execArgv)
    // TensorFlow reads its settings from the environment of the process alone.
    this.#worker = new Worker(new URL(entry, import.meta.url), {
      workerData: options,
      env: SHARE_ENV,
      // What libraries give lies outside of the heap: a larger nursery keeps it for longer than it is used.
      resourceLimits: { maxYoungGenerationSizeMb: 6 },
      ...(execArgv && { execArgv }),
    })
    // A program ends when its own work is done, whatever the engine still holds.
    this.#worker.unref()
    this.#worker.on('message', (response: Response) => this.#receive(response))
    this.#worker.on('error', (error) => this.#fail(`its thread broke: ${error.message}`))
    this.#worker.on('exit', (code) => this.#fail(`its thread ended with code ${code}`))
  }

  call<M extends Method>(
    method: M,
    args: Parameters<Requests[M]>,
    moved: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<Requests[M]>> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = ++this.#count
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
    })
    if (this.#pending.size === 1) this.#worker.ref()
    const request: Request = { id, method, args }
    try {
      this.#worker.postMessage(request, [...moved])
    } catch (error) {
      // Nothing was sent, and nobody will answer.
      this.#settle(id)
      const reason = messageOf(error).split('\n', 1)[0]
      return Promise.reject(
        new ConfigError(`Cannot compute: ${reason} (give tensors and numbers alone)`),
      )
    }
    return answer as Promise<ReturnType<Requests[M]>>
  }

  /** Lets go of parameters or a program there; with the thread they are gone anyway. */
  async release(handle: number): Promise<void> {
    if (!this.#ended) await this.call('close', [handle])
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#ended) return
    const stopped = this.call('stop', []).catch(() => {})
    // What is under way ends; nothing may come behind it.
    this.#ended = ended('it has been closed')
    await stopped
    await this.#worker.terminate()
  }

  #receive(response: Response): void {
    const waiting = this.#pending.get(response.id)
    this.#settle(response.id)
    if ('result' in response) waiting?.resolve(response.result)
    else waiting?.reject(asError(response.problem))
  }

  #settle(id: number): void {
    this.#pending.delete(id)
    if (this.#pending.size === 0) this.#worker.unref()
  }

  #fail(reason: string): void {
    this.#ended ??= ended(reason)
    for (const { reject } of this.#pending.values()) reject(this.#ended)
    this.#pending.clear()
  }
}

const ended = (reason: string) =>
  new ModelError(`Cannot compute with this engine: ${reason} (open another)`)

const OUT_OF_MEMORY = /bad_alloc|allocat\w* (memory|failed)|out of memory|Array buffer allocation/i

function asError({ name, message }: { readonly name: string; readonly message: string }): Error {
  if (OUT_OF_MEMORY.test(message)) {
    return new ModelError(
      `Cannot compute: memory ran out, ${firstLine(message)} (take smaller batches, shorter sequences, or LoRA)`,
    )
  }
  if (name === 'ConfigError') return new ConfigError(message)
  if (name === 'ModelError') return new ModelError(message)
  // What a library says may take many lines: they are kept beside.
  return new ModelError(`Cannot compute: ${firstLine(message)} (see the cause)`, {
    cause: new Error(message),
  })
}

const firstLine = (text: string) => text.split('\n', 1)[0]?.slice(0, 300) ?? ''
