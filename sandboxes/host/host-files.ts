import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { posix } from 'node:path'
import { SandboxFileError } from '../sandbox.ts'
import { packFolder, readArchive } from './archive.ts'
import type { Identity } from './driver-folder.ts'
import { openAt, readAt, writeAt } from './open-at.ts'
import { asFileError, type Located, type LocateOptions, locate, type Place } from './rooted-path.ts'
import { hashFolder } from './state-hash.ts'
import { byName, isGone, walk } from './walk.ts'

export interface HostFilesOptions {
  readonly places: readonly Place[]
  readonly workdir: string
  /** Whom new files belong to, where that is somebody else. */
  readonly identity: Identity | undefined
  /** Bytes that files written at once may have. */
  readonly fileBytes: number
}

/** The caller's file operations on folders of this machine, by the paths that commands use. */
export class HostFiles {
  readonly #options: HostFilesOptions

  constructor(options: HostFilesOptions) {
    this.#options = options
  }

  read(path: string): Uint8Array {
    return this.#at('read', path, { follow: true }, ({ at, inside }) => readAt(at, inside))
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    const { identity, fileBytes } = this.#options
    const bytes = Object.entries(files).map(([path, data]) => [path, toBytes(data)] as const)
    const total = bytes.reduce((sum, [, data]) => sum + data.length, 0)
    for (const [path, data] of bytes) {
      if (total > fileBytes) {
        throw new SandboxFileError(`Cannot write ${path}: No space left on device`, path)
      }
      const makeFolder = (at: string) => this.#makeFolder(at)
      this.#at('write', path, { follow: true, makeFolder }, ({ at, inside, isPlace }) => {
        if (isPlace) throw new SandboxFileError(`Cannot write ${inside}: it is a directory`, inside)
        writeAt(at, data, { mode: 0o644, identity }, inside)
      })
    }
  }

  async list(path: string): Promise<readonly string[]> {
    const paths: string[] = []
    await this.#inFolder('list', path, async (fd) => {
      for await (const entry of walk(fd)) if (entry.type === 'file') paths.push(entry.path)
    })
    return paths.sort(byName)
  }

  remove(path: string): void {
    this.#at('remove', path, {}, ({ at, isPlace }) => {
      if (isPlace) removeBelow(at)
      else removeAt(at)
    })
  }

  hash(): Promise<string> {
    return this.#inFolder('hash', this.#options.workdir, hashFolder)
  }

  pack(path: string): Promise<Uint8Array> {
    return this.#inFolder('pack', path, packFolder)
  }

  async unpack(archive: Uint8Array, path: string): Promise<void> {
    const { identity, workdir } = this.#options
    const entries = await readArchive(archive, posix.resolve(workdir, path))
    const makeFolder = (at: string) => this.#makeFolder(at)
    const folder = this.#at('unpack into', path, { follow: true, makeFolder }, (located) => {
      const { at, inside, isPlace } = located
      if (!isPlace && !lstatSync(at, { throwIfNoEntry: false })) this.#makeFolder(at)
      return inside
    })
    for (const { header, data } of entries) {
      const name = posix.resolve(folder, header.name)
      if (name === folder) continue
      const mode = header.mode ?? (header.type === 'directory' ? 0o755 : 0o644)
      this.#at('unpack', name, { makeFolder, refuseLinks: true }, ({ at, inside }) => {
        if (header.type === 'directory') this.#unpackFolder(at, mode & 0o7777)
        else {
          removeAt(at)
          if (header.type === 'symlink') this.#link(header.linkname ?? '', at)
          else {
            const options = { mode: mode & 0o7777, isModeForced: true, identity }
            writeAt(at, data ?? new Uint8Array(), options, inside)
          }
        }
      })
    }
  }

  #unpackFolder(at: string, mode: number): void {
    if (!lstatSync(at, { throwIfNoEntry: false })) this.#makeFolder(at)
    const fd = openAt(at, constants.O_RDONLY | constants.O_DIRECTORY)
    fchmodSync(fd, mode)
    closeSync(fd)
  }

  #makeFolder(at: string): void {
    const { identity } = this.#options
    mkdirSync(at, { mode: 0o755 })
    const fd = openSync(at, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    if (identity) fchownSync(fd, identity.uid, identity.gid)
    // Whatever the umask of this program is.
    fchmodSync(fd, 0o755)
    closeSync(fd)
  }

  #link(target: string, at: string): void {
    const { identity } = this.#options
    symlinkSync(target, at)
    if (identity) lchownSync(at, identity.uid, identity.gid)
  }

  #at<T>(
    verb: string,
    path: string,
    options: Omit<LocateOptions, 'places'>,
    work: (located: Located) => T,
  ): T {
    const { places, workdir } = this.#options
    const absolute = posix.resolve(workdir, path)
    try {
      const located = locate(absolute, { ...options, places })
      try {
        return work(located)
      } finally {
        located.release()
      }
    } catch (error) {
      // What is not there needs no removal.
      if (verb === 'remove' && isGone(error)) return undefined as T
      throw asFileError(verb, absolute, error)
    }
  }

  async #inFolder<T>(verb: string, path: string, work: (fd: number) => Promise<T>): Promise<T> {
    const flags = constants.O_RDONLY | constants.O_DIRECTORY
    const fd = this.#at(verb, path, { follow: true }, ({ at }) => openAt(at, flags))
    try {
      return await work(fd)
    } catch (error) {
      throw asFileError(verb, path, error)
    } finally {
      closeSync(fd)
    }
  }
}

/** Removes a name with all below it, links not followed. */
function removeAt(at: string | Buffer): void {
  const stats = lstatSync(at, { throwIfNoEntry: false })
  if (!stats) return
  if (!stats.isDirectory()) {
    unlinkSync(at)
    return
  }
  const fd = openAt(at, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    removeBelow(`/proc/self/fd/${fd}`)
  } finally {
    closeSync(fd)
  }
  rmdirSync(at)
}

function removeBelow(folder: string): void {
  if (process.getuid?.() !== 0) chmodSync(folder, 0o700)
  // Names need not be text.
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    removeAt(Buffer.concat([Buffer.from(`${folder}/`), name]))
  }
}

function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data
}
