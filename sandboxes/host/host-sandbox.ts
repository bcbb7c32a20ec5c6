import { chmodSync, chownSync, lstatSync, mkdtempSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { SandboxError } from '../../core/errors.ts'
import { assertSameFolders } from '../folders.ts'
import type {
  ExecOptions,
  ExecResult,
  Sandbox,
  SandboxCapabilities,
  SandboxSnapshot,
} from '../sandbox.ts'
import {
  type Carried,
  type FolderSnapshot,
  OWN_FOLDERS,
  replaceFolders,
  takeSnapshot,
} from './copies.ts'
import { DiskGuard } from './disk-guard.ts'
import { driverFolder, type Identity, makeOwnFolder, removeFolder } from './driver-folder.ts'
import { HostFiles } from './host-files.ts'
import type { Place } from './rooted-path.ts'
import {
  type CommandStreams,
  type RunningCommand,
  runCommand,
  untilAborted,
} from './run-command.ts'
import { Turns } from './turns.ts'

const DEFAULT_TIMEOUT_MS = 20_000
const DEFAULT_OUTPUT_BYTES = 2 ** 20

/** Folder that takes the place of memory shared between processes: it counts as files. */
export const SHARED_MEMORY = 'shm'
/** Name of the folder that holds one a task added, by its place among those. */
export const addedFolder = (index: number) => `added-${index}`

/** What one kind adds to folders on this machine: how a command is run in them. */
export interface Runner {
  start(request: CommandRequest, streams: CommandStreams): Promise<RunningCommand>
  /** Ends what is left of this sandbox, commands and all the runner keeps for it. */
  end(): Promise<void>
}

export interface CommandRequest {
  readonly command: string
  /** Absolute, as commands see it. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** There is no room for more files. */
  readonly isFull: boolean
}

export interface HostKind {
  readonly kind: string
  readonly capabilities: SandboxCapabilities
  readonly fileBytes: number
  readonly identity: Identity | undefined
  /** Paths under which commands see the folders of a sandbox. */
  pathsIn(folder: string): Readonly<Record<(typeof OWN_FOLDERS)[number], string>>
  /** Paths of those that a task added. */
  readonly added: readonly string[]
  /** Makes the runner of a sandbox in this folder, whose processes carry this marker. */
  runnerFor(folder: string, marker: string): Runner
}

/** A sandbox whose files are folders of this machine. */
export async function openHostSandbox(
  kind: HostKind,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Sandbox> {
  await driverFolder().reaped
  const sandbox = new HostSandbox(kind)
  try {
    await sandbox.writeFiles(files)
  } catch (error) {
    await sandbox.close()
    throw error
  }
  return sandbox
}

class HostSandbox implements Sandbox {
  readonly kind: string
  readonly capabilities: SandboxCapabilities
  readonly workdir: string
  readonly tmpdir: string
  readonly #kind: HostKind
  readonly #folder: string
  readonly #carried: Carried
  readonly #files: HostFiles
  readonly #disk: DiskGuard
  readonly #runner: Runner
  readonly #turns = new Turns()
  readonly #running = new Set<RunningCommand>()
  #closing: Promise<void> | undefined

  constructor(kind: HostKind) {
    const driver = driverFolder()
    const { identity, fileBytes, added } = kind
    const names = [...OWN_FOLDERS, ...added.map((_path, index) => addedFolder(index))]
    this.kind = kind.kind
    this.capabilities = kind.capabilities
    this.#kind = kind
    this.#folder = mkdtempSync(join(driver.path, 'sandbox-'))
    if (identity) chownSync(this.#folder, identity.uid, identity.gid)
    this.#carried = { names, identity }
    for (const name of names) {
      makeOwnFolder(join(this.#folder, name), identity, name === 'tmp' ? 0o1777 : 0o755)
    }
    makeOwnFolder(join(this.#folder, SHARED_MEMORY), identity)
    const paths = kind.pathsIn(this.#folder)
    this.workdir = paths.workspace
    this.tmpdir = paths.tmp
    const inside = [...OWN_FOLDERS.map((name) => paths[name]), ...added]
    const places: readonly Place[] = names.map((name, index) => ({
      inside: inside[index] ?? '',
      folder: join(this.#folder, name),
    }))
    this.#files = new HostFiles({ places, workdir: this.workdir, identity, fileBytes })
    this.#disk = new DiskGuard(
      [...names, SHARED_MEMORY].map((name) => join(this.#folder, name)),
      fileBytes,
    )
    this.#runner = kind.runnerFor(this.#folder, `${driver.name}/${basename(this.#folder)}`)
  }

  exec(command: string, options: ExecOptions = {}): Promise<ExecResult> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    const work = () => this.#run(command, options)
    return untilAborted(this.#turn('commands', 'exec', work), signal)
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#turn('files', 'readFile', async () => this.#files.read(path))
  }

  async readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.readFile(path))
  }

  writeFile(path: string, data: string | Uint8Array): Promise<void> {
    return this.writeFiles({ [path]: data })
  }

  writeFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    return this.#change('writeFiles', async () => this.#files.write(files))
  }

  listFiles(path = this.workdir): Promise<readonly string[]> {
    return this.#turn('files', 'listFiles', () => this.#files.list(path))
  }

  remove(path: string): Promise<void> {
    return this.#change('remove', async () => this.#files.remove(path))
  }

  putTar(archive: Uint8Array, path = this.workdir): Promise<void> {
    return this.#change('putTar', () => this.#files.unpack(archive, path))
  }

  getTar(path = this.workdir): Promise<Uint8Array> {
    return this.#turn('files', 'getTar', () => this.#files.pack(path))
  }

  async snapshot(): Promise<SandboxSnapshot> {
    const take = () => takeSnapshot(this.#folder, this.#carried, this.#kind.added)
    return { kind: this.kind, data: await this.#turn('files', 'snapshot', take) }
  }

  async restore({ kind, data }: SandboxSnapshot): Promise<void> {
    if (kind !== this.kind) {
      throw new SandboxError(
        `Cannot restore a ${kind} snapshot in a ${this.kind} sandbox: kinds differ`,
      )
    }
    const { path, added } = data as FolderSnapshot
    const { identity } = this.#carried
    assertSameFolders(added, this.#kind.added)
    await this.#change('restore', async () => {
      const shm = join(this.#folder, SHARED_MEMORY)
      await removeFolder(shm)
      makeOwnFolder(shm, identity)
      await replaceFolders(path, this.#folder, this.#carried)
    })
  }

  async fork(): Promise<Sandbox> {
    const copy = new HostSandbox(this.#kind)
    try {
      const copyAll = () => replaceFolders(this.#folder, copy.#folder, this.#carried)
      await this.#turn('files', 'fork', copyAll)
    } catch (error) {
      await copy.close()
      throw error
    }
    return copy
  }

  stateHash(): Promise<string> {
    return this.#turn('files', 'stateHash', () => this.#files.hash())
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    for (const command of this.#running) command.stop()
    await this.#turns.run('alone', async () => {
      await this.#runner.end()
      await removeFolder(this.#folder)
    })
  }

  async #run(command: string, options: ExecOptions): Promise<ExecResult> {
    const { cwd, env = {}, stdin, timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options
    const { maxOutputBytes = DEFAULT_OUTPUT_BYTES } = options
    const isFull = !(await this.#disk.hasRoom())
    const request = { command, cwd: posix.resolve(this.workdir, cwd ?? '.'), env, isFull }
    let running: RunningCommand | undefined
    let spentMs = Number.POSITIVE_INFINITY
    const start = async (streams: CommandStreams) => {
      running = await this.#runner.start(request, streams)
      this.#running.add(running)
      if (this.#closing) running.stop()
      return running
    }
    try {
      const watch = (stop: AbortSignal) => this.#disk.watch(stop)
      const result = await runCommand(start, { stdin, timeoutMs, maxOutputBytes, signal, watch })
      spentMs = result.durationMs
      if (this.#closing) throw this.#closed('exec')
      return result
    } finally {
      this.#disk.changed(spentMs)
      this.#open()
      if (running) this.#running.delete(running)
    }
  }

  /** Commands may close the folders themselves to their own user; the modes of these mean nothing. */
  #open(): void {
    for (const name of this.#carried.names) {
      const path = join(this.#folder, name)
      const mode = lstatSync(path).mode & 0o7777
      if ((mode & 0o700) !== 0o700) chmodSync(path, mode | 0o700)
    }
  }

  #change<T>(operation: string, work: () => Promise<T>): Promise<T> {
    return this.#turn('alone', operation, async () => {
      const result = await work()
      this.#disk.changed(Number.POSITIVE_INFINITY)
      return result
    })
  }

  #turn<T>(
    sort: 'commands' | 'files' | 'alone',
    operation: string,
    work: () => Promise<T>,
  ): Promise<T> {
    if (this.#closing) return Promise.reject(this.#closed(operation))
    return this.#turns.run(sort, work)
  }

  #closed(operation: string): SandboxError {
    return new SandboxError(
      `Cannot ${operation} in the ${this.kind} sandbox: it is closed (open a new one)`,
    )
  }
}
