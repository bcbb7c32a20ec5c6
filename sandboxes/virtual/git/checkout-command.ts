import type { CommandResult } from '../commands/command.ts'
import { changedPaths, type GitCommit } from './objects.ts'
import { GitError, type GitSession, isQuiet, ok, splitArguments } from './session.ts'
import { restorePaths, titleOf, withPaths, writePaths } from './tree-changes.ts'

/** `git checkout [-b NAME | -- PATH... | REV [-- PATH...]]` and `git switch [-c NAME | NAME]`. */
export function checkout(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths } = splitArguments(args, ['-b', '-B', '-c', '-C'])
  const told = (stderr: string): CommandResult => (isQuiet(flags) ? ok() : { exitCode: 0, stderr })
  const fresh = flags.get('-b') ?? flags.get('-B') ?? flags.get('-c') ?? flags.get('-C')
  if (fresh !== undefined) {
    createBranch(session, fresh, operands[0])
    return told(`Switched to a new branch '${fresh}'\n`)
  }
  const [revision] = operands
  const target = revision === undefined ? undefined : session.tryResolve(revision)
  const specs = paths ?? (target ? operands.slice(1) : operands)
  if (specs.length > 0) {
    const source = target ? target.tree : session.repository.index
    const count = restorePaths(session, source, specs, {
      staged: target !== undefined,
      worktree: true,
    })
    if (paths !== undefined) return ok()
    const from = target ? target.id.slice(0, 7) : 'the index'
    return told(`Updated ${count} path${count === 1 ? '' : 's'} from ${from}\n`)
  }
  if (revision === undefined) return ok()
  if (!target)
    throw new GitError(`pathspec '${revision}' did not match any file(s) known to git`, 1)
  switchTo(session, target)
  const isBranch = session.repository.branches.has(revision)
  session.update(isBranch ? { branch: revision, detached: undefined } : { detached: target.id })
  const where = isBranch ? `Switched to branch '${revision}'` : `HEAD is now at ${titleOf(target)}`
  return told(`${where}\n`)
}

function createBranch(session: GitSession, name: string, from: string | undefined): void {
  if (from !== undefined) switchTo(session, session.resolve(from))
  const id = from === undefined ? session.headId : session.resolve(from).id
  const branches = new Map(session.repository.branches)
  if (id !== undefined) branches.set(name, id)
  session.update({ branches, branch: name, detached: undefined })
}

/** Local changes are carried along; one that is in the way stops the switch. */
function switchTo(session: GitSession, target: GitCommit): void {
  const dirty = new Set(changedPaths(session.headTree, session.trackedWorktree()))
  const changing = changedPaths(session.headTree, target.tree)
  const blocked = changing.filter((path) => dirty.has(path))
  if (blocked.length > 0) {
    const list = blocked.map((path) => `\t${path}\n`).join('')
    throw new GitError(
      `Your local changes to the following files would be overwritten by checkout:\n${list}Please commit your changes or stash them before you switch branches.`,
      1,
    )
  }
  writePaths(session, changing, target.tree)
  session.update({ index: withPaths(session.repository.index, target.tree, changing) })
}
