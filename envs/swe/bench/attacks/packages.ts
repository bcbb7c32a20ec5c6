import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, posix, relative, sep } from 'node:path'

/** What stands in `node_modules/.bin` is no program until this made it one. */
export const MAKE_COMMANDS_EXECUTABLE = 'chmod +x node_modules/.bin/*'

interface PackageJson {
  readonly type?: string
  readonly bin?: string | Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * The files of packages of this project's own `node_modules`, with all they depend on: path from the
 * root of a repository -> contents. Nothing that only people, editors and compilers read.
 */
export async function packageFiles(
  names: readonly string[],
): Promise<Readonly<Record<string, Uint8Array>>> {
  const folders = await closureOf(names)
  const files = await Promise.all([...folders].map(([folder, json]) => filesOf(folder, json)))
  return Object.fromEntries(files.flat())
}

/** Folder -> package.json, of the packages and all they depend on that is installed. */
async function closureOf(names: readonly string[]): Promise<ReadonlyMap<string, PackageJson>> {
  const found = new Map<string, PackageJson>()
  const waiting = names.map((name) => ({ name, from: import.meta.dirname, isNeeded: true }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { folder, json } = (await installed(next.name, next.from)) ?? {}
    if (!folder || !json) {
      if (next.isNeeded) throw new Error(`Cannot pack ${next.name}: it is not installed`)
      continue
    }
    if (found.has(folder)) continue
    found.set(folder, json)
    const { dependencies, optionalDependencies } = json
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const isNeeded = !Object.hasOwn(optionalDependencies ?? {}, name)
      waiting.push({ name, from: folder, isNeeded })
    }
  }
  return found
}

/** Looked for as Node does: in the `node_modules` of the folder and of those above it. */
async function installed(name: string, from: string) {
  for (let above = from; ; above = dirname(above)) {
    const folder = join(above, 'node_modules', name)
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
    if (text !== undefined) return { folder, json: JSON.parse(text) as PackageJson }
    if (above === dirname(above)) return undefined
  }
}

async function filesOf(folder: string, json: PackageJson): Promise<[string, Uint8Array][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isUsed(relative(folder, path)))
  const contents = paths.map(
    async (path): Promise<[string, Uint8Array]> => [placeOf(path), await readFile(path)],
  )
  return [...(await Promise.all(contents)), ...commandsOf(placeOf(folder), json)]
}

function isUsed(path: string): boolean {
  const parts = path.split(sep)
  if (parts.includes('node_modules') || /^(?:test|examples?|\.github)$/.test(parts[0] ?? ''))
    return false
  return !/\.(?:map|md|d\.[cm]?ts)$/.test(path)
}

/** `/any/where/node_modules/a/node_modules/b/c.js` -> `node_modules/a/node_modules/b/c.js` */
function placeOf(path: string): string {
  const slashed = path.split(sep).join('/')
  return slashed.slice(slashed.indexOf('/node_modules/') + 1)
}

/** Small programs in place of links, for those packages alone that others do not hide. */
function commandsOf(place: string, { bin, type }: PackageJson): [string, Uint8Array][] {
  if (bin === undefined || place.indexOf('node_modules/', 1) !== -1) return []
  const commands = typeof bin === 'string' ? { [basename(place)]: bin } : bin
  return Object.entries(commands).map(([name, path]) => {
    const target = posix.join('..', place.replace('node_modules/', ''), path)
    const load = type === 'module' || path.endsWith('.mjs') ? 'import' : 'require'
    const text = `#!/usr/bin/env node\n${load}('${target}')\n`
    return [`node_modules/.bin/${name}`, new TextEncoder().encode(text)]
  })
}
