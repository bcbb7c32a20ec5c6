import type { CommandResult } from '../commands/command.ts'
import { resolvePath } from '../paths.ts'
import { changedPaths } from './objects.ts'
import { GitError, type GitSession, ok, splitArguments } from './session.ts'
import { withPaths } from './tree-changes.ts'

/** `git add [-A | -u | .] [PATH...]`. */
export function add(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args)
  const all = flags.has('-A') || flags.has('--all')
  const update = flags.has('-u') || flags.has('--update')
  const specs = [...operands, ...paths]
  if (specs.length === 0 && !all && !update) {
    return { exitCode: 0, stderr: 'Nothing specified, nothing added.\n' }
  }
  const { index } = session.repository
  const worktree = session.worktree()
  const changed = changedPaths(index, worktree).filter((path) => !update || index.has(path))
  for (const spec of specs) {
    const known = session.matching([...index.keys(), ...worktree.keys()], [spec])
    if (known.length > 0 || session.relative(spec) === '') continue
    if (session.call.tree.lookup(resolvePath(session.cwd, spec))) continue
    throw new GitError(`pathspec '${spec}' did not match any files`)
  }
  session.update({ index: withPaths(index, worktree, session.matching(changed, specs)) })
  return ok()
}
