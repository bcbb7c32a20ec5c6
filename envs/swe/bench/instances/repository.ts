import { stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ConfigError } from '../../../../core/index.ts'
import type { Instance } from './instance.ts'

/** Where the repository of an instance comes from. */
export type RepositorySource =
  | { readonly kind: 'clone'; readonly path: string; readonly commit: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'tarball'; readonly path: string }
  | { readonly kind: 'image'; readonly image: string }

const ARCHIVE = /\.(?:tar|tar\.gz|tgz)$/i

/**
 * The repository that an instance names (`snapshot`), or one beside its file: `<instance id>`,
 * `repos/<owner>__<name>`, `<owner>__<name>` or `<name>`, as a folder, a clone or an archive; else its image.
 * @throws ConfigError saying what was looked for.
 */
export async function locateRepository(
  instance: Instance,
  instancesFile: string,
): Promise<RepositorySource> {
  const folder = dirname(instancesFile)
  if (instance.snapshot !== undefined) {
    const path = join(folder, instance.snapshot)
    const source = await sourceAt(path, instance)
    if (source) return source
    throw new ConfigError(
      `Cannot find the repository of ${instance.id}: field snapshot: ${path} is no folder and no tar archive (check the path)`,
    )
  }
  const candidates = namesOf(instance).map((name) => join(folder, name))
  for (const candidate of candidates) {
    for (const ending of ['', '.git', '.tar.gz', '.tgz', '.tar']) {
      const source = await sourceAt(candidate + ending, instance)
      if (source) return source
    }
  }
  if (instance.image !== undefined) return { kind: 'image', image: instance.image }
  const looked = candidates.map((path) => relative(folder, path)).join(', ')
  throw new ConfigError(
    `Cannot find the repository of ${instance.id}: no field snapshot or image_name, and none of ${looked} beside the file (put a clone, folder or .tar.gz there)`,
  )
}

function namesOf({ id, repo }: Instance): readonly string[] {
  const flat = repo.replaceAll('/', '__')
  const names = [id, join('repos', flat), flat, join('repos', repo), repo.split('/').at(-1) ?? repo]
  const safe = names.filter((name) => !name.split('/').includes('..') && !name.startsWith('/'))
  return [...new Set(safe)]
}

async function sourceAt(path: string, instance: Instance): Promise<RepositorySource | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() && ARCHIVE.test(path)) return { kind: 'tarball', path }
  if (!found?.isDirectory()) return undefined
  if (!(await isClone(path))) return { kind: 'folder', path }
  if (instance.baseCommit !== undefined) {
    return { kind: 'clone', path, commit: instance.baseCommit }
  }
  throw new ConfigError(
    `Cannot use the clone ${path} for ${instance.id}: field base_commit: is missing (name the commit, or use a folder without .git)`,
  )
}

/** With a work tree or bare. */
async function isClone(path: string): Promise<boolean> {
  const exists = async (name: string) =>
    (await stat(join(path, name)).catch(() => undefined)) !== undefined
  if (await exists('.git')) return true
  return (await exists('HEAD')) && (await exists('objects')) && (await exists('refs'))
}
