import { createHash } from 'node:crypto'

export type GitMode = 0o100644 | 0o100755 | 0o120000

export interface GitFile {
  readonly mode: GitMode
  /** Contents; of a link, its target. */
  readonly data: Uint8Array
}
/** Path below the repository's root -> file. */
export type GitTree = ReadonlyMap<string, GitFile>

export interface GitCommit {
  readonly id: string
  readonly parents: readonly string[]
  readonly tree: GitTree
  readonly message: string
  readonly timeMs: number
}

/** One repository as a value: a change makes a new one, so that snapshots and forks cost nothing. */
export interface Repository {
  readonly commits: ReadonlyMap<string, GitCommit>
  readonly branches: ReadonlyMap<string, string>
  /** Name of the branch that is checked out; with `detached` set, HEAD is that commit instead. */
  readonly branch: string
  readonly detached: string | undefined
  readonly index: GitTree
  readonly stashes: readonly GitStash[]
}

export interface GitStash {
  readonly base: string
  readonly message: string
  readonly worktree: GitTree
  readonly index: GitTree
}

export const emptyRepository: Repository = {
  commits: new Map(),
  branches: new Map(),
  branch: 'main',
  detached: undefined,
  index: new Map(),
  stashes: [],
}

export const AUTHOR = 'Agent <agent@sandbox>'

const blobIds = new WeakMap<Uint8Array, string>()

/** The id git gives to these contents. */
export function blobId(data: Uint8Array): string {
  let id = blobIds.get(data)
  if (id === undefined) {
    id = objectId('blob', data)
    blobIds.set(data, id)
  }
  return id
}

export function createCommit(content: Omit<GitCommit, 'id'>): GitCommit {
  const stamp = `${AUTHOR} ${Math.floor(content.timeMs / 1000)} +0000`
  const header = [
    `tree ${treeId(content.tree)}`,
    ...content.parents.map((parent) => `parent ${parent}`),
    `author ${stamp}`,
    `committer ${stamp}`,
  ]
  const text = `${header.join('\n')}\n\n${content.message}\n`
  return { ...content, id: objectId('commit', Buffer.from(text)) }
}

export function sameFile(a: GitFile | undefined, b: GitFile | undefined): boolean {
  if (a === b) return true
  if (!a || !b || a.mode !== b.mode) return false
  return sameBytes(a.data, b.data)
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && Buffer.compare(a, b) === 0)
}

/** Paths on which two trees differ, sorted. */
export function changedPaths(before: GitTree, after: GitTree): string[] {
  const paths: string[] = []
  for (const [path, file] of after) if (!sameFile(before.get(path), file)) paths.push(path)
  for (const path of before.keys()) if (!after.has(path)) paths.push(path)
  return paths.sort(byBytes)
}

/** git sorts paths by their bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

type Folder = Map<string, GitFile | Folder>

function treeId(tree: GitTree): string {
  const root: Folder = new Map()
  for (const [path, file] of tree) {
    const names = path.split('/')
    const name = names.pop() ?? ''
    let folder = root
    for (const step of names) {
      const known = folder.get(step)
      const next: Folder = known instanceof Map ? known : new Map()
      folder.set(step, next)
      folder = next
    }
    folder.set(name, file)
  }
  return folderId(root)
}

function folderId(folder: Folder): string {
  const entries = [...folder].map(([name, entry]) => {
    const isFolder = entry instanceof Map
    const mode = isFolder ? '40000' : entry.mode.toString(8)
    const id = isFolder ? folderId(entry) : blobId(entry.data)
    return { key: isFolder ? `${name}/` : name, line: Buffer.from(`${mode} ${name}\0`), id }
  })
  entries.sort((a, b) => byBytes(a.key, b.key))
  return objectId(
    'tree',
    Buffer.concat(entries.flatMap(({ line, id }) => [line, Buffer.from(id, 'hex')])),
  )
}

function objectId(type: string, data: Uint8Array): string {
  return createHash('sha1').update(`${type} ${data.length}\0`).update(data).digest('hex')
}
