import type { CommandCall, CommandResult } from '../commands/command.ts'
import { applyHunks } from '../diff/apply-hunks.ts'
import { type FilePatch, PatchFormatError, parsePatch, reversePatch } from '../diff/parse-patch.ts'
import { resolvePath } from '../paths.ts'
import type { GitFile, GitMode } from './objects.ts'
import { GitError, splitArguments } from './session.ts'
import { gitFileAt, writeWorktreeFile } from './worktree.ts'

/**
 * `git apply [--check] [-R] [-pN] [--stat] [FILE...]`: all files or none. Works without a repository,
 * relative to the current directory.
 */
export function apply(call: CommandCall, root: string, args: readonly string[]): CommandResult {
  const { flags, operands, paths = [] } = splitArguments(args, ['-p', '--directory'])
  const joined = [...flags.keys()].find((flag) => /^-p\d+$/.test(flag))
  const strip = Number(flags.get('-p') ?? joined?.slice(2) ?? 1)
  const reverse = flags.has('-R') || flags.has('--reverse')
  const files = [...operands, ...paths]
  const sources = files.length === 0 ? ['-'] : files
  const patches = sources.flatMap((source) => readPatch(call, source))
  if (patches.length === 0) {
    const stderr = 'error: No valid patches in input (allow with "--allow-empty")\n'
    return { exitCode: 128, stderr }
  }
  const changes = new Map<string, GitFile | undefined>()
  const problems: string[] = []
  for (const patch of reverse ? patches.map(reversePatch).reverse() : patches) {
    const problem = applyFile(call, root, patch, strip, changes)
    if (problem !== undefined) problems.push(`error: ${problem}\n`)
  }
  if (problems.length > 0) return { exitCode: 1, stderr: problems.join('') }
  if (flags.has('--check') || flags.has('--stat') || flags.has('--numstat')) return { exitCode: 0 }
  // Removals first: a file may become a folder.
  for (const [path, file] of changes) if (!file) writeWorktreeFile(call.tree, root, path, file)
  for (const [path, file] of changes) if (file) writeWorktreeFile(call.tree, root, path, file)
  return { exitCode: 0 }
}

function readPatch({ cwd, stdin, tree }: CommandCall, source: string): FilePatch[] {
  try {
    const data = source === '-' ? stdin() : tree.read(resolvePath(cwd, source))
    return parsePatch(Buffer.from(data).toString('latin1'))
  } catch (error) {
    if (error instanceof PatchFormatError) throw new GitError(`corrupt patch at line ${error.line}`)
    throw new GitError(`can't open patch '${source}': No such file or directory`)
  }
}

/** Adds one file's change to `changes`; says what is wrong where it does not apply. */
function applyFile(
  { tree }: CommandCall,
  root: string,
  patch: FilePatch,
  strip: number,
  changes: Map<string, GitFile | undefined>,
): string | undefined {
  const oldPath = stripPath(patch.oldName ?? patch.newName, strip)
  const newPath = stripPath(patch.newName ?? patch.oldName, strip)
  if (oldPath === undefined || newPath === undefined)
    return 'git diff header lacks filename information'
  for (const path of [oldPath, newPath]) {
    if (path.startsWith('/') || path.split('/').includes('..')) return `invalid path '${path}'`
  }
  if (patch.isBinary) return `cannot apply binary patch to '${newPath}' without full index line`
  const present = (path: string) =>
    changes.has(path) ? changes.get(path) : gitFileAt(tree, root, path)
  const before = patch.isNew ? undefined : present(oldPath)
  if (patch.isNew && present(newPath)) return `${newPath}: already exists in working directory`
  if (!patch.isNew && !before) return `${oldPath}: No such file or directory`
  const source = Buffer.from(before?.data ?? new Uint8Array()).toString('latin1')
  const outcome = applyHunks(source, patch.hunks, { fuzz: 0, anchored: true })
  const failed = outcome.hunks.find(({ line }) => line === undefined)
  if (failed) {
    return `patch failed: ${oldPath}:${failed.hunk.oldStart}\nerror: ${oldPath}: patch does not apply`
  }
  if (oldPath !== newPath && !patch.isCopy) changes.set(oldPath, undefined)
  if (patch.isDeleted) {
    if (outcome.text !== '') return `removal patch leaves file contents`
    changes.set(oldPath, undefined)
    return undefined
  }
  const mode = toMode(patch.newMode) ?? before?.mode ?? 0o100644
  changes.set(newPath, { mode, data: new Uint8Array(Buffer.from(outcome.text, 'latin1')) })
  return undefined
}

function toMode(mode: number | undefined): GitMode | undefined {
  if (mode === undefined) return undefined
  return mode === 0o120000 || mode === 0o100755 ? mode : 0o100644
}

/** A name without its first `count` folders; undefined where it has too few. */
export function stripPath(name: string | undefined, count: number): string | undefined {
  if (name === undefined) return undefined
  const parts = name.split('/')
  return parts.length > count ? parts.slice(count).join('/') : undefined
}
