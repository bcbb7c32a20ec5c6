import type { CommandResult } from '../commands/command.ts'
import { statTrees } from '../diff/file-diff.ts'
import { formatDiff, statText } from './diff-command.ts'
import { changedPaths, createCommit, type GitFile, type GitStash } from './objects.ts'
import { GitError, type GitSession, isQuiet, ok, splitArguments } from './session.ts'
import { status } from './status-command.ts'
import { titleOf, withPaths, writePaths } from './tree-changes.ts'

/** `git stash [push [-u] [-m MESSAGE] | pop | apply | list | show | drop | clear]`. */
export function stash(session: GitSession, args: readonly string[]): CommandResult {
  const [action = 'push', ...rest] = args[0]?.startsWith('-') ? ['push', ...args] : args
  const { stashes } = session.repository
  const at = Number(/\d+/.exec(rest.find((arg) => !arg.startsWith('-')) ?? '')?.[0] ?? 0)
  if (action === 'push' || action === 'save') return stashPush(session, rest)
  if (action === 'list') {
    return ok(stashes.map(({ message }, index) => `stash@{${index}}: ${message}\n`).join(''))
  }
  if (action === 'clear') {
    session.update({ stashes: [] })
    return ok()
  }
  const entry = stashes[at]
  if (!entry) throw new GitError('No stash entries found.', 1)
  const kept = stashes.filter((_, index) => index !== at)
  const { flags } = splitArguments(rest)
  const dropped = isQuiet(flags) ? '' : `Dropped refs/stash@{${at}} (${stashId(entry)})\n`
  if (action === 'drop') {
    session.update({ stashes: kept })
    return ok(dropped)
  }
  const base = session.repository.commits.get(entry.base)?.tree ?? new Map<string, GitFile>()
  const changed = changedPaths(base, entry.worktree)
  if (action === 'show') {
    return flags.has('-p') || flags.has('--patch')
      ? formatDiff(base, entry.worktree, changed, new Map())
      : ok(statText(statTrees(base, entry.worktree, changed), false))
  }
  if (action !== 'pop' && action !== 'apply')
    throw new GitError(`unknown stash command: ${action}`, 1)
  const dirty = new Set(changedPaths(base, session.worktree()))
  if (changed.some((path) => dirty.has(path))) {
    throw new GitError(
      'Your local changes would be overwritten by merge. Please commit or stash them.',
      1,
    )
  }
  writePaths(session, changed, entry.worktree)
  const fresh = [...entry.index.keys()].filter((path) => !base.has(path))
  session.update({ index: withPaths(session.repository.index, entry.worktree, fresh) })
  if (action === 'pop') session.update({ stashes: kept })
  if (isQuiet(flags)) return ok()
  const { stdout } = status(session, [])
  return ok(`${stdout}${action === 'pop' ? dropped : ''}`)
}

/** An id of its own kind: git makes commits of stashes, which are not kept as such here. */
function stashId({ base, message, worktree }: GitStash): string {
  return createCommit({ parents: [base], tree: worktree, message, timeMs: 0 }).id
}

function stashPush(session: GitSession, args: readonly string[]): CommandResult {
  const { flags } = splitArguments(args, ['-m', '--message'])
  const head = session.head
  if (!head) throw new GitError('You do not have the initial commit yet', 1)
  const untracked = flags.has('-u') || flags.has('--include-untracked')
  const worktree = untracked ? session.worktree() : session.trackedWorktree()
  const changed = changedPaths(head.tree, worktree)
  if (changed.length === 0) return ok('No local changes to save\n')
  const { branch, index, stashes } = session.repository
  const message = flags.get('-m') ?? flags.get('--message')
  const title = message ? `On ${branch}: ${message}` : `WIP on ${branch}: ${titleOf(head)}`
  session.update({
    stashes: [{ base: head.id, message: title, worktree, index }, ...stashes],
    index: head.tree,
  })
  writePaths(session, changed, head.tree)
  return ok(isQuiet(flags) ? '' : `Saved working directory and index state ${title}\n`)
}
