import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { hashJson } from '../../../core/index.ts'
import { applyEdits, type Files } from './edits.ts'
import type { RepairTask } from './format.ts'
import { type Library, loadLibrary } from './library.ts'
import { applyPatch } from './patch.ts'
import { loadTasks } from './read.ts'

/** A task with all its files at hand. */
export interface OpenTask {
  readonly task: RepairTask
  /** Hash of everything the task consists of, the text of its library included. */
  readonly hash: string
  /** What the agent is given: the repository with the bug. */
  readonly files: Files
  /** Tests that only the grader puts beside the files. */
  readonly hiddenFiles: Files
  /** The files that the known fix changes, as they are after it. */
  readonly gold: Files
}

/** @throws ConfigError when the task's edits, patch or library do not fit. */
export async function openTask(task: RepairTask): Promise<OpenTask> {
  return openIn(task, await libraryOf(task))
}

/** The library a task names. */
export async function libraryOf({ library }: RepairTask): Promise<Library | undefined> {
  return library === undefined ? undefined : await loadLibrary(library)
}

/** `openTask` with the task's library at hand. */
export function openIn(task: RepairTask, library: Library | undefined): OpenTask {
  const original = library?.files ?? task.files ?? {}
  const hiddenFiles = { ...library?.hiddenFiles, ...task.hiddenFiles }
  const files = applyEdits(original, task.edits)
  const fixed = task.gold === undefined ? original : applyPatch(original, task.gold)
  const changed = Object.entries(fixed).filter(([path, text]) => files[path] !== text)
  const hash = hashIn(task, library)
  return { task, hash, files, hiddenFiles, gold: Object.fromEntries(changed) }
}

const libraryHashes = new WeakMap<Library, string>()

/** Hash of a task and of its library's text, which is the same for many tasks. */
export function hashIn(task: RepairTask, library: Library | undefined): string {
  if (!library) {
    return hashJson({ task, original: task.files ?? {}, hiddenFiles: { ...task.hiddenFiles } })
  }
  const { files, hiddenFiles } = library
  const hash = libraryHashes.get(library) ?? hashJson({ files, hiddenFiles })
  libraryHashes.set(library, hash)
  return hashJson({ task, library: hash })
}

/** Ids of all tests of each library, sorted. */
export type LibraryTests = Readonly<Record<string, readonly string[]>>

const testsSchema = z.record(z.string(), z.array(z.string()))

/** Tests of the built-in libraries; `tests.json` is made with the tasks. */
export async function loadLibraryTests(
  path = fileURLToPath(new URL('./tests.json', import.meta.url)),
): Promise<LibraryTests> {
  return testsSchema.parse(JSON.parse(await readFile(path, 'utf8')))
}

/** The tasks that come with the environment. */
export async function loadBuiltinTasks(
  path = fileURLToPath(new URL('./repair-v0.jsonl', import.meta.url)),
  tests?: LibraryTests,
): Promise<RepairTask[]> {
  const known = tests ?? (await loadLibraryTests())
  return (await loadTasks(path)).map((task) => withPassToPass(task, known))
}

/** A built-in task names only the tests that fail: all others of its library must go on passing. */
function withPassToPass(task: RepairTask, tests: LibraryTests): RepairTask {
  const failing = new Set(task.failToPass)
  const all = tests[task.library ?? ''] ?? []
  return { ...task, passToPass: all.filter((id) => !failing.has(id)) }
}
