import { SandboxError } from '../../core/errors.ts'
import type { SandboxOffer } from '../choose-kind.ts'
import { checkFolders } from '../folders.ts'
import { limitsOf } from '../limits.ts'
import type {
  ExecOptions,
  ExecResult,
  Sandbox,
  SandboxCapabilities,
  SandboxLimits,
  SandboxSnapshot,
} from '../sandbox.ts'
import { CLOCK_START, TMPDIR, WORKDIR } from './base-tree.ts'
import type { MachineState } from './machine.ts'
import { pickWorker } from './pool.ts'
import type { Operation, VirtualLimits, WorkerOperations } from './protocol.ts'
import type { SandboxWorker } from './sandbox-worker.ts'

const KIND = 'virtual'
const DEFAULT_TIMEOUT_MS = 20_000
const DEFAULT_OUTPUT_BYTES = 2 ** 20
const DEFAULT_WATCHDOG_MS = 30_000
const OWN_WATCHDOG_MS = 60_000

const defaultLimits: VirtualLimits = {
  commands: 10_000,
  interrupts: 4000,
  fileBytes: 64 * 2 ** 20,
  memoryMiB: 64,
}

const capabilities: SandboxCapabilities = {
  deterministic: true,
  network: 'none',
  isolated: true,
  memoryLimit: true,
  limits: ['commands', 'interrupts', 'fileBytes', 'memoryMiB'],
  processes: false,
  commands: ['bash', 'git', 'node', 'patch'],
}

/** The same on every machine. */
export const virtualOffer: SandboxOffer = {
  commands: capabilities.commands,
  processes: false,
  network: false,
}

export interface VirtualSandboxOptions {
  readonly limits?: Partial<SandboxLimits> | undefined
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined
  readonly folders?: readonly string[] | undefined
  /** Milliseconds since the epoch at which the sandbox's clock starts. */
  readonly clockStart?: number | undefined
  /** Real time one exec may take before its thread is replaced. */
  readonly watchdogMs?: number | undefined
}

/** Opens a sandbox on one of the worker threads. */
export async function openVirtual(options: VirtualSandboxOptions = {}): Promise<Sandbox> {
  const limits = limitsOf(KIND, defaultLimits, options.limits)
  const folders = checkFolders(options.folders)
  const sandbox = new VirtualSandbox(pickWorker(), options.watchdogMs ?? DEFAULT_WATCHDOG_MS)
  const { files = {}, clockStart = CLOCK_START } = options
  try {
    await sandbox.call('open', { limits, files, folders, clockStart })
  } catch (error) {
    await sandbox.close()
    throw error
  }
  return sandbox
}

let nextSandbox = 1

class VirtualSandbox implements Sandbox {
  readonly kind = KIND
  readonly capabilities = capabilities
  readonly workdir = WORKDIR
  readonly tmpdir = TMPDIR
  readonly #worker: SandboxWorker
  readonly #watchdogMs: number
  readonly #id = nextSandbox++
  #closed = false

  constructor(worker: SandboxWorker, watchdogMs: number) {
    this.#worker = worker
    this.#watchdogMs = watchdogMs
    worker.load++
  }

  call<Name extends Operation>(
    operation: Name,
    ...args: Parameters<WorkerOperations[Name]>
  ): Promise<ReturnType<WorkerOperations[Name]>> {
    return this.#call(operation, args)
  }

  exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    const { cwd, env, stdin, timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options
    const { maxOutputBytes = DEFAULT_OUTPUT_BYTES } = options
    return this.#call('exec', [{ command, cwd, env, stdin, timeoutMs, maxOutputBytes }], signal)
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.call('readFile', path)
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.readFile(path))
  }

  writeFile(path: string, data: string | Uint8Array): Promise<void> {
    return this.call('writeFiles', { [path]: data })
  }

  writeFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    return this.call('writeFiles', files)
  }

  listFiles(path = WORKDIR): Promise<readonly string[]> {
    return this.call('listFiles', path)
  }

  remove(path: string): Promise<void> {
    return this.call('remove', path)
  }

  putTar(archive: Uint8Array, path = WORKDIR): Promise<void> {
    return this.call('putTar', archive, path)
  }

  getTar(path = WORKDIR): Promise<Uint8Array> {
    return this.call('getTar', path)
  }

  async snapshot(): Promise<SandboxSnapshot> {
    return { kind: KIND, data: await this.call('state') }
  }

  async restore(snapshot: SandboxSnapshot): Promise<void> {
    if (snapshot.kind !== KIND) {
      throw new SandboxError(
        `Cannot restore a ${snapshot.kind} snapshot in a ${KIND} sandbox: kinds differ`,
      )
    }
    await this.call('restore', snapshot.data as MachineState)
  }

  async fork(): Promise<Sandbox> {
    const copy = new VirtualSandbox(this.#worker, this.#watchdogMs)
    try {
      await this.call('fork', copy.#id)
    } catch (error) {
      await copy.close()
      throw error
    }
    return copy
  }

  stateHash(): Promise<string> {
    return this.call('stateHash')
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#worker.load--
    if (this.#worker.failed) return
    const options = { watchdogMs: OWN_WATCHDOG_MS }
    // Nobody waits: a worker that is gone has nothing left to close.
    this.#worker.call(this.#id, 'close', [], options).catch(() => {})
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #call<Name extends Operation>(
    operation: Name,
    args: Parameters<WorkerOperations[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<WorkerOperations[Name]>> {
    if (this.#closed) {
      const message = `Cannot ${operation} in the virtual sandbox: it is closed (open a new one)`
      return Promise.reject(new SandboxError(message))
    }
    // Starting a thread or carrying files is our own work: the caller's limit is for execs.
    const watchdogMs = operation === 'exec' ? this.#watchdogMs : OWN_WATCHDOG_MS
    return this.#worker.call(this.#id, operation, args, { watchdogMs, signal })
  }
}
