import type { CommandResult } from '../commands/command.ts'
import { diffTrees, type FileStat, statTrees } from '../diff/file-diff.ts'
import { quotePath } from '../diff/quote.ts'
import { changedPaths, type GitTree } from './objects.ts'
import { type GitSession, ok, okBytes, splitArguments } from './session.ts'

/** `git diff [--cached] [--stat | --name-only | --name-status | --numstat] [A [B]] [--] [PATH...]`. */
export function diff(session: GitSession, args: readonly string[]): CommandResult {
  const { flags, operands, paths } = splitArguments(args)
  const revisions: string[] = []
  for (const operand of operands.flatMap((each) => each.split(/\.{2,3}/))) {
    if (paths === undefined && !session.tryResolve(operand)) break
    revisions.push(operand)
  }
  const specs = paths ?? operands.slice(operands.findIndex((each) => !isRevision(session, each)))
  const hasSpecs = paths !== undefined || operands.some((each) => !isRevision(session, each))
  const [before, after] = sides(session, flags, revisions)
  const changed = session.matching(changedPaths(before, after), hasSpecs ? specs : [])
  const result = formatDiff(before, after, changed, flags)
  const failing = flags.has('--exit-code') || flags.has('--quiet')
  const exitCode = failing && changed.length > 0 ? 1 : 0
  return flags.has('--quiet') ? { exitCode } : { ...result, exitCode }
}

function isRevision(session: GitSession, operand: string): boolean {
  return operand.split(/\.{2,3}/).every((part) => session.tryResolve(part) !== undefined)
}

function sides(
  session: GitSession,
  flags: ReadonlyMap<string, string>,
  [first, second]: readonly string[],
): readonly [GitTree, GitTree] {
  const { index } = session.repository
  const staged = flags.has('--cached') || flags.has('--staged')
  const before = first === undefined ? undefined : session.resolve(first).tree
  if (staged) return [before ?? session.headTree, index]
  if (second !== undefined) return [before ?? index, session.resolve(second).tree]
  return [before ?? index, session.trackedWorktree()]
}

/** Prints a difference in the form the flags ask for. */
export function formatDiff(
  before: GitTree,
  after: GitTree,
  paths: readonly string[],
  flags: ReadonlyMap<string, string>,
): CommandResult {
  if (flags.has('--name-only')) return ok(paths.map((path) => `${quotePath(path)}\n`).join(''))
  if (flags.has('--name-status')) {
    const letter = (path: string) => (!before.has(path) ? 'A' : !after.has(path) ? 'D' : 'M')
    return ok(paths.map((path) => `${letter(path)}\t${quotePath(path)}\n`).join(''))
  }
  if (flags.has('--numstat')) {
    const line = ({ path, added, removed, binary }: FileStat) =>
      `${binary ? '-' : added}\t${binary ? '-' : removed}\t${quotePath(path)}\n`
    return ok(statTrees(before, after, paths).map(line).join(''))
  }
  if (flags.has('--stat') || flags.has('--shortstat')) {
    return ok(statText(statTrees(before, after, paths), flags.has('--shortstat')))
  }
  return okBytes(diffTrees(before, after, { paths, context: contextOf(flags) }))
}

function contextOf(flags: ReadonlyMap<string, string>): number | undefined {
  const unified = flags.get('--unified')
  if (unified !== undefined) return Number(unified)
  for (const flag of flags.keys()) {
    const match = /^-U(\d+)$/.exec(flag)
    if (match) return Number(match[1])
  }
  return undefined
}

const GRAPH_WIDTH = 40

/** What `--stat` shows: a line a file and the sum. */
export function statText(stats: readonly FileStat[], summaryOnly: boolean): string {
  if (stats.length === 0) return ''
  const width = Math.max(...stats.map(({ path }) => quotePath(path).length))
  const most = Math.max(...stats.map(({ added, removed }) => added + removed))
  const digits = Math.max(String(most).length, stats.some(({ binary }) => binary) ? 3 : 0)
  const scale = most > GRAPH_WIDTH ? GRAPH_WIDTH / most : 1
  const marks = (count: number, mark: string) =>
    mark.repeat(count === 0 ? 0 : Math.max(1, Math.round(count * scale)))
  const lines = stats.map(({ path, added, removed, binary, sizes }) => {
    const name = ` ${quotePath(path).padEnd(width)} | `
    if (binary) return `${name}Bin ${sizes[0]} -> ${sizes[1]} bytes\n`
    const graph = marks(added, '+') + marks(removed, '-')
    return `${`${name}${String(added + removed).padStart(digits)} ${graph}`.trimEnd()}\n`
  })
  return (summaryOnly ? '' : lines.join('')) + summaryLine(stats)
}

/** ` 2 files changed, 3 insertions(+), 1 deletion(-)`. */
export function summaryLine(stats: readonly FileStat[]): string {
  const total = (key: 'added' | 'removed') => stats.reduce((sum, stat) => sum + stat[key], 0)
  const [added, removed] = [total('added'), total('removed')]
  const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
  const parts = [` ${plural(stats.length, 'file')} changed`]
  if (added > 0 || removed === 0) parts.push(`${plural(added, 'insertion')}(+)`)
  if (removed > 0 || added === 0) parts.push(`${plural(removed, 'deletion')}(-)`)
  return `${parts.join(', ')}\n`
}
