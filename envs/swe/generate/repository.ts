import { ConfigError } from '../../../core/index.ts'
import { type ParsedSource, parseSource } from '../bugs/index.ts'
import type { Files } from '../tasks/edits.ts'
import { idOf, openWorkspace, type ScannedTest, type Workspace } from './run-tests.ts'

/** What tasks are made of: JavaScript without dependencies that passes its `node:test` tests. */
export interface Repository {
  readonly name: string
  /** Path -> text of what the agent is given: sources, visible tests, `package.json`, README. */
  readonly files: Files
  /** Path -> text of the tests that only judge. */
  readonly hiddenFiles: Files
}

/** A repository that was looked through and tested once. */
export interface Bench {
  readonly repository: Repository
  readonly tests: readonly string[]
  readonly ids: readonly string[]
  readonly sources: readonly ParsedSource[]
  readonly testSources: ReadonlyMap<string, ParsedSource>
  readonly timeoutMs: number
  /** Aborted: what runs is given up. */
  readonly signal: AbortSignal | undefined
  /** A hidden test, by its id or its file. */
  isHidden(idOrFile: string): boolean
}

const TEST_FILE = /(?:^|\/)(?:test-[^/]*|[^/]*[.\-_]test|test)\.[cm]?js$/
const OUTSIDE =
  /(?:^|\/)(?:test|tests|__tests__|hidden|node_modules|dist|build|coverage|examples|bench|scripts)\/|(?:^|\/)\.|\.config\.[cm]?js$/

export function isTestFile(path: string): boolean {
  return TEST_FILE.test(path) && !path.includes('node_modules/')
}

/** Files that bugs are put into: those of `src` or `lib`, or all that are no tests and no tools. */
export function sourceFiles(files: Files): readonly string[] {
  const code = Object.keys(files)
    .filter((path) => /\.[cm]?js$/.test(path) && !isTestFile(path) && !OUTSIDE.test(path))
    .sort()
  const own = code.filter((path) => /^(?:src|lib)\//.test(path))
  return own.length > 0 ? own : code
}

/**
 * Tests the repository as it is.
 * @throws ConfigError when it has no tests of a kind, fails one, or holds what cannot be parsed.
 */
export async function openBench(
  repository: Repository,
  { timeoutMs, signal }: Pick<Bench, 'timeoutMs' | 'signal'>,
): Promise<Bench> {
  const { name, files, hiddenFiles } = repository
  const all: Files = { ...files, ...hiddenFiles }
  const tests = Object.keys(all).filter(isTestFile).sort()
  const fail = (reason: string): never => {
    throw new ConfigError(`Cannot generate tasks of ${name}: ${reason}`)
  }
  const sources = parsed(sourceFiles(files), all, fail)
  if (sources.length === 0) fail('it has no JavaScript sources (put them under src/ or lib/)')
  if (!tests.some((path) => Object.hasOwn(hiddenFiles, path))) {
    fail('it has no hidden tests (name some of its test files hidden)')
  }
  await using workspace = await openWorkspace()
  await workspace.write(all)
  const { tests: scanned, problem } = await workspace.look(tests, timeoutMs)
  const broken = scanned.find((test) => !test.passed)
  if (broken) fail(`${idOf(broken)} fails (fix it)`)
  signal?.throwIfAborted()
  if (problem !== undefined) fail(await culpritOf(workspace, tests, timeoutMs))
  if (scanned.length === 0) fail('no test ran (write tests with node:test)')
  if (!scanned.some(({ file }) => Object.hasOwn(hiddenFiles, file))) {
    fail('none of its hidden tests ran (name other test files hidden)')
  }
  const ids = scanned.map(idOf)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) fail(`two tests are named ${twice} (rename one)`)
  return {
    repository,
    tests,
    ids,
    sources,
    testSources: new Map(parsed(tests, all, fail).map((source) => [source.file, source])),
    ...{ timeoutMs, signal },
    isHidden: (idOrFile) => Object.hasOwn(hiddenFiles, idOrFile.split(' > ', 1)[0] ?? ''),
  }
}

/** The first test file that has no end of its own, or that they take too long together. */
async function culpritOf(
  workspace: Workspace,
  tests: readonly string[],
  timeoutMs: number,
): Promise<string> {
  for (const file of tests) {
    const { problem } = await workspace.look([file], timeoutMs)
    if (problem !== undefined) return `${file} ${problem}`
  }
  return `its tests together take longer than ${timeoutMs} ms (give more time: --timeout-ms)`
}

function parsed(
  paths: readonly string[],
  files: Files,
  fail: (reason: string) => never,
): ParsedSource[] {
  return paths.map((path) => {
    try {
      return parseSource(path, files[path] ?? '')
    } catch (error) {
      return fail(`${path} does not parse: ${String(error)} (only JavaScript is read)`)
    }
  })
}

/** Maps in order with a few workspaces that hold the repository. */
export async function inWorkspaces<T, R>(
  { repository, signal }: Bench,
  items: readonly T[],
  concurrency: number,
  work: (item: T, workspace: Workspace) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    await using workspace = await openWorkspace()
    await workspace.write({ ...repository.files, ...repository.hiddenFiles })
    while (next < items.length) {
      signal?.throwIfAborted()
      const index = next++
      const item = items[index]
      if (item !== undefined) results[index] = await work(item, workspace)
    }
  }
  const stopAll = (error: unknown) => {
    next = items.length
    throw error
  }
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, () =>
    worker().catch(stopAll),
  )
  // Where one was stopped, the others still have folders to take away.
  await Promise.allSettled(workers)
  await Promise.all(workers)
  return results
}

/** Runs all tests, the files in the other order, with other texts in place of some. */
export async function scanBackwards(
  { repository, tests, timeoutMs }: Bench,
  workspace: Workspace,
  texts: Files,
): Promise<readonly ScannedTest[]> {
  await workspace.write(texts)
  const scanned = await workspace.scan([...tests].reverse(), timeoutMs)
  await workspace.write(originalsOf(repository, texts))
  return scanned
}

function originalsOf({ files }: Repository, texts: Files): Files {
  return Object.fromEntries(Object.keys(texts).map((path) => [path, files[path] ?? '']))
}
