import { posix } from 'node:path'
import { SandboxError } from '../../core/errors.ts'
import type { SandboxOffer } from '../choose-kind.ts'
import { checkFolders, checkWorkdir } from '../folders.ts'
import { untilAborted } from '../host/run-command.ts'
import { limitsOf } from '../limits.ts'
import type {
  ExecOptions,
  ExecResult,
  Sandbox,
  SandboxCapabilities,
  SandboxLimits,
  SandboxSnapshot,
} from '../sandbox.ts'
import { forgetConnection } from './connection.ts'
import type { Container } from './container.ts'
import * as files from './container-files.ts'
import { placesOf, TMP, WORKSPACE } from './places.ts'
import { ContainerPool, type Lease, type LeaseOptions } from './pool.ts'
import { DEFAULT_IMAGE } from './pull-image.ts'
import { type Command, runCommand } from './run-command.ts'
import type { DockerLimits } from './spec.ts'

const KIND = 'docker'
const DEFAULT_TIMEOUT_MS = 20_000
const DEFAULT_OUTPUT_BYTES = 2 ** 20
/** Longer ones go through a file: systems limit one argument, and a session is no place for megabytes. */
const COMMAND_BYTES = 96 * 1024
const STDIN_BYTES = 256 * 1024

const defaultLimits: DockerLimits = {
  memoryMiB: 1024,
  fileBytes: 2 ** 30,
  processes: 512,
  cpus: 2,
}

export interface DockerSandboxOptions {
  /** Any image with a shell (default: the one `npm run sandbox:image` makes). */
  readonly image?: string | undefined
  /** Of all machines it can reach, or none but itself (default). */
  readonly network?: 'none' | 'open' | undefined
  readonly limits?: Partial<SandboxLimits> | undefined
  /** A folder of the image to work in, with what the image has there. */
  readonly workdir?: string | undefined
  readonly folders?: readonly string[] | undefined
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined
  /** Only a container that no sandbox has used before, for what must trust it. */
  readonly fresh?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

let pool = new ContainerPool()

/** Opens a sandbox in a container, a warm one where there is one. */
export async function openDocker(options: DockerSandboxOptions = {}): Promise<Sandbox> {
  const { image = DEFAULT_IMAGE, network = 'none', fresh = false, signal } = options
  const limits = limitsOf(KIND, defaultLimits, options.limits)
  const workdir = options.workdir === undefined ? undefined : checkWorkdir(options.workdir)
  const places = placesOf({ workdir, added: checkFolders(options.folders, workdir) })
  const lease = { image, network, limits, places, isFresh: fresh, signal }
  const sandbox = new DockerSandbox(lease, await pool.lease(lease))
  try {
    await sandbox.writeFiles(options.files ?? {})
  } catch (error) {
    await sandbox.close()
    throw error
  }
  return sandbox
}

/** How many containers of closed sandboxes are ready for the next ones. */
export const idleContainers = (): number => pool.idle

/** Ends all containers at once; open sandboxes fail. */
export function endContainers(): void {
  pool.end()
  forgetConnection()
  pool = new ContainerPool()
}

/** What the default image has, or why there is no container of it. */
export async function dockerOffer(): Promise<SandboxOffer | string> {
  try {
    await using sandbox = await openDocker()
    return { commands: sandbox.capabilities.commands, processes: true, network: true }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

class DockerSandbox implements Sandbox {
  readonly kind = KIND
  readonly capabilities: SandboxCapabilities
  readonly workdir: string
  readonly tmpdir = TMP
  readonly #options: LeaseOptions
  readonly #lease: Lease
  #last: Promise<unknown> = Promise.resolve()
  readonly #closing = new AbortController()
  #inputs = 0

  constructor(options: LeaseOptions, lease: Lease) {
    this.#options = options
    this.#lease = lease
    this.workdir = options.places[0]?.path ?? WORKSPACE
    this.capabilities = {
      deterministic: false,
      network: options.network,
      isolated: true,
      memoryLimit: lease.limitsMemory,
      // On the daemon's disk nothing holds all files together, only each of them.
      limits: options.places.some(({ isFromImage }) => isFromImage)
        ? ['memoryMiB', 'processes', 'cpus']
        : ['fileBytes', 'memoryMiB', 'processes', 'cpus'],
      processes: true,
      commands: lease.container.commands,
    }
  }

  exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    const work = (container: Container) => this.#run(container, command, options)
    return untilAborted(this.#turn('exec', work), signal)
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#turn('readFile', async (container) =>
      Uint8Array.from(await files.readFile(container, this.#resolve(path))),
    )
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.readFile(path))
  }

  writeFile(path: string, data: string | Uint8Array): Promise<void> {
    return this.writeFiles({ [path]: data })
  }

  writeFiles(contents: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    const all = Object.entries(contents).map(
      ([path, data]) => [this.#resolve(path), bytesOf(data)] as const,
    )
    return this.#turn('writeFiles', (container) => files.writeFiles(container, all))
  }

  listFiles(path = '.'): Promise<readonly string[]> {
    return this.#turn('listFiles', (container) => files.listFiles(container, this.#resolve(path)))
  }

  remove(path: string): Promise<void> {
    return this.#turn('remove', (container) => files.remove(container, this.#resolve(path)))
  }

  putTar(archive: Uint8Array, path = '.'): Promise<void> {
    const folder = this.#resolve(path)
    return this.#turn('putTar', (container) => files.unpack(container, archive, folder))
  }

  getTar(path = '.'): Promise<Uint8Array> {
    return this.#turn('getTar', (container) => files.pack(container, this.#resolve(path)))
  }

  async snapshot(): Promise<SandboxSnapshot> {
    return { kind: KIND, data: await this.#turn('snapshot', files.capture) }
  }

  async restore({ kind, data }: SandboxSnapshot): Promise<void> {
    if (kind !== KIND) {
      throw new SandboxError(`Cannot restore a ${kind} snapshot in a ${KIND} sandbox: kinds differ`)
    }
    const captured = data as files.Capture
    await this.#turn('restore', (container) => files.replace(container, captured))
  }

  async fork(): Promise<Sandbox> {
    const [snapshot, lease] = await Promise.all([this.snapshot(), pool.lease(this.#options)])
    const copy = new DockerSandbox(this.#options, lease)
    try {
      await copy.restore(snapshot)
    } catch (error) {
      await copy.close()
      throw error
    }
    return copy
  }

  stateHash(): Promise<string> {
    return this.#turn('stateHash', (container) => files.hash(container, this.workdir))
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    await this.#last
    this.#lease.release()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #run(container: Container, text: string, options: ExecOptions): Promise<ExecResult> {
    const { cwd = '.', env = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = options
    const { maxOutputBytes = DEFAULT_OUTPUT_BYTES } = options
    const signals = [this.#closing.signal, ...(options.signal ? [options.signal] : [])]
    const uploads: string[] = []
    const upload = async (data: Uint8Array) => {
      const path = `${TMP}/.palaestra-${this.#inputs++}`
      uploads.push(path)
      await files.writeFiles(container, [[path, data]])
      return path
    }
    const isLong = Buffer.byteLength(text) > COMMAND_BYTES
    const command = isLong ? `. ${await upload(bytesOf(text))}` : text
    const stdin = options.stdin === undefined ? undefined : bytesOf(options.stdin)
    const input: Command['stdin'] =
      stdin && stdin.length > STDIN_BYTES
        ? { path: await upload(stdin) }
        : stdin && { bytes: stdin }
    const request = { command, cwd: this.#resolve(cwd), env, stdin: input, timeoutMs }
    const signal = AbortSignal.any(signals)
    const result = await runCommand(container, { ...request, maxOutputBytes, signal })
    for (const path of uploads) await files.remove(container, path)
    return result
  }

  #resolve(path: string): string {
    return posix.resolve(this.workdir, path)
  }

  /** One thing at a time: the time limit of a command ends all processes. */
  #turn<T>(operation: string, work: (container: Container) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      this.#assertUsable(operation)
      return work(this.#lease.container)
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  #assertUsable(operation: string): void {
    const reason = this.#closing.signal.aborted
      ? 'it is closed (open a new one)'
      : this.#lease.container.isGone
        ? 'its container ended, or Docker did (open a new one)'
        : undefined
    if (reason) throw new SandboxError(`Cannot ${operation} in the docker sandbox: ${reason}`)
  }
}

const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? Buffer.from(data) : data
