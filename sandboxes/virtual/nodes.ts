/**
 * Plain data, so that a tree can cross to another thread as it is. File and link nodes are never
 * changed after they were made; a directory is changed only by the tree whose token it carries.
 */
export type TreeNode = FileNode | DirectoryNode | LinkNode

export interface FileNode {
  readonly type: 'file'
  readonly data: Uint8Array
  readonly mode: number
  readonly mtimeMs: number
}
export interface LinkNode {
  readonly type: 'link'
  readonly target: string
  readonly mode: number
  readonly mtimeMs: number
}
export interface DirectoryNode {
  readonly type: 'directory'
  readonly children: Map<string, TreeNode>
  mode: number
  mtimeMs: number
  /** The tree that may change this node in place; every other one copies it first. */
  owner: object | undefined
}

export const FILE_MODE = 0o644
export const DIRECTORY_MODE = 0o755
export const LINK_MODE = 0o777

/** What one entry counts towards the byte limit beside its contents, so that empty files cannot fill the memory. */
const ENTRY_BYTES = 128

/** Bytes an entry and all below it count towards the limit. */
export function bytesOf(node: TreeNode): number {
  if (node.type === 'file') return ENTRY_BYTES + node.data.length
  if (node.type === 'link') return ENTRY_BYTES + node.target.length
  let total = ENTRY_BYTES
  for (const child of node.children.values()) total += bytesOf(child)
  return total
}

/** An error whose message starts with its errno name, as Node's file errors do. */
export function fileError(code: string, operation: string, path: string): Error {
  const error = new Error(`${code}: ${reasons[code] ?? 'error'}, ${operation} '${path}'`)
  return Object.assign(error, { code })
}

const reasons: Record<string, string> = {
  EEXIST: 'file already exists',
  EINVAL: 'invalid argument',
  EISDIR: 'illegal operation on a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'name too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EPERM: 'operation not permitted',
}
