import { blobId, changedPaths, type GitFile, type GitTree } from '../git/objects.ts'
import { quotePath } from './quote.ts'
import { countChanges, unifiedHunks } from './unified.ts'

const ABBREVIATED = 7
const NO_ID = '0'.repeat(ABBREVIATED)
/** git calls a file binary when one of its first bytes is zero. */
const BINARY_PROBE = 8000

export interface FileDiffOptions {
  readonly context?: number | undefined
  /** Larger files are taken for binary ones: git's `core.bigFileThreshold`. */
  readonly bigFileBytes?: number | undefined
}

/** What changed between two trees as git prints it, renames shown as a removal and an addition. */
export function diffTrees(
  before: GitTree,
  after: GitTree,
  options: FileDiffOptions & { readonly paths?: readonly string[] } = {},
): string {
  return (options.paths ?? changedPaths(before, after))
    .map((path) => diffFile(path, before.get(path), after.get(path), options))
    .join('')
}

function diffFile(
  path: string,
  before: GitFile | undefined,
  after: GitFile | undefined,
  options: FileDiffOptions,
): string {
  // A change of type is two changes to git.
  if (before && after && isLink(before) !== isLink(after)) {
    return diffFile(path, before, undefined, options) + diffFile(path, undefined, after, options)
  }
  const { context, bigFileBytes = Number.POSITIVE_INFINITY } = options
  const [oldName, newName] = [quotePath(`a/${path}`), quotePath(`b/${path}`)]
  let header = `diff --git ${oldName} ${newName}\n`
  if (!before && after) header += `new file mode ${octal(after)}\n`
  if (before && !after) header += `deleted file mode ${octal(before)}\n`
  if (before && after && before.mode !== after.mode) {
    header += `old mode ${octal(before)}\nnew mode ${octal(after)}\n`
  }
  const [oldId, newId] = [shortId(before), shortId(after)]
  if (oldId === newId) return header
  const mode = before && after && before.mode === after.mode ? ` ${octal(after)}` : ''
  header += `index ${oldId}..${newId}${mode}\n`
  const [oldPath, newPath] = [before ? oldName : '/dev/null', after ? newName : '/dev/null']
  const isOpaque = (file?: GitFile) => isBinary(file) || (file?.data.length ?? 0) > bigFileBytes
  if (isOpaque(before) || isOpaque(after)) {
    return `${header}Binary files ${oldPath} and ${newPath} differ\n`
  }
  const hunks = unifiedHunks(textOf(before), textOf(after), { context })
  if (hunks === '') return header
  return `${header}--- ${withTab(oldPath)}\n+++ ${withTab(newPath)}\n${hunks}`
}

export interface FileStat {
  readonly path: string
  readonly added: number
  readonly removed: number
  readonly binary: boolean
  /** Bytes before and after. */
  readonly sizes: readonly [number, number]
}

export function statTrees(before: GitTree, after: GitTree, paths: readonly string[]): FileStat[] {
  return paths.map((path) => {
    const [old, fresh] = [before.get(path), after.get(path)]
    const binary = isBinary(old) || isBinary(fresh)
    const counts = binary ? { added: 0, removed: 0 } : countChanges(textOf(old), textOf(fresh))
    const sizes = [old?.data.length ?? 0, fresh?.data.length ?? 0] as const
    return { path, ...counts, binary, sizes }
  })
}

function octal(file: GitFile): string {
  return file.mode.toString(8)
}

function isLink(file: GitFile): boolean {
  return file.mode === 0o120000
}

function shortId(file: GitFile | undefined): string {
  return file ? blobId(file.data).slice(0, ABBREVIATED) : NO_ID
}

export function isBinary(file: GitFile | undefined): boolean {
  return file?.data.subarray(0, BINARY_PROBE).includes(0) ?? false
}

/** One character a byte. */
export function textOf(file: GitFile | undefined): string {
  if (!file) return ''
  return Buffer.from(file.data.buffer, file.data.byteOffset, file.data.length).toString('latin1')
}

/** A name with a space ends with a tab, so that `patch` does not take the rest for a date. */
function withTab(name: string): string {
  return name.includes(' ') ? `${name}\t` : name
}
