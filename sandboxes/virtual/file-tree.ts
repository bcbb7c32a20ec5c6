import {
  bytesOf,
  DIRECTORY_MODE,
  type DirectoryNode,
  FILE_MODE,
  type FileNode,
  fileError,
  LINK_MODE,
  type LinkNode,
  type TreeNode,
} from './nodes.ts'
import { joinPath, parentOf, segmentsOf } from './paths.ts'

const MAX_LINKS = 40
const MAX_NAME_BYTES = 255
const MAX_PATH_BYTES = 4096
/** Walking down costs the square of it, step by step. */
const MAX_DEPTH = 256

interface Place {
  /** Path with every link on the way to it resolved. */
  readonly path: string
  readonly node: TreeNode | undefined
}

/**
 * A file system in memory. Copying it is constant work: the copy shares all nodes, and whoever
 * writes first copies the directories on the way to what it changes.
 */
export class FileTree {
  #root: DirectoryNode
  #bytes: number
  #owner: object = {}
  readonly #maxBytes: number
  readonly #now: () => number

  constructor(options: {
    root: DirectoryNode
    bytes: number
    maxBytes: number
    now: () => number
  }) {
    this.#root = options.root
    this.#bytes = options.bytes
    this.#maxBytes = options.maxBytes
    this.#now = options.now
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The root as it is now, which this tree will never change again: the base of a copy. */
  freeze(): DirectoryNode {
    this.#owner = {}
    return this.#root
  }

  lookup(path: string, options: { follow?: boolean } = {}): TreeNode | undefined {
    return this.#find(path, options.follow !== false, 'stat').node
  }

  get(path: string, operation: string, options: { follow?: boolean } = {}): TreeNode {
    return this.locate(path, operation, options).node
  }

  /** An entry with the one path that names it: links on the way resolved. */
  locate(
    path: string,
    operation: string,
    options: { follow?: boolean } = {},
  ): { path: string; node: TreeNode } {
    const { path: resolved, node } = this.#find(path, options.follow !== false, operation)
    if (!node) throw fileError('ENOENT', operation, path)
    return { path: resolved, node }
  }

  read(path: string): Uint8Array {
    return this.#file(path, 'open').data
  }

  directory(path: string, operation = 'scandir'): DirectoryNode {
    const node = this.get(path, operation)
    if (node.type !== 'directory') throw fileError('ENOTDIR', operation, path)
    return node
  }

  realPath(path: string): string {
    return this.locate(path, 'realpath').path
  }

  /** Takes ownership of `data`. Parents are made where `parents` is set. */
  write(path: string, data: Uint8Array, options: { mode?: number; parents?: boolean } = {}): void {
    if (options.parents) this.makeDirectory(parentOf(path), { recursive: true })
    const place = this.#find(path, true, 'open')
    if (place.node?.type === 'directory' || path.endsWith('/')) {
      throw fileError('EISDIR', 'open', path)
    }
    const mode = options.mode ?? place.node?.mode ?? FILE_MODE
    this.#put(place.path, { type: 'file', data, mode, mtimeMs: this.#now() }, 'write')
  }

  append(path: string, data: Uint8Array): void {
    const node = this.lookup(path)
    if (node?.type === 'directory') throw fileError('EISDIR', 'open', path)
    this.write(path, node?.type === 'file' ? concatGrowing(node.data, data) : data.slice())
  }

  makeDirectory(path: string, options: { recursive?: boolean } = {}): void {
    const found = this.#find(path, true, 'mkdir', options.recursive)
    if (found.node) {
      if (options.recursive && found.node.type === 'directory') return
      throw fileError('EEXIST', 'mkdir', path)
    }
    if (options.recursive) this.makeDirectory(parentOf(found.path), options)
    this.#put(found.path, this.#newDirectory(), 'mkdir')
  }

  makeLink(target: string, path: string): void {
    const place = this.#find(path, false, 'symlink')
    if (place.node) throw fileError('EEXIST', 'symlink', path)
    const link: LinkNode = { type: 'link', target, mode: LINK_MODE, mtimeMs: this.#now() }
    this.#put(place.path, link, 'symlink')
  }

  /** Puts an existing node (of this tree or of another) at a path, sharing its contents. */
  place(path: string, node: TreeNode): void {
    this.#put(this.#find(path, false, 'write').path, node, 'write')
  }

  /** Removes an entry and all below it; says whether there was one. */
  remove(path: string): boolean {
    const place = this.#find(path, false, 'rm')
    if (!place.node) return false
    if (place.path === '/') throw fileError('EPERM', 'rm', path)
    const parent = this.#writable(parentOf(place.path))
    parent.children.delete(nameOf(place.path))
    parent.mtimeMs = this.#now()
    this.#bytes -= bytesOf(place.node)
    return true
  }

  rename(from: string, to: string): void {
    const source = this.#find(from, false, 'rename')
    if (!source.node) throw fileError('ENOENT', 'rename', from)
    const target = this.#find(to, false, 'rename')
    if (source.path === target.path) return
    if (target.path.startsWith(`${source.path}/`)) throw fileError('EINVAL', 'rename', from)
    if (target.node?.type === 'directory') {
      if (source.node.type !== 'directory') throw fileError('EISDIR', 'rename', to)
      if (target.node.children.size > 0) throw fileError('ENOTEMPTY', 'rename', to)
    }
    this.remove(source.path)
    this.#put(target.path, source.node, 'rename')
  }

  /** Changes mode or time of an entry in place. */
  touch(path: string, change: { mode?: number; mtimeMs?: number }): void {
    const place = this.#find(path, true, 'chmod')
    if (!place.node) throw fileError('ENOENT', 'chmod', path)
    if (place.node.type === 'directory') Object.assign(this.#writable(place.path), change)
    else this.#put(place.path, { ...place.node, ...change }, 'chmod')
  }

  #newDirectory(): DirectoryNode {
    const mtimeMs = this.#now()
    const children = new Map<string, TreeNode>()
    return { type: 'directory', children, mode: DIRECTORY_MODE, mtimeMs, owner: this.#owner }
  }

  #file(path: string, operation: string): FileNode {
    const node = this.get(path, operation)
    if (node.type === 'directory') throw fileError('EISDIR', 'read', path)
    if (node.type === 'link') throw fileError('ELOOP', operation, path)
    return node
  }

  #put(path: string, node: TreeNode, operation: string): void {
    const name = nameOf(path)
    if (name === '') throw fileError('EEXIST', operation, path)
    if (name.length > MAX_NAME_BYTES) throw fileError('ENAMETOOLONG', operation, path)
    const old = this.#find(path, false, operation).node
    const bytes = this.#bytes + bytesOf(node) - (old ? bytesOf(old) : 0)
    if (bytes > this.#maxBytes && bytes > this.#bytes) throw fileError('ENOSPC', operation, path)
    const parent = this.#writable(parentOf(path))
    parent.children.set(name, node)
    parent.mtimeMs = this.#now()
    this.#bytes = bytes
  }

  /** The directory at a resolved path, with it and its ancestors made this tree's own. */
  #writable(path: string): DirectoryNode {
    if (this.#root.owner !== this.#owner) this.#root = this.#own(this.#root)
    let directory = this.#root
    for (const name of segmentsOf(path)) {
      let child = directory.children.get(name)
      if (!child) throw fileError('ENOENT', 'open', path)
      if (child.type !== 'directory') throw fileError('ENOTDIR', 'open', path)
      if (child.owner !== this.#owner) {
        child = this.#own(child)
        directory.children.set(name, child)
      }
      directory = child
    }
    return directory
  }

  #own(node: DirectoryNode): DirectoryNode {
    return { ...node, children: new Map(node.children), owner: this.#owner }
  }

  /** With `lenient`, a missing ancestor is no error: the path is returned as it would be made. */
  #find(path: string, follow: boolean, operation: string, lenient = false): Place {
    if (path.includes('\0')) throw fileError('EINVAL', operation, path)
    const pending = segmentsOf(path).reverse()
    if (path.length > MAX_PATH_BYTES || pending.length > MAX_DEPTH)
      throw fileError('ENAMETOOLONG', operation, path)
    let links = 0
    let here = '/'
    let node: TreeNode | undefined = this.#root
    const above: DirectoryNode[] = []
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '..') {
        node = above.pop() ?? this.#root
        here = parentOf(here)
        continue
      }
      if (node === undefined) {
        if (!lenient) throw fileError('ENOENT', operation, path)
        here = joinPath(here, name)
        continue
      }
      if (node.type !== 'directory') throw fileError('ENOTDIR', operation, path)
      const child: TreeNode | undefined = node.children.get(name)
      if (child?.type === 'link' && (follow || pending.length > 0)) {
        if (++links > MAX_LINKS) throw fileError('ELOOP', operation, path)
        if (child.target.startsWith('/')) {
          above.length = 0
          node = this.#root
          here = '/'
        }
        const steps = child.target.split('/').filter((step) => step !== '' && step !== '.')
        pending.push(...steps.reverse())
        continue
      }
      above.push(node)
      node = child
      here = joinPath(here, name)
    }
    return { path: here, node }
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Bytes in use of buffers that were allocated with room to grow. */
const used = new WeakMap<ArrayBufferLike, number>()

/**
 * `head` followed by `tail`. Repeated appends are written behind each other into one buffer: a
 * holder of the shorter view never sees what lies behind its end.
 */
function concatGrowing(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const length = head.length + tail.length
  const end = head.byteOffset + head.length
  if (used.get(head.buffer) === end && head.buffer.byteLength - end >= tail.length) {
    const grown = new Uint8Array(head.buffer, head.byteOffset, length)
    grown.set(tail, head.length)
    used.set(head.buffer, end + tail.length)
    return grown
  }
  const buffer = new ArrayBuffer(Math.max(64, length * 2))
  const joined = new Uint8Array(buffer, 0, length)
  joined.set(head)
  joined.set(tail, head.length)
  used.set(buffer, length)
  return joined
}
