import type { CommandResult } from '../commands/command.ts'
import { changedPaths, type GitFile } from './objects.ts'
import { type GitSession, isQuiet, ok, splitArguments } from './session.ts'
import { restorePaths, titleOf, writePaths } from './tree-changes.ts'

/** `git reset [--soft | --mixed | --hard] [REV]` and `git reset [REV] [--] PATH...`. */
export function reset(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths } = splitArguments(args)
  const [first] = operands
  const target = first === undefined ? session.head : session.tryResolve(first)
  const specs = paths ?? (target && first !== undefined ? operands.slice(1) : operands)
  const source = target ?? session.head
  if (specs.length > 0) {
    restorePaths(session, source?.tree ?? new Map(), specs, { staged: true, worktree: false })
    return ok()
  }
  const tree = source?.tree ?? new Map<string, GitFile>()
  if (flags.has('--hard')) {
    const { index } = session.repository
    const worktree = session.worktree()
    const tracked = changedPaths(tree, worktree).filter((path) => index.has(path) || tree.has(path))
    writePaths(session, tracked, tree)
  }
  if (!flags.has('--soft')) session.update({ index: tree })
  if (source) moveHead(session, source.id)
  return ok(
    flags.has('--hard') && source && !isQuiet(flags) ? `HEAD is now at ${titleOf(source)}\n` : '',
  )
}

function moveHead(session: GitSession, id: string): void {
  const { detached, branch, branches } = session.repository
  if (detached !== undefined) session.update({ detached: id })
  else session.update({ branches: new Map(branches).set(branch, id) })
}
