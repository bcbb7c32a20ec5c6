import type { CommandResult } from '../commands/command.ts'
import { textOf } from '../diff/file-diff.ts'
import { quotePath } from '../diff/quote.ts'
import { formatDiff } from './diff-command.ts'
import { AUTHOR, byBytes, changedPaths, type GitCommit } from './objects.ts'
import { GitError, type GitSession, ok, okBytes, shownPath, splitArguments } from './session.ts'
import { titleOf } from './tree-changes.ts'

/** `git log [--oneline] [-n N | -N] [-p | --stat] [REV] [-- PATH...]`. */
export function log(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args, ['-n', '--max-count', '--format'])
  const [first = 'HEAD', ...more] = operands
  const named = session.tryResolve(first)
  const start = named ?? session.tryResolve('HEAD')
  const specs = [...(named ? more : operands), ...paths]
  if (!start) {
    throw new GitError(
      `your current branch '${session.repository.branch}' does not have any commits yet`,
    )
  }
  const short = [...flags.keys()].find((flag) => /^-\d+$/.test(flag))
  const count = Number(flags.get('-n') ?? flags.get('--max-count') ?? short?.slice(1) ?? Infinity)
  const entries: string[] = []
  for (let at: GitCommit | undefined = start; at && entries.length < count; ) {
    const parent = session.repository.commits.get(at.parents[0] ?? '')
    const changed = changedPaths(parent?.tree ?? new Map(), at.tree)
    if (session.matching(changed, specs).length > 0 || specs.length === 0) {
      entries.push(entryText(at, parent, flags))
    }
    at = parent
  }
  return okBytes(entries.join(flags.has('--oneline') || flags.has('--format') ? '' : '\n'))
}

function entryText(
  commit: GitCommit,
  parent: GitCommit | undefined,
  flags: ReadonlyMap<string, string>,
): string {
  const before = parent?.tree ?? new Map()
  const wantsDiff = ['-p', '--patch', '--stat', '--name-only', '--name-status', '--numstat']
  const changes = wantsDiff.some((flag) => flags.has(flag))
    ? bytesOf(formatDiff(before, commit.tree, changedPaths(before, commit.tree), flags).stdout)
    : ''
  const format = flags.get('--format') ?? flags.get('--pretty')
  if (format?.includes('%')) {
    return `${toBytes(expand(format, commit))}\n${changes && `\n${changes}`}`
  }
  if (flags.has('--oneline') || format === 'oneline')
    return `${toBytes(titleOf(commit))}\n${changes}`
  return headerOf(commit) + (changes === '' ? '' : `\n${changes}`)
}

function expand(format: string, commit: GitCommit): string {
  const values: Record<string, string> = {
    H: commit.id,
    h: commit.id.slice(0, 7),
    s: commit.message.split('\n')[0] ?? '',
    B: commit.message,
    an: AUTHOR.replace(/ <.*/, ''),
    ae: AUTHOR.replace(/.*<|>/g, ''),
    ad: dateText(commit.timeMs),
    n: '\n',
  }
  return format
    .replace(/^t?format:/, '')
    .replace(/%(an|ae|ad|[HhsBn])/g, (_, key) => values[key] ?? '')
}

function headerOf(commit: GitCommit): string {
  const message = commit.message.split('\n').map((line) => (line === '' ? '\n' : `    ${line}\n`))
  const date = `Date:   ${dateText(commit.timeMs)}`
  return toBytes(`commit ${commit.id}\nAuthor: ${AUTHOR}\n${date}\n\n${message.join('')}`)
}

function dateText(timeMs: number): string {
  const [day, month, date, year, time] = new Date(timeMs)
    .toUTCString()
    .replace(/^(\w+), (\d+) (\w+) (\d+) (\S+).*/, '$1 $3 $2 $4 $5')
    .split(' ')
  return `${day} ${month} ${Number(date)} ${time} ${year} +0000`
}

/** `git show [--stat] [REV | REV:PATH]`. */
export function show(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands } = splitArguments(args)
  const target = operands[0] ?? 'HEAD'
  const cut = target.indexOf(':')
  if (cut >= 0) {
    const [revision, path] = [target.slice(0, cut), target.slice(cut + 1)]
    const tree = revision === '' ? session.repository.index : session.resolve(revision).tree
    const file = tree.get(path.startsWith('./') ? session.relative(path) : path)
    if (!file) throw new GitError(`path '${path}' does not exist in '${revision}'`)
    return okBytes(textOf(file))
  }
  const commit = session.resolve(target)
  const parent = session.repository.commits.get(commit.parents[0] ?? '')
  const silent = flags.has('-s') || flags.has('--no-patch')
  const shown = new Map(flags).set('-p', '')
  if (silent) shown.delete('-p')
  return okBytes(entryText(commit, parent, shown))
}

/** `git rev-parse [--short] [--abbrev-ref] [--show-toplevel] [REV...]`. */
export function revParse(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands } = splitArguments(args)
  const { branch, detached } = session.repository
  if (flags.has('--show-toplevel')) return ok(`${session.root}\n`)
  if (flags.has('--show-prefix')) {
    const prefix = session.relative('.')
    return ok(prefix === '' ? '\n' : `${prefix}/\n`)
  }
  if (flags.has('--is-inside-work-tree')) return ok('true\n')
  if (flags.has('--git-dir')) return ok('.git\n')
  if (flags.has('--abbrev-ref')) return ok(`${detached === undefined ? branch : 'HEAD'}\n`)
  const length = flags.has('--short') ? 7 : 40
  return ok(operands.map((each) => `${session.resolve(each).id.slice(0, length)}\n`).join(''))
}

/** `git branch [--show-current | NAME | -D NAME]`. */
export function branch(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands } = splitArguments(args)
  const { branches, branch: current, detached } = session.repository
  if (flags.has('--show-current')) return ok(detached === undefined ? `${current}\n` : '')
  const [name, from = 'HEAD'] = operands
  if (name === undefined) {
    const names = [...branches.keys()].sort(byBytes)
    return ok(
      names.map((each) => `${each === current && !detached ? '*' : ' '} ${each}\n`).join(''),
    )
  }
  const next = new Map(branches)
  if (flags.has('-d') || flags.has('-D')) {
    if (name === current)
      throw new GitError(`Cannot delete branch '${name}' checked out at '${session.root}'`, 1)
    if (!next.delete(name)) throw new GitError(`branch '${name}' not found.`, 1)
  } else if (next.has(name)) throw new GitError(`a branch named '${name}' already exists`)
  else next.set(name, session.resolve(from).id)
  session.update({ branches: next })
  return ok()
}

/** `git ls-files [-o | -m] [--exclude-standard] [PATH...]`. */
export function lsFiles(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args)
  const { index } = session.repository
  const others = flags.has('-o') || flags.has('--others')
  const modified = flags.has('-m') || flags.has('--modified')
  const listed = others
    ? [...session.worktree().keys()].filter((path) => !index.has(path))
    : modified
      ? changedPaths(index, session.trackedWorktree())
      : [...index.keys()]
  const specs = [...operands, ...paths]
  const shown = session.matching(listed, specs.length > 0 ? specs : ['.']).sort(byBytes)
  return ok(shown.map((path) => `${quotePath(shownPath(session, path))}\n`).join(''))
}

function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function bytesOf(output: string | Uint8Array | undefined): string {
  if (output === undefined) return ''
  return typeof output === 'string' ? toBytes(output) : Buffer.from(output).toString('latin1')
}
