import type { Sandbox } from '../../../../sandboxes/index.ts'
import { describeFiles, type FileKind, type Manifest } from './manifest.ts'
import type { RunOptions } from './run.ts'

/** A package in a folder of packages; what tools keep there for themselves is none. */
const PACKAGE =
  /^((?:.*\/)?(?:node_modules|bower_components|site-packages|vendor)\/(?!\.(?:cache|vite|vitest|tmp)\b)(?:@[^/]+\/)?[^/]+)(?:\/|$)/

const packageOf = (path: string): string | undefined => PACKAGE.exec(path)?.[1]

type Kinds = ReadonlyMap<string, FileKind>
type Where = Pick<RunOptions, 'root' | 'signal'>

/** More files than this are no packages that tests need, and comparing them would take its time. */
const MOST_FILES = 50_000

/** Files of packages that git does not track. */
export async function packagedFiles(
  sandbox: Sandbox,
  kinds: Kinds,
  tracked: Manifest,
  where: Where,
): Promise<Manifest> {
  const own = [...kinds].filter(([path]) => !tracked.has(path) && packageOf(path) !== undefined)
  return own.length > MOST_FILES ? new Map() : describeFiles(sandbox, new Map(own), where)
}

/** Packages of which a file is new, gone or other than before. */
export async function changedPackages(
  sandbox: Sandbox,
  kinds: Kinds,
  { packaged, tracked, ...where }: Where & { packaged: Manifest; tracked: Manifest },
): Promise<readonly string[]> {
  const now = await packagedFiles(sandbox, kinds, tracked, where)
  const paths = [...new Set([...now.keys(), ...packaged.keys()])]
  const changed = paths.filter((path) => now.get(path) !== packaged.get(path))
  return [...new Set(changed.flatMap((path) => packageOf(path) ?? []))].sort()
}
