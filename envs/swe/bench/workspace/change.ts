import type { TarEntry } from 'modern-tar'
import { type Sandbox, SandboxFileError } from '../../../../sandboxes/index.ts'
import type { RepositoryWorkspace } from './index.ts'
import { describeFiles, listed, listTree, type Manifest, SUBMODULE } from './manifest.ts'
import { changedPackages } from './packages.ts'
import { foldersOf, putEntries, receiveFiles } from './received.ts'
import { GIT } from './run.ts'
import { stagedDiff } from './staged-diff.ts'
import { runOver, UnreadableTree } from './unreadable.ts'

/** What an agent changed. */
export interface RepositoryChange {
  /** As `git diff --binary` shows it; empty where there is a problem. */
  readonly patch: string
  /** Why its files cannot be read, where that is the agent's doing: too many, too large, or no end to them. */
  readonly problem: string | undefined
  /** Packages that are no part of the repository and not as they were; grading has its own. */
  readonly packages: readonly string[]
}

export interface ChangeRequest {
  readonly workspace: RepositoryWorkspace
  /** What was tracked before the agent came. */
  readonly tracked: Manifest
  /** Files of packages beside them. */
  readonly packaged: Manifest
  /** The same repository where nothing of the agent has run. */
  openClean(): Promise<RepositoryWorkspace>
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads an agent's files as data, and has a git that it never met compare them.
 * @throws SandboxError where a sandbox failed.
 */
export async function readChange(request: ChangeRequest): Promise<RepositoryChange> {
  try {
    const found = await findChanges(request)
    if (found.removed.length + found.changed.length + found.added.length === 0) {
      return { patch: '', problem: undefined, packages: found.packages }
    }
    const clean = await request.openClean()
    await using sandbox = clean.sandbox
    const patch = await diffIn(sandbox, clean.root, request, found)
    return { patch, problem: undefined, packages: found.packages }
  } catch (error) {
    // Files and names that are not ours are the agent's.
    const isAgents = error instanceof UnreadableTree || error instanceof SandboxFileError
    if (!isAgents) throw error
    const problem = `the repository cannot be read: ${error.message}`
    return { patch: '', problem, packages: [] }
  }
}

interface FoundChanges {
  /** Tracked, and gone. */
  readonly removed: readonly string[]
  /** Tracked, and not as before. */
  readonly changed: readonly string[]
  /** Not there before; most are ignored. */
  readonly added: readonly string[]
  readonly packages: readonly string[]
}

async function findChanges(request: ChangeRequest): Promise<FoundChanges> {
  const { tracked, packaged, signal } = request
  const { sandbox, root } = request.workspace
  const kinds = await listTree(sandbox, { root, signal })
  const known = new Map([...kinds].filter(([path]) => tracked.has(path)))
  const now = await describeFiles(sandbox, known, { root, signal })
  const isGone = ([path, held]: readonly [string, string]) => held !== SUBMODULE && !kinds.has(path)
  // A link or a submodule that stays has nothing below it, whatever is claimed.
  const isDeadEnd = (path: string) => /^(?:link |submodule$)/.test(tracked.get(path) ?? '')
  const isKept = (path: string) => isDeadEnd(path) && now.get(path) === tracked.get(path)
  const isEmptied = (path: string) => tracked.get(path) === SUBMODULE && !kinds.has(path)
  const isReal = (path: string) => !foldersOf(path).some((at) => isKept(at) || isEmptied(at))
  return {
    removed: [...tracked].filter(isGone).map(([path]) => path),
    changed: [...known.keys()].filter((path) => now.get(path) !== tracked.get(path)).sort(),
    added: [...kinds.keys()]
      .filter((path) => !tracked.has(path) && !packaged.has(path) && isReal(path))
      .sort(),
    packages: await changedPackages(sandbox, kinds, { packaged, tracked, root, signal }),
  }
}

const isNamed = (name: string) => (path: string) => path === name || path.endsWith(`/${name}`)
const isIgnoreRules = isNamed('.gitignore')
const isAttributes = isNamed('.gitattributes')
const isSetting = (path: string) => isIgnoreRules(path) || isAttributes(path)

async function diffIn(
  clean: Sandbox,
  root: string,
  { workspace, signal }: ChangeRequest,
  { removed, changed, added }: FoundChanges,
): Promise<string> {
  const where = { root, signal }
  const take = (paths: readonly string[]) =>
    receiveFiles(workspace.sandbox, paths, { root: workspace.root, signal })
  const put = async (entries: readonly TarEntry[]) => {
    await putEntries(clean, where, entries)
    return entries.map(({ header }) => header.name)
  }
  await remove(
    clean,
    where,
    [...removed, ...changed].filter((path) => !isSetting(path)),
  )
  // What the base ignores is no part of a change, whatever rules the agent leaves.
  const candidates = await withoutIgnored(clean, where, added)
  await remove(clean, where, [...removed.filter(isIgnoreRules), ...candidates])
  const rules = await put(await take([...changed, ...candidates].filter(isIgnoreRules)))
  const wanted = rules.length > 0 ? await withoutIgnored(clean, where, candidates) : candidates
  const entries = await take([...changed, ...wanted].filter((path) => !isIgnoreRules(path)))
  const attributes = entries.filter(({ header }) => isAttributes(header.name))
  const files = await put(entries.filter((entry) => !attributes.includes(entry)))
  return stagedDiff(clean, { ...where, removed, files: [...rules, ...files], attributes })
}

interface Where {
  readonly root: string
  readonly signal: AbortSignal | undefined
}

/** Folders too, where a file comes in their place. */
async function remove(clean: Sandbox, where: Where, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  // Links before what would be below them.
  const stdin = listed([...paths].sort())
  await runOver(clean, 'files cannot be replaced', 'xargs -0 rm -rf', { ...where, stdin })
}

/** By the rules that are in place in the clean repository. */
async function withoutIgnored(
  clean: Sandbox,
  where: Where,
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return []
  const stdin = paths.map((path) => `${path}\0`).join('')
  // 1: none of them is.
  const options = { ...where, stdin, mostExitCode: 1 }
  const what = 'ignored files cannot be told'
  const printed = await runOver(clean, what, `${GIT} check-ignore -z --stdin`, options)
  const ignored = new Set(printed.split('\0'))
  return paths.filter((path) => !ignored.has(path))
}
