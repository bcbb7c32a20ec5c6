import type { FileTree } from '../file-tree.ts'
import type { TreeNode } from '../nodes.ts'
import { joinPath, parentOf } from '../paths.ts'
import { IgnoreRules } from './ignore.ts'
import { type GitFile, type GitMode, type GitTree, sameFile } from './objects.ts'

/** The files below a repository's root; ignored ones only where the index knows them. */
export function readWorktree(tree: FileTree, root: string, index: GitTree): GitTree {
  const files = new Map<string, GitFile>()
  const rules = new IgnoreRules()
  const visit = (prefix: string, children: ReadonlyMap<string, TreeNode>) => {
    const ignoreFile = children.get('.gitignore')
    if (ignoreFile?.type === 'file') rules.add(new TextDecoder().decode(ignoreFile.data), prefix)
    for (const [name, node] of children) {
      const path = prefix + name
      if (node.type === 'directory') {
        if (!rules.ignores(path, true)) visit(`${path}/`, node.children)
        continue
      }
      if (rules.ignores(path, false) && !index.has(path)) continue
      files.set(path, gitFileOf(node))
    }
  }
  visit('', tree.directory(root).children)
  // Tracked files stay tracked when a rule now covers their folder.
  for (const path of index.keys()) {
    const node = files.has(path) ? undefined : lookup(tree, joinPath(root, path))
    if (node && node.type !== 'directory') files.set(path, gitFileOf(node))
  }
  return files
}

function gitFileOf(node: Exclude<TreeNode, { type: 'directory' }>): GitFile {
  if (node.type === 'link') return { mode: 0o120000, data: linkData(node.target) }
  const mode: GitMode = node.mode & 0o100 ? 0o100755 : 0o100644
  return { mode, data: node.data }
}

/** One file of the work tree; a folder is none. */
export function gitFileAt(tree: FileTree, root: string, path: string): GitFile | undefined {
  const node = lookup(tree, joinPath(root, path))
  return node && node.type !== 'directory' ? gitFileOf(node) : undefined
}

const linkTargets = new Map<string, Uint8Array>()
const MAX_LINK_TARGETS = 1000

function linkData(target: string): Uint8Array {
  if (linkTargets.size > MAX_LINK_TARGETS) linkTargets.clear()
  const data = linkTargets.get(target) ?? new TextEncoder().encode(target)
  linkTargets.set(target, data)
  return data
}

/** Makes one path of the work tree what `file` says; undefined removes it and folders left empty. */
export function writeWorktreeFile(
  tree: FileTree,
  root: string,
  path: string,
  file: GitFile | undefined,
): void {
  const absolute = joinPath(root, path)
  const present = lookup(tree, absolute)
  if (!file) {
    if (!present || present.type === 'directory') return
    tree.remove(absolute)
    for (let folder = parentOf(absolute); folder !== root; folder = parentOf(folder)) {
      if (tree.directory(folder).children.size > 0) return
      tree.remove(folder)
    }
    return
  }
  if (present && present.type !== 'directory' && sameFile(gitFileOf(present), file)) return
  if (present) tree.remove(absolute)
  tree.makeDirectory(parentOf(absolute), { recursive: true })
  if (file.mode === 0o120000) tree.makeLink(new TextDecoder().decode(file.data), absolute)
  else tree.write(absolute, file.data, { mode: file.mode & 0o777 })
}

function lookup(tree: FileTree, path: string): TreeNode | undefined {
  try {
    return tree.lookup(path, { follow: false })
  } catch {
    return undefined
  }
}
