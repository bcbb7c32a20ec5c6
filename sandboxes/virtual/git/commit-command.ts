import type { CommandResult } from '../commands/command.ts'
import { statTrees } from '../diff/file-diff.ts'
import { summaryLine } from './diff-command.ts'
import { changedPaths, createCommit, type GitCommit, type GitTree } from './objects.ts'
import { type GitSession, isQuiet, ok, splitArguments } from './session.ts'

/** `git commit [-a] [-q] [--amend] [--allow-empty] -m MESSAGE`. */
export function commit(session: GitSession, args: readonly string[]): CommandResult {
  const expanded = args.flatMap((arg) => (/^-[aq]+m$/.test(arg) ? [arg.slice(0, -1), '-m'] : [arg]))
  const messages = expanded.flatMap((arg, at) =>
    arg === '-m' || arg === '--message' ? [expanded[at + 1] ?? ''] : [],
  )
  const { flags } = splitArguments(expanded, ['-m', '--message', '--author', '--date'])
  if ([...flags.keys()].some((flag) => /^-[qa]*a[qa]*$/.test(flag)) || flags.has('--all')) {
    session.update({ index: session.trackedWorktree() })
  }
  const { index } = session.repository
  const amended = flags.has('--amend') ? session.head : undefined
  const inline = flags.get('--message')
  const message =
    messages.length > 0 ? messages.join('\n\n') : inline || (amended ? amended.message : '')
  if (message === '') return { exitCode: 1, stderr: 'error: no commit message given (use -m)\n' }
  const changed = changedPaths(session.headTree, index)
  if (changed.length === 0 && !flags.has('--allow-empty') && !amended) {
    const clean = `On branch ${session.repository.branch}\nnothing to commit, working tree clean\n`
    return { exitCode: 1, stdout: clean }
  }
  const head = session.headId
  const parents = amended ? amended.parents : head === undefined ? [] : [head]
  const base = session.headTree
  const made = createCommit({ parents, tree: index, message, timeMs: session.call.clock.now() })
  session.commit(made)
  return ok(isQuiet(flags) ? '' : commitText(session, made, base))
}

function commitText(session: GitSession, made: GitCommit, base: GitTree): string {
  const root = made.parents.length === 0 ? ' (root-commit)' : ''
  const title = made.message.split('\n')[0]
  const stats = statTrees(base, made.tree, changedPaths(base, made.tree))
  const summary = stats.length > 0 ? summaryLine(stats) : ''
  return `[${session.repository.branch}${root} ${made.id.slice(0, 7)}] ${title}\n${summary}`
}
