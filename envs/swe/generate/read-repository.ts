import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { ConfigError, fileReason } from '../../../core/index.ts'
import type { Files } from '../tasks/edits.ts'
import { taskSchema } from '../tasks/format.ts'
import { hideTests } from './hide-tests.ts'
import { isTestFile, type Repository } from './repository.ts'

export interface ReadOptions {
  /** Test files, or folders of them, that only judge; by default those of `hidden/`, else about half. */
  readonly hidden?: readonly string[] | undefined
  /** Which tests are hidden where nothing says so. */
  readonly seed: number
}

const SKIPPED = new Set(['node_modules', 'dist', 'build', 'coverage', 'palaestra-runs'])
const MOST_FILES = 2000
const MOST_BYTES = 2 ** 20

/**
 * A folder as a repository of which tasks can be made: its text files but for hidden ones, packages, what was
 * built, and files of tasks. Links are not followed.
 * @throws ConfigError when the folder cannot be read, is too large, or has no tests to hide.
 */
export async function readRepository(folder: string, options: ReadOptions): Promise<Repository> {
  const name = basename(resolve(folder))
  const files = await readFiles(folder)
  const { hidden = [] } = options
  const wanted = hidden.length > 0 ? hidden : ['hidden']
  const isHidden = (path: string) =>
    isTestFile(path) && wanted.some((one) => path === tidy(one) || path.startsWith(`${tidy(one)}/`))
  const missing = hidden.find(
    (one) =>
      !Object.keys(files).some(
        (path) => isTestFile(path) && (path === tidy(one) || path.startsWith(`${tidy(one)}/`)),
      ),
  )
  if (missing !== undefined) {
    throw new ConfigError(
      `Cannot hide ${missing}: there is no test file of that name in ${folder} (name test files or folders of the repository, such as test/parse.test.js)`,
    )
  }
  const paths = Object.keys(files)
  if (!paths.some(isHidden)) return hideTests(name, files, options.seed)
  const part = (isWanted: (path: string) => boolean): Files =>
    Object.fromEntries(Object.entries(files).filter(([path]) => isWanted(path)))
  return { name, files: part((path) => !isHidden(path)), hiddenFiles: part(isHidden) }
}

const tidy = (path: string) => path.replace(/^\.\//, '').replace(/\/+$/, '')

async function readFiles(folder: string): Promise<Files> {
  const found = await stat(folder).catch((error: unknown) => refuse(folder, error))
  if (!found.isDirectory()) {
    throw new ConfigError(
      `Cannot read ${folder}: it is no folder (name the folder of a repository)`,
    )
  }
  const files: Record<string, string> = {}
  const visit = async (path: string): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(
      (error: unknown) => refuse(join(folder, path), error),
    )
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const own = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue
      if (entry.isDirectory()) await visit(own)
      if (!entry.isFile()) continue
      const text = await textOf(join(folder, own))
      if (text === undefined || isTaskFile(text)) continue
      files[own] = text
      if (Object.keys(files).length <= MOST_FILES) continue
      throw new ConfigError(
        `Cannot read ${folder}: it has more than ${MOST_FILES} files (name a smaller folder: every task holds all of it)`,
      )
    }
  }
  await visit('')
  return files
}

/** Tasks that were made here before hold every fix: a new one may not show them. */
function isTaskFile(text: string): boolean {
  if (!text.startsWith('{"')) return false
  try {
    return taskSchema.safeParse(JSON.parse(text.split('\n', 1)[0] ?? '')).success
  } catch {
    return false
  }
}

/** Undefined for what is no text, or too long for one. */
async function textOf(path: string): Promise<string | undefined> {
  const { size } = await stat(path).catch((error: unknown) => refuse(path, error))
  if (size > MOST_BYTES) return undefined
  const bytes = await readFile(path).catch((error: unknown) => refuse(path, error))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function refuse(path: string, error: unknown): never {
  const [reason, advice] = fileReason(error)
  throw new ConfigError(`Cannot read ${path}: ${reason} (${advice})`, { cause: error })
}
