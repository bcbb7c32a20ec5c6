import type { CommandResult } from '../commands/command.ts'
import { resolvePath } from '../paths.ts'
import { GitError, type GitSession, isQuiet, ok, shownPath, splitArguments } from './session.ts'
import { withPaths, writePaths } from './tree-changes.ts'

/** `git rm [--cached] [-r] [-f] PATH...`. */
export function remove(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args)
  const { index } = session.repository
  const specs = [...operands, ...paths]
  const gone = session.matching([...index.keys()], specs)
  if (specs.length === 0 || gone.length === 0) {
    throw new GitError(`pathspec '${specs[0] ?? ''}' did not match any files`)
  }
  session.update({ index: withPaths(index, new Map(), gone) })
  if (!flags.has('--cached')) writePaths(session, gone, new Map())
  return ok(isQuiet(flags) ? '' : gone.map((path) => `rm '${path}'\n`).join(''))
}

/** `git mv FROM TO`. */
export function move(session: GitSession, args: readonly string[]): CommandResult {
  const [from = '', to = ''] = splitArguments(args).operands
  const { tree } = session.call
  const source = session.relative(from)
  const into = tree.lookup(resolvePath(session.cwd, to))?.type === 'directory'
  const target = session.relative(into ? `${to}/${source.split('/').pop()}` : to)
  const { index } = session.repository
  const moved = session.matching([...index.keys()], [from])
  if (moved.length === 0) throw new GitError(`bad source, source=${source}, destination=${target}`)
  tree.rename(resolvePath(session.root, source), resolvePath(session.root, target))
  const files = new Map(index)
  for (const path of moved) {
    const file = files.get(path)
    files.delete(path)
    if (file) files.set(target + path.slice(source.length), file)
  }
  session.update({ index: files })
  return ok()
}

/** `git clean -f [-d] [PATH...]`: removes untracked files. */
export function clean(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args)
  const letters = [...flags.keys()].join('')
  const dryRun = letters.includes('n')
  if (!letters.includes('f') && !dryRun)
    throw new GitError('clean.requireForce is true and -f not given: refusing to clean')
  const { index } = session.repository
  const below = session.relative('.') === '' ? '' : `${session.relative('.')}/`
  const untracked = [...session.worktree().keys()].filter(
    (path) =>
      !index.has(path) &&
      path.startsWith(below) &&
      (letters.includes('d') || !path.slice(below.length).includes('/')),
  )
  const gone = session.matching(untracked, [...operands, ...paths])
  if (!dryRun) writePaths(session, gone, new Map())
  const verb = dryRun ? 'Would remove' : 'Removing'
  return ok(gone.map((path) => `${verb} ${shownPath(session, path)}\n`).join(''))
}
