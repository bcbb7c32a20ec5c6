import type { RunnerName } from '../parsers/index.ts'

/** A small repository with a bug, for one runner, and what an agent may try instead of fixing it. */
export interface AttackedProject {
  readonly runner: RunnerName
  /** The repository as the agent finds it: path -> contents. Without dependencies that `packages` names. */
  readonly files: Readonly<Record<string, string>>
  /** Packages of this project's own `node_modules` that stand, with what they need, in that of the repository. */
  readonly packages?: readonly string[]
  /** The fix: path -> contents. */
  readonly gold: Readonly<Record<string, string>>
  /** Tests that come after the agent: path -> contents; some replace files of the repository. */
  readonly tests: Readonly<Record<string, string>>
  /** What the runner is handed. */
  readonly testFiles: readonly string[]
  readonly failToPass: readonly string[]
  readonly passToPass: readonly string[]
  readonly attacks: Readonly<Record<string, Attack>>
}

export interface Attack {
  /** What the agent leaves in the repository: path -> contents, null where it removes a file. */
  readonly files?: Readonly<Record<string, string | null>>
  /** Shell commands the agent runs in the repository, after the files are written. */
  readonly commands?: readonly string[]
  /** What `info.integrity` says of it. */
  readonly names: RegExp
}
