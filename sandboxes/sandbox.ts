/** Where code written by an agent runs. Every kind passes the suite in `conformance.suite.ts`. */
export interface Sandbox extends AsyncDisposable {
  readonly kind: string
  readonly capabilities: SandboxCapabilities
  /** Absolute path of the working directory: where commands start and relative paths resolve. */
  readonly workdir: string
  /** Absolute path of a folder outside of it for what is not part of the work; snapshots hold it too. */
  readonly tmpdir: string
  /**
   * Runs one command line in a shell. A command that fails, loops or floods is a result, not an
   * exception.
   * @throws SandboxError when the sandbox itself failed: the episode is then unscored.
   */
  exec(command: string, options?: ExecOptions): Promise<ExecResult>
  /** @throws SandboxFileError when there is no such file. */
  readFile(path: string): Promise<Uint8Array>
  readText(path: string): Promise<string>
  /** Parent directories are made. Strings are stored as UTF-8. */
  writeFile(path: string, data: string | Uint8Array): Promise<void>
  /** Several files in one exchange: path -> contents. */
  writeFiles(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>
  /** Regular files under `path` (default: the working directory), relative to it, sorted. */
  listFiles(path?: string): Promise<readonly string[]>
  /** Removes a file or a folder with all in it; no error where there is none. */
  remove(path: string): Promise<void>
  /** Unpacks a tar archive into a folder (default: the working directory). */
  putTar(archive: Uint8Array, path?: string): Promise<void>
  /** Packs a folder (default: the working directory) as a tar archive with sorted entries. */
  getTar(path?: string): Promise<Uint8Array>
  /** The whole file system and clock as an opaque value that outlives the sandbox. */
  snapshot(): Promise<SandboxSnapshot>
  restore(snapshot: SandboxSnapshot): Promise<void>
  /** An independent copy: what one does, the other does not see. */
  fork(): Promise<Sandbox>
  /** Hash of all files under the working directory and their modes: equal contents, equal hash. */
  stateHash(): Promise<string>
  close(): Promise<void>
}

export interface SandboxCapabilities {
  /** Same commands, same results, durations included. */
  readonly deterministic: boolean
  readonly network: 'none' | 'hosts' | 'open'
  /** Host files cannot be read or written. */
  readonly isolated: boolean
  readonly memoryLimit: boolean
  /** Limits this sandbox holds; asking for another one is refused when it is opened. */
  readonly limits: readonly (keyof SandboxLimits)[]
  /** Real processes run (`&`, signals, compilers), not an interpreter's. */
  readonly processes: boolean
  /** Names of the languages' commands that exist: node, python3 ... */
  readonly commands: readonly string[]
}

export interface ExecOptions {
  /** Working directory (default: the sandbox's). */
  readonly cwd?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly stdin?: string | Uint8Array | undefined
  /** Time after which the command and all it started are stopped; the result says `timedOut`. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Cap of stdout and of stderr, each; what is over is dropped and `truncated` set. */
  readonly maxOutputBytes?: number | undefined
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  readonly truncated: boolean
  /** In a deterministic sandbox: simulated time, computed from the work done. */
  readonly durationMs: number
}

/** Opaque; made by `snapshot()`, accepted by `restore()` of the same kind. */
export interface SandboxSnapshot {
  readonly kind: string
  readonly data: unknown
}

export interface SandboxLimits {
  /** Shell commands per exec. */
  readonly commands: number
  /** Interpreter work per exec: one unit is one QuickJS interrupt check. */
  readonly interrupts: number
  /** Bytes all files together may take. */
  readonly fileBytes: number
  /** Heap of one interpreter; memory of real processes: of all together, or of each where the kernel gives no more. */
  readonly memoryMiB: number
  /** Real processes and threads at a time. */
  readonly processes: number
  /** Cores' worth of time all real processes of a command get. */
  readonly cpus: number
}

/** What a task asks of the place it is played in; `auto` picks by it. */
export interface SandboxNeeds {
  /** Names of commands that must exist: node, python3, gcc ... */
  readonly commands?: readonly string[] | undefined
  /** Real processes: background jobs, signals, compilers. */
  readonly processes?: boolean | undefined
  /** Hosts that must be reachable. */
  readonly network?: boolean | undefined
}

/** A file operation of the caller (not of a command) cannot be done: no such file, a directory, over the limit. */
export class SandboxFileError extends Error {
  override readonly name = 'SandboxFileError'
  readonly path: string
  constructor(message: string, path: string, options?: ErrorOptions) {
    super(message, options)
    this.path = path
  }
}
