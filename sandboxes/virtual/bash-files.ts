import type { BufferEncoding, FileContent, FsStat, IFileSystem } from 'just-bash'
import type { FileTree } from './file-tree.ts'
import { type DirectoryNode, fileError, type TreeNode } from './nodes.ts'
import { byName, joinPath, resolvePath } from './paths.ts'
import type { WriteGuard } from './write-guard.ts'

/** The file system the shell sees: a `FileTree` behind just-bash's asynchronous interface. */
export function createBashFiles(
  tree: FileTree,
  writes: WriteGuard,
  count: (bytes: number) => void,
): IFileSystem {
  const read = (path: string) => {
    const data = tree.read(path)
    count(data.length)
    return data
  }
  return {
    readFile: async (path, options) => decode(read(path), options),
    readFileBuffer: async (path) => read(path),
    async writeFile(path, content, options) {
      if (path === NULL_DEVICE) return
      writes.run(path, () => tree.write(path, encode(content, options)))
    },
    async appendFile(path, content, options) {
      if (path === NULL_DEVICE) return
      writes.run(path, () => tree.append(path, encode(content, options)))
    },
    async exists(path) {
      writes.ask(path)
      return exists(tree, path)
    },
    stat: async (path) => statOf(tree.locate(path, 'stat')),
    lstat: async (path) => statOf(tree.locate(path, 'lstat', { follow: false })),
    async mkdir(path, options = {}) {
      tree.makeDirectory(path, { recursive: options.recursive === true })
    },
    readdir: async (path) => [...tree.directory(path).children.keys()].sort(byName),
    async readdirWithFileTypes(path) {
      return [...tree.directory(path).children]
        .map(([name, node]) => ({ name, ...kindOf(node) }))
        .sort((a, b) => byName(a.name, b.name))
    },
    async rm(path, options = {}) {
      const node = tree.lookup(path, { follow: false })
      if (!node && !options.force) throw fileError('ENOENT', 'rm', path)
      if (node?.type === 'directory' && node.children.size > 0 && !options.recursive) {
        throw fileError('ENOTEMPTY', 'rm', path)
      }
      tree.remove(path)
    },
    async cp(source, destination, options = {}) {
      const node = tree.get(source, 'cp', { follow: false })
      if (node.type === 'directory' && !options.recursive) throw fileError('EISDIR', 'cp', source)
      if (`${resolvePath('/', destination)}/`.startsWith(`${resolvePath('/', source)}/`)) {
        throw fileError('EINVAL', 'cp', source)
      }
      copyInto(tree, node, destination)
    },
    mv: async (source, destination) => tree.rename(source, destination),
    resolvePath,
    getAllPaths: () => allPaths(tree.directory('/')),
    chmod: async (path, mode) => tree.touch(path, { mode: mode & 0o7777 }),
    symlink: async (target, path) => tree.makeLink(target, path),
    async link(existing, path) {
      const node = tree.get(existing, 'link')
      if (node.type === 'directory') throw fileError('EPERM', 'link', existing)
      if (tree.lookup(path, { follow: false })) throw fileError('EEXIST', 'link', path)
      tree.place(path, node)
    },
    async readlink(path) {
      const node = tree.get(path, 'readlink', { follow: false })
      if (node.type !== 'link') throw fileError('EINVAL', 'readlink', path)
      return node.target
    },
    realpath: async (path) => tree.realPath(path),
    utimes: async (path, _accessed, modified) => {
      tree.touch(path, { mtimeMs: modified.getTime() })
    },
  }
}

const NULL_DEVICE = '/dev/null'

/** Files keep their contents shared; a directory is merged into one that is already there. */
function copyInto(tree: FileTree, node: TreeNode, destination: string): void {
  if (node.type !== 'directory') {
    const target = tree.lookup(destination)
    if (node.type === 'file' && target?.type === 'file') {
      tree.write(destination, node.data)
    } else tree.place(destination, node)
    return
  }
  tree.makeDirectory(destination, { recursive: true })
  for (const [name, child] of [...node.children]) {
    copyInto(tree, child, joinPath(destination, name))
  }
}

function exists(tree: FileTree, path: string): boolean {
  try {
    return tree.lookup(path) !== undefined
  } catch {
    return false
  }
}

function kindOf(node: TreeNode) {
  return {
    isFile: node.type === 'file',
    isDirectory: node.type === 'directory',
    isSymbolicLink: node.type === 'link',
  }
}

/** No two paths name the same file here (links are resolved), so that the path is its identity. */
function statOf({ path, node }: { path: string; node: TreeNode }): FsStat {
  const size =
    node.type === 'file' ? node.data.length : node.type === 'link' ? node.target.length : 0
  return {
    ...kindOf(node),
    mode: node.mode,
    size,
    mtime: new Date(node.mtimeMs),
    identity: path,
  }
}

function allPaths(root: DirectoryNode): string[] {
  const paths: string[] = []
  const pending: [string, TreeNode][] = [['/', root]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [path, node] = next
    paths.push(path)
    if (node.type !== 'directory') continue
    for (const [name, child] of node.children) pending.push([joinPath(path, name), child])
  }
  return paths.sort(byName)
}

type EncodingOption = { encoding?: BufferEncoding | null } | BufferEncoding | undefined

function encodingOf(options: EncodingOption): BufferEncoding {
  const encoding = typeof options === 'string' ? options : options?.encoding
  return encoding === 'binary' ? 'latin1' : (encoding ?? 'utf8')
}

function decode(data: Uint8Array, options: EncodingOption): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString(encodingOf(options))
}

const encoder = new TextEncoder()

/** A buffer of its own: pooled ones would drag 8 KiB along when the tree crosses to another thread. */
function encode(content: FileContent, options: EncodingOption): Uint8Array {
  if (typeof content !== 'string') return new Uint8Array(content)
  const encoding = encodingOf(options)
  if (encoding === 'utf8' || encoding === 'utf-8') return encoder.encode(content)
  return new Uint8Array(Buffer.from(content, encoding))
}
