import type { GitCommit, GitTree } from './objects.ts'
import { GitError, type GitSession } from './session.ts'
import { writeWorktreeFile } from './worktree.ts'

/** A commit as one line names it. */
export function titleOf(commit: GitCommit): string {
  return `${commit.id.slice(0, 7)} ${commit.message.split('\n')[0]}`
}

/** Takes files from a tree into the index, the work tree or both; says how many. */
export function restorePaths(
  session: GitSession,
  source: GitTree,
  specs: readonly string[],
  { staged, worktree }: { staged: boolean; worktree: boolean },
): number {
  const { index } = session.repository
  for (const spec of specs) {
    if (session.matching([...source.keys(), ...index.keys()], [spec]).length > 0) continue
    throw new GitError(`pathspec '${spec}' did not match any file(s) known to git`, 1)
  }
  const known = new Set([...source.keys(), ...index.keys()])
  const chosen = session.matching([...known], specs)
  if (worktree) writePaths(session, chosen, source)
  if (staged) session.update({ index: withPaths(index, source, chosen) })
  return chosen.length
}

/** Makes files of the work tree as they are in a tree; one that it lacks is removed. */
export function writePaths(session: GitSession, paths: readonly string[], source: GitTree): void {
  for (const path of paths) {
    writeWorktreeFile(session.call.tree, session.root, path, source.get(path))
  }
}

/** `tree` with the given paths as they are in `source`. */
export function withPaths(tree: GitTree, source: GitTree, paths: readonly string[]): GitTree {
  const files = new Map(tree)
  for (const path of paths) {
    const file = source.get(path)
    if (file) files.set(path, file)
    else files.delete(path)
  }
  return files
}
