import { chmodSync, closeSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { SandboxError } from '../../core/errors.ts'
import {
  driverFolder,
  type Identity,
  makeOwnFolder,
  removeFolder,
  runTool,
} from './driver-folder.ts'
import { openAt } from './open-at.ts'
import { walk } from './walk.ts'

/** Folders that every sandbox has; snapshots and forks carry them, and those that a task adds. */
export const OWN_FOLDERS = ['workspace', 'tmp', 'home'] as const

/** Files of a sandbox at one moment, in a folder of their own. */
export interface FolderSnapshot {
  readonly path: string
  /** Paths that the task added. */
  readonly added: readonly string[]
}

/** Folders to carry between two of this machine, by the user of the commands. */
export interface Carried {
  readonly names: readonly string[]
  readonly identity: Identity | undefined
}

let copies = 0
/** A snapshot nobody holds any more frees its folder; the driver's end frees all. */
const forgotten = new FinalizationRegistry((path: string) => {
  removeFolder(path).catch(() => {})
})

export async function takeSnapshot(
  folder: string,
  carried: Carried,
  added: readonly string[],
): Promise<FolderSnapshot> {
  const path = join(driverFolder().path, `snapshot-${copies++}`)
  makeOwnFolder(path, carried.identity)
  const snapshot = { path, added }
  forgotten.register(snapshot, path)
  await copyFolders(folder, path, carried)
  return snapshot
}

/** Puts a snapshot's folders, or those of another sandbox, in place of what a sandbox has. */
export async function replaceFolders(from: string, to: string, carried: Carried): Promise<void> {
  if (!existsSync(from)) {
    throw new SandboxError(
      'Cannot restore the snapshot: its files are gone (all sandboxes were closed since it was taken)',
    )
  }
  await Promise.all(carried.names.map((name) => removeFolder(join(to, name))))
  await copyFolders(from, to, carried)
}

/** As the user of the commands: what they made unreadable for others can be copied, nothing else can. */
async function copyFolders(from: string, to: string, { names, identity }: Carried) {
  const copy = () => {
    const sources = names.map((name) => join(from, name))
    return runTool('cp', ['-a', '--reflink=auto', '--', ...sources, to], identity)
  }
  let problem = await copy()
  if (problem !== undefined) problem = await copyClosed(from, to, names, copy)
  if (problem !== undefined) throw new SandboxError(`Cannot copy a sandbox: ${problem}`)
}

/** What commands closed to their own user is opened for the copy; its modes stay what they were, in both. */
async function copyClosed(
  from: string,
  to: string,
  names: readonly string[],
  copy: () => Promise<string | undefined>,
) {
  await Promise.all(names.map((name) => removeFolder(join(to, name))))
  const closed: { path: string; mode: number }[] = []
  for (const name of names) {
    const fd = openAt(join(from, name), constants.O_RDONLY | constants.O_DIRECTORY)
    try {
      for await (const { path, type, mode } of walk(fd)) {
        const wanted = type === 'directory' ? 0o700 : 0o400
        if (type !== 'link' && (mode & wanted) !== wanted)
          closed.push({ path: join(name, path), mode })
      }
    } finally {
      closeSync(fd)
    }
  }
  for (const { path, mode } of closed) chmodSync(join(from, path), mode | 0o700)
  const problem = await copy()
  for (const { path, mode } of closed.reverse()) {
    chmodSync(join(from, path), mode)
    if (problem === undefined) chmodSync(join(to, path), mode)
  }
  return problem
}
