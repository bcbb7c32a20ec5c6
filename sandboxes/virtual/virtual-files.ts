import type { FileTree } from './file-tree.ts'
import type { VirtualFiles } from './files.ts'
import type { TreeNode } from './nodes.ts'
import { byName } from './paths.ts'

/** The synchronous view of a tree that the `node` command works on. */
export function createVirtualFiles(tree: FileTree): VirtualFiles {
  return {
    read(path) {
      const node = lookup(tree, path)
      return node?.type === 'file' ? node.data : undefined
    },
    write: (path, data) => tree.write(path, data.slice(), { parents: true }),
    list(path) {
      const node = lookup(tree, path)
      return node?.type === 'directory' ? [...node.children.keys()].sort(byName) : undefined
    },
    stat(path) {
      const node = lookup(tree, path)
      if (!node || node.type === 'link') return undefined
      const size = node.type === 'file' ? node.data.length : 0
      return { kind: node.type, size, mode: node.mode }
    },
    makeDirectory: (path) => tree.makeDirectory(path, { recursive: true }),
    remove: (path) => {
      tree.remove(path)
    },
  }
}

function lookup(tree: FileTree, path: string): TreeNode | undefined {
  try {
    return tree.lookup(path)
  } catch {
    return undefined
  }
}
