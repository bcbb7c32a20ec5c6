import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../../../core/index.ts'
import type { Files } from './edits.ts'
import type { Split } from './format.ts'

/** Every built-in library and the split its tasks belong to: no library is in two. */
export const librarySplits = {
  'calendar-dates': 'train',
  'csv-table': 'train',
  'doc-tree': 'train',
  'expiring-cache': 'train',
  'markup-lite': 'train',
  'sorted-maps': 'train',
  'state-chart': 'train',
  'task-graph': 'train',
  'text-merge': 'train',
  'text-shape': 'train',
  'config-layers': 'validation',
  'semver-range': 'validation',
  'cron-plan': 'test',
  'expr-lang': 'test',
  'stack-vm': 'test',
} as const satisfies Record<string, Split>

/** A repository and the tests its agents never see. */
export interface Library {
  readonly name: string
  readonly files: Files
  readonly hiddenFiles: Files
}

const cache = new Map<string, Promise<Library>>()

/** A built-in library as it is without a bug. */
export async function loadLibrary(name: string): Promise<Library> {
  if (!Object.hasOwn(librarySplits, name)) {
    const known = Object.keys(librarySplits).join(', ')
    throw new ConfigError(`Cannot load library ${name}: it is unknown (choose one of: ${known})`)
  }
  const loading = cache.get(name) ?? readLibrary(name)
  cache.set(name, loading)
  return loading
}

async function readLibrary(name: string): Promise<Library> {
  const root = new URL(`../libraries/${name}/`, import.meta.url)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const rootPath = fileURLToPath(root)
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(rootPath, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
  const files: Record<string, string> = {}
  const hiddenFiles: Record<string, string> = {}
  for (const path of paths) {
    const text = await readFile(join(rootPath, path), 'utf8')
    if (path.startsWith('hidden/')) hiddenFiles[path] = text
    else files[path] = text
  }
  return { name, files, hiddenFiles }
}
