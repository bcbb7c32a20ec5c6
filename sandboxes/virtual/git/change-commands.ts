import type { CommandResult } from '../commands/command.ts'
import { statTrees } from '../diff/file-diff.ts'
import { resolvePath } from '../paths.ts'
import { summaryLine } from './diff-command.ts'
import {
  changedPaths,
  createCommit,
  type GitCommit,
  type GitFile,
  type GitTree,
} from './objects.ts'
import { GitError, type GitSession, isQuiet, ok, splitArguments } from './session.ts'
import { writeWorktreeFile } from './worktree.ts'

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

/** `git stash [push [-u] [-m MESSAGE] | pop | apply | list | show | drop | clear]`. */
export function stash(session: GitSession, args: readonly string[]): CommandResult {
  const [action = 'push', ...rest] = args[0]?.startsWith('-') ? ['push', ...args] : args
  const { stashes } = session.repository
  const at = Number(/\d+/.exec(rest.find((arg) => !arg.startsWith('--')) ?? '')?.[0] ?? 0)
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
  if (action === 'drop') {
    session.update({ stashes: kept })
    return ok(`Dropped stash@{${at}}\n`)
  }
  const base = session.repository.commits.get(entry.base)?.tree ?? new Map<string, GitFile>()
  const changed = changedPaths(base, entry.worktree)
  if (action === 'show') {
    return ok(changed.map((path) => ` ${path}\n`).join(''))
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
  return ok(
    action === 'pop' && !isQuiet(splitArguments(rest).flags) ? `Dropped stash@{${at}}\n` : '',
  )
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

/** `git clean -f [-d] [PATH...]`: removes untracked files. */
export function clean(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args)
  const letters = [...flags.keys()].join('')
  const dryRun = letters.includes('n')
  if (!letters.includes('f') && !dryRun)
    throw new GitError('clean.requireForce is true and -f not given: refusing to clean')
  const { index } = session.repository
  const untracked = [...session.worktree().keys()].filter(
    (path) => !index.has(path) && (letters.includes('d') || !path.includes('/')),
  )
  const gone = session.matching(untracked, [...operands, ...paths])
  if (!dryRun) writePaths(session, gone, new Map())
  return ok(gone.map((path) => `${dryRun ? 'Would remove' : 'Removing'} ${path}\n`).join(''))
}

export function titleOf(commit: GitCommit): string {
  return `${commit.id.slice(0, 7)} ${commit.message.split('\n')[0]}`
}

function restorePaths(
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

function writePaths(session: GitSession, paths: readonly string[], source: GitTree): void {
  for (const path of paths) {
    writeWorktreeFile(session.call.tree, session.root, path, source.get(path))
  }
}

/** `tree` with the given paths as they are in `source`. */
function withPaths(tree: GitTree, source: GitTree, paths: readonly string[]): GitTree {
  const files = new Map(tree)
  for (const path of paths) {
    const file = source.get(path)
    if (file) files.set(path, file)
    else files.delete(path)
  }
  return files
}
