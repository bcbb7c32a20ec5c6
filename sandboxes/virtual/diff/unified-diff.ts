import { changedPaths, type GitFile, type GitTree } from '../git/objects.ts'
import { diffTrees, type FileDiffOptions } from './file-diff.ts'

/** Path -> contents. */
export type DiffFiles = Readonly<Record<string, string | Uint8Array>>

export interface UnifiedDiffOptions extends FileDiffOptions {
  /** What is over is left out, whole lines of it, and a last line says how much. */
  readonly maxBytes?: number | undefined
}

/** What `git diff --no-renames` prints for two sets of plain files; empty where they are equal. */
export function unifiedDiff(
  before: DiffFiles,
  after: DiffFiles,
  { maxBytes = Number.POSITIVE_INFINITY, ...options }: UnifiedDiffOptions = {},
): string {
  const [oldTree, newTree] = [treeOf(before), treeOf(after)]
  const paths = changedPaths(oldTree, newTree)
  let text = ''
  for (const [index, path] of paths.entries()) {
    text += diffTrees(oldTree, newTree, { ...options, paths: [path] })
    // The files after this one are never compared: there may be thousands.
    if (text.length > maxBytes) return cut(text, maxBytes, paths.length - index - 1)
  }
  return decode(text)
}

function treeOf(files: DiffFiles): GitTree {
  return new Map(
    Object.entries(files).map(([path, content]): [string, GitFile] => {
      const data = typeof content === 'string' ? Buffer.from(content) : content
      return [path, { mode: 0o100644, data }]
    }),
  )
}

function cut(text: string, maxBytes: number, moreFiles: number): string {
  const end = maxBytes > 0 ? text.lastIndexOf('\n', maxBytes - 1) + 1 : 0
  const files = moreFiles === 0 ? '' : ` and ${moreFiles} more file${moreFiles === 1 ? '' : 's'}`
  return `${decode(text.slice(0, end))}\\ Left out: ${text.length - end} bytes${files}\n`
}

/** Texts of diffs have one character a byte. */
function decode(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
