import { add } from '../git/add-command.ts'
import { apply } from '../git/apply-command.ts'
import { checkout } from '../git/checkout-command.ts'
import { commit } from '../git/commit-command.ts'
import { diff } from '../git/diff-command.ts'
import { branch, log, lsFiles, revParse, show } from '../git/history-commands.ts'
import { clean, move, remove } from '../git/move-commands.ts'
import { emptyRepository } from '../git/objects.ts'
import { reset } from '../git/reset-command.ts'
import { restore } from '../git/restore-command.ts'
import { GitError, GitSession, ok } from '../git/session.ts'
import { stash } from '../git/stash-command.ts'
import { status } from '../git/status-command.ts'
import { resolvePath } from '../paths.ts'
import { type CommandCall, type CommandResult, reasonOf, type VirtualCommand } from './command.ts'

type GitAction = (session: GitSession, args: readonly string[]) => CommandResult

const actions: Readonly<Record<string, GitAction>> = {
  add,
  branch,
  checkout,
  clean,
  commit,
  diff,
  log,
  'ls-files': lsFiles,
  mv: move,
  reset,
  restore,
  'rev-parse': revParse,
  rm: remove,
  show,
  stash,
  status,
  switch: checkout,
}

/**
 * The part of git an agent uses to look at, undo and hand in its work: one line of local history,
 * no remotes, merges or hooks. Its store is not a folder: there is no `.git` to see or to break.
 */
export const git: VirtualCommand = (call) => {
  const args = [...call.args]
  let { cwd } = call
  while (args[0]?.startsWith('-')) {
    const flag = args.shift()
    if (flag === '-C') cwd = resolvePath(cwd, args.shift() ?? '')
    else if (flag === '-c') args.shift()
    else if (flag === '--version') return ok('git version 2.39.0\n')
  }
  const [name, ...rest] = args
  try {
    return runAction(call, cwd, name ?? '', rest)
  } catch (error) {
    if (error instanceof GitError) {
      const kind = error.exitCode === 1 ? 'error' : 'fatal'
      return { exitCode: error.exitCode, stderr: `${kind}: ${error.message}\n` }
    }
    return { exitCode: 128, stderr: `fatal: ${reasonOf(error)}\n` }
  }
}

function runAction(
  call: CommandCall,
  cwd: string,
  name: string,
  args: readonly string[],
): CommandResult {
  if (name === 'init') return init(call, cwd, args)
  if (name === 'version') return ok('git version 2.39.0\n')
  // Settings have no effect here; a script that makes some before its first commit goes on.
  if (name === 'config') return { exitCode: args.some((arg) => arg.startsWith('--get')) ? 1 : 0 }
  if (name === 'apply') return apply(call, applyRoot(call, cwd), args)
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action) {
    const known = ['init', 'apply', 'config', ...Object.keys(actions)].sort().join(', ')
    return { exitCode: 1, stderr: `git: '${name}' is not available here (there is: ${known})\n` }
  }
  return action(GitSession.open(call, cwd), args)
}

/** Inside a repository names count from its root, as in git's own diffs. */
function applyRoot(call: CommandCall, cwd: string): string {
  try {
    return GitSession.open(call, cwd).root
  } catch {
    return cwd
  }
}

function init(call: CommandCall, cwd: string, args: readonly string[]): CommandResult {
  const quiet = args.includes('-q') || args.includes('--quiet')
  const named = args.findIndex((arg) => arg === '-b' || arg === '--initial-branch')
  const branchName = named >= 0 ? args[named + 1] : undefined
  const folder = args.find((arg, at) => !arg.startsWith('-') && (named < 0 || at !== named + 1))
  const root = folder === undefined ? cwd : resolvePath(cwd, folder)
  call.tree.makeDirectory(root, { recursive: true })
  const known = call.repositories.get(root)
  call.repositories.set(root, known ?? { ...emptyRepository, branch: branchName ?? 'main' })
  const verb = known ? 'Reinitialized existing' : 'Initialized empty'
  return ok(quiet ? '' : `${verb} Git repository in ${root}/.git/\n`)
}
