import { createHash } from 'node:crypto'
import { type ExecResult, SandboxFileError } from '../sandbox.ts'
import { createBaseTree, WORKDIR } from './base-tree.ts'
import type { VirtualClock } from './clock.ts'
import { FileTree } from './file-tree.ts'
import { Fuel } from './fuel.ts'
import type { Repository } from './git/objects.ts'
import { withHost } from './host-globals.ts'
import { bytesOf, type DirectoryNode, type TreeNode } from './nodes.ts'
import { capOutput } from './output.ts'
import { resolvePath } from './paths.ts'
import type { VirtualLimits } from './protocol.ts'
import { commandNames, runShell, type ShellResult } from './shell.ts'
import { entriesBelow, packFolder, unpackInto } from './tar.ts'
import { createClock, createRandom, type Random } from './virtual-clock.ts'
import { noPlan, planFor, type WritePlan } from './write-guard.ts'

/** Everything a sandbox is, as plain data that may cross to another thread. */
export interface MachineState {
  /** Entries of the root; `base` stands for one that was never changed. */
  readonly entries: ReadonlyMap<string, TreeNode | 'base'>
  readonly clockMs: number
  readonly random: number
  readonly repositories: ReadonlyMap<string, Repository>
}

export interface MachineExecRequest {
  readonly command: string
  readonly cwd: string | undefined
  readonly env: Readonly<Record<string, string>> | undefined
  readonly stdin: string | Uint8Array | undefined
  readonly timeoutMs: number
  readonly maxOutputBytes: number
}

/**
 * What a shell writes in total, not what it holds, is counted: it may write four times its memory,
 * which at two bytes a character and with its files stays well below the heap of the thread.
 */
const SHELL_UNITS_PER_MIB = 4 * 2 ** 20

/** `bin` and `dev` count no bytes: the limit is for what the agent and its task write. */
const base = createBaseTree(commandNames)
const encoder = new TextEncoder()

/** One virtual sandbox inside its worker thread. */
export class Machine {
  #tree: FileTree
  #clock: VirtualClock
  #random: Random
  #repositories: Map<string, Repository>
  readonly #limits: VirtualLimits

  constructor(limits: VirtualLimits, state: MachineState) {
    this.#limits = limits
    this.#clock = createClock(state.clockMs)
    this.#random = createRandom(state.random)
    this.#repositories = new Map(state.repositories)
    this.#tree = this.#treeOf(state)
  }

  static initialState(clockMs: number): MachineState {
    const entries = new Map([...base.root.children.keys()].map((name) => [name, 'base' as const]))
    return { entries, clockMs, random: 1, repositories: new Map() }
  }

  async exec(request: MachineExecRequest, cancelled: () => boolean): Promise<ExecResult> {
    const before = this.state()
    let plan = noPlan
    let result = await this.#run(request, cancelled, plan)
    while (result.failedWrite) {
      this.restore(before)
      plan = planFor(plan, result.failedWrite)
      result = await this.#run(request, cancelled, plan)
    }
    const stdout = capOutput(result.stdout, request.maxOutputBytes)
    const stderr = capOutput(result.stderr, request.maxOutputBytes)
    return {
      exitCode: result.exitCode,
      stdout: stdout.text,
      stderr: stderr.text,
      timedOut: result.stopped !== undefined && result.stopped !== 'memory',
      truncated: stdout.truncated || stderr.truncated || result.flooded,
      durationMs: this.#clock.now() - before.clockMs,
    }
  }

  async #run(
    request: MachineExecRequest,
    cancelled: () => boolean,
    plan: WritePlan,
  ): Promise<ShellResult> {
    const cwd = resolvePath(WORKDIR, request.cwd ?? WORKDIR)
    if (!this.#isDirectory(cwd)) return missingDirectory(cwd)
    const { commands, interrupts, memoryMiB } = this.#limits
    const { command, env = {}, timeoutMs, maxOutputBytes } = request
    const tree = this.#tree
    const clock = this.#clock
    const random = this.#random
    const memory = memoryMiB * SHELL_UNITS_PER_MIB
    const fuel = new Fuel({ clock, timeoutMs, commands, interrupts, memory, cancelled })
    const repositories = this.#repositories
    const host = { tree, clock, random, repositories, fuel, memoryMiB, maxOutputBytes }
    const stdin = toBytes(request.stdin ?? '')
    const allocate = (units: number) => fuel.allocate(units)
    return withHost({ clock, random, allocate }, () =>
      runShell({ command, cwd, env, stdin, plan }, host),
    )
  }

  readFile(path: string): Uint8Array {
    return this.#file('read', path, (absolute) => this.#tree.read(absolute).slice())
  }

  writeFiles(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [path, data] of Object.entries(files)) {
      this.#file('write', path, (absolute) =>
        this.#tree.write(absolute, toBytes(data), { parents: true }),
      )
    }
  }

  makeFolders(paths: readonly string[]): void {
    for (const path of paths) this.#tree.makeDirectory(path, { recursive: true })
  }

  listFiles(path: string): string[] {
    return this.#file('list', path, (absolute) =>
      entriesBelow(this.#tree, absolute)
        .filter(({ node }) => node.type === 'file')
        .map((entry) => entry.path),
    )
  }

  remove(path: string): void {
    this.#file('remove', path, (absolute) => {
      if (this.#exists(absolute)) this.#tree.remove(absolute)
    })
  }

  async putTar(archive: Uint8Array, path: string): Promise<void> {
    const folder = resolvePath(WORKDIR, path)
    await unpackInto(this.#tree, folder, archive).catch((error) => {
      throw asFileError('unpack into', folder, error)
    })
  }

  async getTar(path: string): Promise<Uint8Array> {
    const folder = resolvePath(WORKDIR, path)
    return packFolder(this.#tree, folder).catch((error) => {
      throw asFileError('pack', folder, error)
    })
  }

  state(): MachineState {
    const entries = new Map<string, TreeNode | 'base'>()
    for (const [name, node] of this.#tree.freeze().children) {
      entries.set(name, base.root.children.get(name) === node ? 'base' : node)
    }
    const repositories = new Map(this.#repositories)
    return { entries, clockMs: this.#clock.now(), random: this.#random.state, repositories }
  }

  restore(state: MachineState): void {
    this.#clock = createClock(state.clockMs)
    this.#random = createRandom(state.random)
    this.#repositories = new Map(state.repositories)
    this.#tree = this.#treeOf(state)
  }

  fork(): Machine {
    return new Machine(this.#limits, this.state())
  }

  stateHash(): string {
    const hash = createHash('sha256')
    for (const { path, node } of entriesBelow(this.#tree, WORKDIR)) {
      const content =
        node.type === 'file' ? digestOf(node.data) : node.type === 'link' ? node.target : ''
      hash.update(`${node.type}\0${node.mode.toString(8)}\0${path}\0${content}\0`)
    }
    return hash.digest('hex')
  }

  #treeOf(state: MachineState): FileTree {
    const children = new Map<string, TreeNode>()
    let bytes = 0
    for (const [name, entry] of state.entries) {
      const node = entry === 'base' ? base.root.children.get(name) : entry
      if (!node) continue
      children.set(name, node)
      if (entry !== 'base') bytes += bytesOf(node)
    }
    const root: DirectoryNode = { ...base.root, children, owner: undefined }
    const { fileBytes } = this.#limits
    // The clock of the tree follows `restore`, which replaces both.
    const clock = this.#clock
    return new FileTree({ root, bytes, maxBytes: fileBytes, now: () => clock.now() })
  }

  #isDirectory(path: string): boolean {
    try {
      return this.#tree.lookup(path)?.type === 'directory'
    } catch {
      return false
    }
  }

  #exists(path: string): boolean {
    try {
      return this.#tree.lookup(path, { follow: false }) !== undefined
    } catch {
      return false
    }
  }

  #file<T>(verb: string, path: string, work: (absolute: string) => T): T {
    const absolute = resolvePath(WORKDIR, path)
    try {
      return work(absolute)
    } catch (error) {
      throw asFileError(verb, absolute, error)
    }
  }
}

function asFileError(verb: string, path: string, error: unknown): SandboxFileError {
  if (error instanceof SandboxFileError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new SandboxFileError(`Cannot ${verb} ${path}: ${reason}`, path, { cause: error })
}

function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data)
}

function missingDirectory(cwd: string) {
  const stderr = `bash: cd: ${cwd}: No such file or directory\n`
  return { exitCode: 1, stdout: '', stderr, stopped: undefined, flooded: false }
}

const digests = new WeakMap<Uint8Array, string>()

/** Contents are never changed in place, so their hash is computed once and shared by all forks. */
function digestOf(data: Uint8Array): string {
  let digest = digests.get(data)
  if (digest === undefined) {
    digest = createHash('sha256').update(data).digest('hex')
    digests.set(data, digest)
  }
  return digest
}
