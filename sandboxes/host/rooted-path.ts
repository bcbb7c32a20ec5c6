import { chmodSync, closeSync, constants, fstatSync, openSync, readlinkSync } from 'node:fs'
import { posix } from 'node:path'
import { SandboxError } from '../../core/errors.ts'
import { SandboxFileError } from '../sandbox.ts'

/** A folder of this machine and the path under which commands see it. */
export interface Place {
  readonly inside: string
  readonly folder: string
}

/** A name in an open folder: whatever happens to the way there, it stays the same folder. */
export interface Located {
  /** Path by which the system finds it, through the open folder. Links at its end are not followed by it. */
  readonly at: string
  /** As commands see it, links on the way resolved. */
  readonly inside: string
  /** It is a place itself, which can be neither removed nor replaced. */
  readonly isPlace: boolean
  /** Lets go of the folders on the way; `at` is not to be used any more. */
  release(): void
}

/** O_PATH, which Node does not name: the folder itself, whatever its mode. */
const PATH_ONLY = 0o10000000
const FOLDER = PATH_ONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
/** As the kernel has it. */
const MOST_LINKS = 40

export interface LocateOptions {
  readonly places: readonly Place[]
  /** Follow a link at the end of the path, too. */
  readonly follow?: boolean | undefined
  /** Make the folders on the way. */
  readonly makeFolder?: ((at: string) => void) | undefined
  /** Refuse links on the way instead of following them. */
  readonly refuseLinks?: boolean | undefined
}

/**
 * Finds a path as commands would, by their root and not by this machine's: folder by folder, none of
 * them a link, so that no link leads the caller out of the sandbox, nor can one be put in the way later.
 * The caller calls `release`.
 */
export function locate(path: string, options: LocateOptions): Located {
  let absolute = path
  for (let links = 0; links <= MOST_LINKS; links++) {
    const found = step(absolute, options)
    if (typeof found !== 'string') return found
    absolute = found
  }
  throw new SandboxFileError(`Cannot use ${path}: too many links`, path)
}

/** Where it is, or the path to go on with where a link was met. */
function step(path: string, options: LocateOptions): Located | string {
  const { places, follow, makeFolder, refuseLinks } = options
  const place = places.find(({ inside }) => path === inside || path.startsWith(`${inside}/`))
  if (!place || path.includes('\0')) {
    const names = places.map(({ inside }) => inside).join(', ')
    throw new SandboxFileError(`Cannot use ${path}: it is not in ${names}`, path)
  }
  const names = path.slice(place.inside.length).split('/').filter(Boolean)
  const way = new Way(place.folder)
  let inside = place.inside
  try {
    for (const [index, name] of names.entries()) {
      const at = `${way.folder}/${name}`
      const rest = names.slice(index + 1)
      const target = rest.length > 0 || follow ? linkAt(at) : undefined
      inside += `/${name}`
      if (target !== undefined) {
        if (refuseLinks) {
          throw new SandboxFileError(`Cannot use ${path}: ${inside} is a link`, path)
        }
        way.release()
        return posix.resolve(posix.dirname(inside), target, ...rest)
      }
      if (rest.length === 0) return { at, inside, isPlace: false, release: () => way.release() }
      way.enter(at, makeFolder)
    }
    return { at: `${way.folder}/.`, inside, isPlace: true, release: () => way.release() }
  } catch (error) {
    way.release()
    throw error
  }
}

/** Open folders, each in the one before. */
class Way {
  readonly #folders: { readonly fd: number; readonly closedMode: number | undefined }[] = []

  constructor(folder: string) {
    this.#open(folder)
  }

  /** The last one, by a path that stays true when it is moved. */
  get folder(): string {
    return `/proc/self/fd/${this.#folders.at(-1)?.fd}`
  }

  enter(at: string, makeFolder: LocateOptions['makeFolder']): void {
    try {
      this.#open(at)
    } catch (error) {
      if (!makeFolder || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      makeFolder(at)
      this.#open(at)
    }
  }

  release(): void {
    for (const { fd, closedMode } of this.#folders.splice(0).reverse()) {
      if (closedMode !== undefined) chmodSync(`/proc/self/fd/${fd}`, closedMode)
      closeSync(fd)
    }
  }

  /** A folder that commands closed to their own user is open as long as it is on the way. */
  #open(at: string): void {
    const fd = openSync(at, FOLDER)
    const mode = fstatSync(fd).mode & 0o7777
    const isClosed = (mode & 0o700) !== 0o700 && process.getuid?.() !== 0
    this.#folders.push({ fd, closedMode: isClosed ? mode : undefined })
    if (isClosed) chmodSync(`/proc/self/fd/${fd}`, mode | 0o700)
  }
}

function linkAt(at: string): string | undefined {
  try {
    return readlinkSync(at)
  } catch {
    return undefined
  }
}

/** Failures of the machine, not of what the caller asked for. */
const MACHINE_FAILURES = new Set(['EMFILE', 'ENFILE', 'EIO', 'ENOSPC', 'EDQUOT', 'ENOMEM', 'EROFS'])

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'it is a directory',
  ELOOP: 'too many links',
  ENXIO: 'it is not a regular file',
  ENAMETOOLONG: 'the path is too long',
  EACCES: 'permission denied',
}

/** An error of a file operation: the caller's, or the machine's. */
export function asFileError(verb: string, path: string, error: unknown): Error {
  if (error instanceof SandboxFileError || error instanceof SandboxError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const text = `Cannot ${verb} ${path}: ${REASONS[code] ?? message}`
  return MACHINE_FAILURES.has(code)
    ? new SandboxError(text, { cause: error })
    : new SandboxFileError(text, path, { cause: error })
}
