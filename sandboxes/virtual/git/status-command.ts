import type { CommandResult } from '../commands/command.ts'
import { quotePath } from '../diff/quote.ts'
import { byBytes, changedPaths, type GitTree } from './objects.ts'
import { type GitSession, ok, shownPath, splitArguments } from './session.ts'

/** `git status [--short | --porcelain] [--branch] [PATH...]`. */
export function status(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args)
  const report = reportOf(session, [...operands, ...paths])
  const short = flags.has('-s') || flags.has('--short') || flags.has('--porcelain')
  const combined = flags.has('-sb') || flags.has('-b') || flags.has('--branch')
  if (!short && !flags.has('-sb')) return ok(longText(session, report))
  const branch = combined ? `## ${session.repository.branch}\n` : ''
  return ok(branch + shortText(report, (path) => shownPath(session, path)))
}

interface Report {
  readonly staged: ReadonlyMap<string, string>
  readonly unstaged: ReadonlyMap<string, string>
  readonly untracked: readonly string[]
}

function reportOf(session: GitSession, specs: readonly string[]): Report {
  const { index } = session.repository
  const worktree = session.worktree()
  const tracked = new Map([...worktree].filter(([path]) => index.has(path)))
  const untracked = [...worktree.keys()].filter((path) => !index.has(path))
  const kept = session.matching(untracked, specs)
  return {
    staged: lettersOf(session, session.headTree, index, specs),
    unstaged: lettersOf(session, index, tracked, specs),
    untracked: collapse(kept, index),
  }
}

function lettersOf(
  session: GitSession,
  before: GitTree,
  after: GitTree,
  specs: readonly string[],
): Map<string, string> {
  const paths = session.matching(changedPaths(before, after), specs)
  const letter = (path: string) => (!before.has(path) ? 'A' : !after.has(path) ? 'D' : 'M')
  return new Map(paths.map((path) => [path, letter(path)]))
}

/** A folder with nothing tracked in it is shown as one entry. */
function collapse(untracked: readonly string[], index: GitTree): string[] {
  const trackedFolders = new Set<string>()
  for (const path of index.keys()) {
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
      trackedFolders.add(path.slice(0, cut))
    }
  }
  const shown = untracked.map((path) => {
    for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
      if (!trackedFolders.has(path.slice(0, cut))) return path.slice(0, cut + 1)
    }
    return path
  })
  return [...new Set(shown)].sort(byBytes)
}

function shortText(
  { staged, unstaged, untracked }: Report,
  shown: (path: string) => string,
): string {
  const paths = [...new Set([...staged.keys(), ...unstaged.keys()])].sort(byBytes)
  const lines = paths.map(
    (path) => `${staged.get(path) ?? ' '}${unstaged.get(path) ?? ' '} ${shortName(shown(path))}\n`,
  )
  return lines.join('') + untracked.map((path) => `?? ${shortName(shown(path))}\n`).join('')
}

/** The short form also quotes names with spaces. */
function shortName(path: string): string {
  const quoted = quotePath(path)
  return quoted.includes(' ') && !quoted.startsWith('"') ? `"${quoted}"` : quoted
}

const words: Record<string, string> = { A: 'new file:   ', M: 'modified:   ', D: 'deleted:    ' }

function longText(session: GitSession, { staged, unstaged, untracked }: Report): string {
  const { branch, detached } = session.repository
  let text = detached ? `HEAD detached at ${detached.slice(0, 7)}\n` : `On branch ${branch}\n`
  const isFirst = session.head === undefined
  if (isFirst) text += '\nNo commits yet\n\n'
  const entries = (letters: ReadonlyMap<string, string>) =>
    [...letters]
      .map(([path, letter]) => `\t${words[letter]}${quotePath(shownPath(session, path))}\n`)
      .join('')
  if (staged.size > 0) {
    const unstage = isFirst ? 'git rm --cached <file>...' : 'git restore --staged <file>...'
    text += `Changes to be committed:\n  (use "${unstage}" to unstage)\n${entries(staged)}\n`
  }
  if (unstaged.size > 0) {
    const gone = [...unstaged.values()].includes('D') ? 'add/rm' : 'add'
    text += `Changes not staged for commit:\n  (use "git ${gone} <file>..." to update what will be committed)\n`
    text += `  (use "git restore <file>..." to discard changes in working directory)\n${entries(unstaged)}\n`
  }
  if (untracked.length > 0) {
    text += `Untracked files:\n  (use "git add <file>..." to include in what will be committed)\n`
    text += `${untracked.map((path) => `\t${quotePath(shownPath(session, path))}\n`).join('')}\n`
  }
  if (staged.size > 0) return text
  if (unstaged.size > 0) {
    return `${text}no changes added to commit (use "git add" and/or "git commit -a")\n`
  }
  if (untracked.length > 0) {
    return `${text}nothing added to commit but untracked files present (use "git add" to track)\n`
  }
  const clean = isFirst
    ? 'nothing to commit (create/copy files and use "git add" to track)'
    : 'nothing to commit, working tree clean'
  return `${text}${clean}\n`
}
