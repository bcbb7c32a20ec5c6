import { posix } from 'node:path'
import type { CommandCall, CommandResult } from '../commands/command.ts'
import { resolvePath } from '../paths.ts'
import { compileGlob } from './glob.ts'
import { emptyRepository, type GitCommit, type GitTree, type Repository } from './objects.ts'
import { readWorktree } from './worktree.ts'

/** A git command cannot be done; the message is what git prints. */
export class GitError extends Error {
  override readonly name = 'GitError'
  readonly exitCode: number
  constructor(message: string, exitCode = 128) {
    super(message)
    this.exitCode = exitCode
  }
}

/** One git command at work on the repository around its directory. */
export class GitSession {
  readonly call: CommandCall
  readonly cwd: string
  readonly root: string

  private constructor(call: CommandCall, cwd: string, root: string) {
    this.call = call
    this.cwd = cwd
    this.root = root
  }

  static open(call: CommandCall, cwd: string): GitSession {
    for (let folder = cwd; ; folder = folder.slice(0, folder.lastIndexOf('/')) || '/') {
      if (call.repositories.has(folder)) return new GitSession(call, cwd, folder)
      if (folder === '/') break
    }
    throw new GitError('not a git repository (or any of the parent directories): .git')
  }

  get repository(): Repository {
    return this.call.repositories.get(this.root) ?? emptyRepository
  }

  update(change: Partial<Repository>): void {
    this.call.repositories.set(this.root, { ...this.repository, ...change })
  }

  get headId(): string | undefined {
    const { detached, branches, branch } = this.repository
    return detached ?? branches.get(branch)
  }

  get head(): GitCommit | undefined {
    const id = this.headId
    return id === undefined ? undefined : this.repository.commits.get(id)
  }

  get headTree(): GitTree {
    return this.head?.tree ?? emptyRepository.index
  }

  worktree(): GitTree {
    return readWorktree(this.call.tree, this.root, this.repository.index)
  }

  /** Tracked files as they are in the work tree. */
  trackedWorktree(): GitTree {
    const { index } = this.repository
    return new Map([...this.worktree()].filter(([path]) => index.has(path)))
  }

  /** Adds a commit and moves HEAD to it. */
  commit(commit: GitCommit): void {
    const { commits, branches, branch, detached } = this.repository
    const all = new Map(commits).set(commit.id, commit)
    if (detached !== undefined) this.update({ commits: all, detached: commit.id })
    else this.update({ commits: all, branches: new Map(branches).set(branch, commit.id) })
  }

  /** A commit by `HEAD~2`, a branch or the beginning of an id. */
  resolve(revision: string): GitCommit {
    const commit = this.tryResolve(revision)
    if (commit) return commit
    throw new GitError(
      `ambiguous argument '${revision}': unknown revision or path not in the working tree.`,
    )
  }

  tryResolve(revision: string): GitCommit | undefined {
    const match = /^(.*?)((?:~\d*|\^)*)$/.exec(revision)
    const { commits, branches } = this.repository
    const name = match?.[1] || 'HEAD'
    const id =
      name === 'HEAD' || name === '@'
        ? this.headId
        : (branches.get(name) ??
          (/^[0-9a-f]{4,40}$/.test(name)
            ? [...commits.keys()].find((each) => each.startsWith(name))
            : undefined))
    let commit = id === undefined ? undefined : commits.get(id)
    for (const step of (match?.[2] ?? '').match(/~\d*|\^/g) ?? []) {
      const count = step === '^' ? 1 : Number(step.slice(1) || 1)
      for (let done = 0; done < count && commit; done++) {
        commit = commits.get(commit.parents[0] ?? '')
      }
    }
    return commit
  }

  /** Keeps the paths that one of the arguments names or contains; all without arguments. */
  matching(paths: readonly string[], specs: readonly string[]): string[] {
    if (specs.length === 0) return [...paths]
    const wanted = specs.map((spec) => this.relative(spec))
    return paths.filter((path) => wanted.some((spec) => matchesSpec(path, spec)))
  }

  /** A path argument, relative to the root. */
  relative(spec: string): string {
    const absolute = resolvePath(this.cwd, spec)
    if (absolute === this.root) return ''
    const prefix = this.root === '/' ? '/' : `${this.root}/`
    if (absolute.startsWith(prefix)) return absolute.slice(prefix.length)
    throw new GitError(`${spec}: '${spec}' is outside repository at '${this.root}'`)
  }
}

function matchesSpec(path: string, spec: string): boolean {
  if (spec === '' || path === spec || path.startsWith(`${spec}/`)) return true
  return /[*?]/.test(spec) && compileGlob(spec, 'path')(path)
}

export function ok(stdout = ''): CommandResult {
  return { exitCode: 0, stdout }
}

/** A path below the root as it is written in the session's directory. */
export function shownPath(session: GitSession, path: string): string {
  const relative = posix.relative(session.cwd, posix.join(session.root, path))
  return path.endsWith('/') ? `${relative || '.'}/` : relative
}

export function isQuiet(flags: ReadonlyMap<string, string>): boolean {
  return flags.has('--quiet') || [...flags.keys()].some((flag) => /^-[a-z]*q[a-z]*$/.test(flag))
}

/** Output that carries file contents: one character a byte. */
export function okBytes(latin1: string): CommandResult {
  return { exitCode: 0, stdout: Buffer.from(latin1, 'latin1') }
}

/** Flags and operands of a command line; what follows `--` is operands only. */
export function splitArguments(
  args: readonly string[],
  withValue: readonly string[] = [],
): { flags: ReadonlyMap<string, string>; operands: string[]; paths: string[] | undefined } {
  const flags = new Map<string, string>()
  const operands: string[] = []
  const rest = [...args]
  let paths: string[] | undefined
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      paths = rest.splice(0)
    } else if (withValue.includes(arg)) flags.set(arg, rest.shift() ?? '')
    else if (/^--[^=]+=/.test(arg)) {
      const cut = arg.indexOf('=')
      flags.set(arg.slice(0, cut), arg.slice(cut + 1))
    } else if (arg.startsWith('-') && arg !== '-') flags.set(arg, '')
    else operands.push(arg)
  }
  return { flags, operands, paths }
}
