import type { Sandbox } from '../../../../sandboxes/index.ts'
import { GIT, type RunOptions, run } from './run.ts'
import { LIST_BYTES, runOver, UnreadableTree } from './unreadable.ts'

/** Path -> what git would keep of it: a link's target; a file's hash, and whether it may be run. */
export type Manifest = ReadonlyMap<string, string>

/** In a manifest: a folder that another repository would fill. */
export const SUBMODULE = 'submodule'

export type FileKind = 'file' | 'program' | 'link'
type Where = Pick<RunOptions, 'root' | 'signal'>

/** What git tracks in a repository that nobody has changed yet. */
export async function manifestOf(sandbox: Sandbox, root: string): Promise<Manifest> {
  const options = { root, maxOutputBytes: LIST_BYTES }
  const list = await run(sandbox, 'list tracked files', `${GIT} ls-files -s -z`, options)
  const modes = new Map(list.split('\0').map((line) => [line.replace(/^[^\t]*\t/, ''), line]))
  const kinds = await listTree(sandbox, { root })
  const files = new Map([...kinds].filter(([path]) => modes.has(path)))
  const submodules = [...modes].filter(([, line]) => line.startsWith('160000 '))
  return new Map([
    ...(await describeFiles(sandbox, files, { root })),
    ...submodules.map(([path]) => [path, SUBMODULE] as const),
  ])
}

const find = 'find . -name .git -prune -o'
const end = 'printf "\\0%s\\0" "$?"'
/** What its owner has closed to himself is opened; what is no file and no link is passed over. */
const LIST = `${find} -type d ! -perm -500 -exec chmod u+rx {} \\; 2>/dev/null
${find} -type f ! -perm -400 -exec chmod u+r {} + 2>/dev/null
${find} -type f ! -perm -100 -print0; ${end}
${find} -type f -perm -100 -print0; ${end}
${find} -type l -print0; ${end}`

/**
 * All files below a folder but those that git keeps for itself.
 * @throws UnreadableTree where there is no end to them.
 */
export async function listTree(
  sandbox: Sandbox,
  where: Where,
): Promise<ReadonlyMap<string, FileKind>> {
  const printed = await runOver(sandbox, 'its files cannot be listed', LIST, where)
  const records = printed.split('\0')
  const kinds = new Map<string, FileKind>()
  for (const kind of ['file', 'program', 'link'] as const) {
    const names = records.splice(0, records.indexOf(''))
    const [, code] = records.splice(0, 2)
    // 1: some of it went away, or is closed. More: the listing itself was ended.
    if (code !== '0' && code !== '1') throw new UnreadableTree('its files cannot be listed')
    const paths = names.map((name) => name.slice(2)).filter(isPlain)
    for (const path of paths) kinds.set(path, kind)
  }
  return kinds
}

/** A path that git can hold: nothing of git's own, and nothing that leads elsewhere. */
const isPlain = (path: string) =>
  path.split('/').every((name) => !['', '.', '..', '.git'].includes(name.toLowerCase()))

/** What files and links hold; those that cannot be read are left out. */
export async function describeFiles(
  sandbox: Sandbox,
  kinds: ReadonlyMap<string, FileKind>,
  where: Where,
): Promise<Manifest> {
  const pathsOf = (isLink: boolean) =>
    [...kinds].filter(([, kind]) => (kind === 'link') === isLink).map(([path]) => path)
  const hashes = await hashesOf(sandbox, pathsOf(false), where)
  const targets = await targetsOf(sandbox, pathsOf(true), where)
  return new Map(
    [...kinds].flatMap(([path, kind]) => {
      const content = (kind === 'link' ? targets : hashes).get(path)
      return content === undefined ? [] : [[path, `${kind} ${content}`] as const]
    }),
  )
}

async function hashesOf(sandbox: Sandbox, paths: readonly string[], where: Where) {
  const hashes = new Map<string, string>()
  if (paths.length === 0) return hashes
  const options = { ...where, stdin: listed(paths), mostExitCode: XARGS_FAILED }
  const what = 'its files cannot be read'
  const printed = await runOver(sandbox, what, 'xargs -0 sha256sum 2>/dev/null', options)
  for (const line of printed.split('\n')) {
    const [, isEscaped, hash, name = ''] = /^(\\?)([0-9a-f]{64}) [ *]\.\/(.*)$/.exec(line) ?? []
    if (hash) hashes.set(isEscaped ? unescapeName(name) : name, hash)
  }
  return hashes
}

async function targetsOf(sandbox: Sandbox, paths: readonly string[], where: Where) {
  const targets = new Map<string, string>()
  if (paths.length === 0) return targets
  const script = `xargs -0 sh -c 'for link; do printf "%s\\0%s\\0" "$link" "$(readlink "$link")"; done' sh`
  const options = { ...where, stdin: listed(paths), mostExitCode: XARGS_FAILED }
  const printed = await runOver(sandbox, 'its links cannot be read', script, options)
  const records = printed.split('\0')
  for (let index = 0; index + 1 < records.length; index += 2) {
    targets.set((records[index] ?? '').slice(2), records[index + 1] ?? '')
  }
  return targets
}

/** Some of the files could not be read. */
const XARGS_FAILED = 123

/** Names for `xargs -0`, none of which is an option. */
export const listed = (paths: readonly string[]): string =>
  paths.map((path) => `./${path}\0`).join('')

const unescapeName = (name: string) =>
  name.replace(/\\([nr\\])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? '\\')
