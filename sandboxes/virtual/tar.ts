import { packTar, unpackTar } from 'modern-tar'
import { SandboxFileError } from '../sandbox.ts'
import type { FileTree } from './file-tree.ts'
import type { TreeNode } from './nodes.ts'
import { byName, joinPath, parentOf } from './paths.ts'

/** Packs all below a folder, entries sorted, so that equal trees give equal archives. */
export async function packFolder(tree: FileTree, folder: string): Promise<Uint8Array> {
  const entries = entriesBelow(tree, folder).map(({ path, node }) => {
    const mtime = new Date(node.mtimeMs)
    const common = { mode: node.mode, mtime, uid: 1000, gid: 1000 }
    if (node.type === 'file') {
      const header = { ...common, name: path, type: 'file' as const, size: node.data.length }
      return { header, body: node.data }
    }
    if (node.type === 'link') {
      const link = { name: path, type: 'symlink' as const, linkname: node.target }
      return { header: { ...common, ...link, size: 0 } }
    }
    return { header: { ...common, name: `${path}/`, type: 'directory' as const, size: 0 } }
  })
  return packTar(entries)
}

/** Unpacks an archive whose entries all stay below the folder; an unsafe one is refused as a whole. */
export async function unpackInto(
  tree: FileTree,
  folder: string,
  archive: Uint8Array,
): Promise<void> {
  const entries = await unpackTar(archive, { strict: true }).catch((error: unknown) => {
    throw new SandboxFileError('Cannot unpack the archive: it is not a tar file', folder, {
      cause: error,
    })
  })
  for (const { header } of entries) assertSafe(header.name)
  tree.makeDirectory(folder, { recursive: true })
  for (const { header, data } of entries) {
    const path = joinPath(folder, header.name.replace(/\/+$/, ''))
    assertNoLinkOnTheWay(tree, folder, path)
    if (header.type === 'directory') {
      tree.makeDirectory(path, { recursive: true })
      tree.touch(path, { mode: (header.mode ?? 0o755) & 0o7777 })
    } else if (header.type === 'symlink') {
      tree.makeDirectory(parentOf(path), { recursive: true })
      tree.remove(path)
      tree.makeLink(header.linkname ?? '', path)
    } else if (header.type === 'file' || header.type === undefined) {
      const mode = (header.mode ?? 0o644) & 0o7777
      tree.write(path, (data ?? new Uint8Array()).slice(), { mode, parents: true })
    } else {
      throw new SandboxFileError(
        `Cannot unpack ${header.name}: ${header.type} entries are not supported`,
        path,
      )
    }
  }
}

export interface TreeEntry {
  /** Relative to the folder. */
  readonly path: string
  readonly node: TreeNode
}

/** Everything below a folder, sorted by path; links are entries, not followed. */
export function entriesBelow(tree: FileTree, folder: string): TreeEntry[] {
  const entries: TreeEntry[] = []
  const visit = (prefix: string, children: ReadonlyMap<string, TreeNode>) => {
    for (const [name, node] of children) {
      const path = prefix + name
      entries.push({ path, node })
      if (node.type === 'directory') visit(`${path}/`, node.children)
    }
  }
  visit('', tree.directory(folder).children)
  return entries.sort((a, b) => byName(a.path, b.path))
}

function assertSafe(name: string): void {
  if (!name.startsWith('/') && !name.split('/').includes('..')) return
  throw new SandboxFileError(
    `Cannot unpack ${name}: an entry may not leave the folder (pack with relative names)`,
    name,
  )
}

/** An archive may bring a link and then a file "below" it, which would land where the link points. */
function assertNoLinkOnTheWay(tree: FileTree, folder: string, path: string): void {
  for (let above = parentOf(path); above.length > folder.length; above = parentOf(above)) {
    let node: TreeNode | undefined
    try {
      node = tree.lookup(above, { follow: false })
    } catch {
      continue
    }
    if (node?.type !== 'link') continue
    throw new SandboxFileError(`Cannot unpack ${path}: ${above} is a link`, path)
  }
}
