import type { VirtualFiles } from '../../files.ts'
import { directoryOf, readText } from './paths.ts'

/** What module resolution reads of a `package.json`. */
export interface Package {
  readonly directory: string
  readonly name?: string
  readonly main?: string
  readonly type?: string
  readonly exports?: unknown
  readonly imports?: Record<string, unknown>
}

/** Reads `package.json` files, each at most once until one is written. */
export interface Packages {
  /** The package a file belongs to: the nearest `package.json` above it, not beyond `node_modules`. */
  around(path: string): Package | undefined
  at(directory: string): Package | undefined
  forget(): void
}

export function createPackages(files: VirtualFiles): Packages {
  const known = new Map<string, Package | undefined>()
  const at = (directory: string): Package | undefined => {
    if (!known.has(directory)) known.set(directory, readPackage(files, directory))
    return known.get(directory)
  }
  return {
    at,
    around(path) {
      for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
        if (directory.endsWith('/node_modules')) return undefined
        const found = at(directory)
        if (found !== undefined || directory === '/') return found
      }
    },
    forget: () => known.clear(),
  }
}

/** @throws PackageError when the file is not JSON. */
function readPackage(files: VirtualFiles, directory: string): Package | undefined {
  const path = directory === '/' ? '/package.json' : `${directory}/package.json`
  const text = readText(files, path)
  if (text === undefined) return undefined
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new PackageError(`Error parsing ${path}: ${reason}`)
  }
  if (typeof content !== 'object' || content === null) return { directory }
  return { ...content, directory }
}

/** A `package.json` that cannot be read. */
export class PackageError extends Error {
  override readonly name = 'PackageError'
}
