import type { CommandResult } from '../commands/command.ts'
import { GitError, type GitSession, ok, splitArguments } from './session.ts'
import { restorePaths } from './tree-changes.ts'

/** `git restore [--staged] [--worktree] [--source REV] PATH...`. */
export function restore(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args, ['-s', '--source'])
  const specs = [...operands, ...paths]
  if (specs.length === 0) throw new GitError('you must specify path(s) to restore')
  const staged = flags.has('--staged') || flags.has('-S')
  const worktree = flags.has('--worktree') || flags.has('-W') || !staged
  const revision = flags.get('--source') ?? flags.get('-s')
  const { index } = session.repository
  const source =
    revision !== undefined ? session.resolve(revision).tree : staged ? session.headTree : index
  restorePaths(session, source, specs, { staged, worktree })
  return ok()
}
