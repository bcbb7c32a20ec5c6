import { fileURLToPath } from 'node:url'
import { hashJson } from '../../../core/index.ts'
import { applyEdits, type Files } from './edits.ts'
import type { RepairTask } from './format.ts'
import { loadLibrary } from './library.ts'
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
  const library = task.library === undefined ? undefined : await loadLibrary(task.library)
  const original = library?.files ?? task.files ?? {}
  const hiddenFiles = { ...library?.hiddenFiles, ...task.hiddenFiles }
  const files = applyEdits(original, task.edits)
  const fixed = task.gold === undefined ? original : applyPatch(original, task.gold)
  const changed = Object.entries(fixed).filter(([path, text]) => files[path] !== text)
  const hash = hashJson({ task, original, hiddenFiles })
  return { task, hash, files, hiddenFiles, gold: Object.fromEntries(changed) }
}

/** The tasks that come with the environment. */
export function loadBuiltinTasks(): Promise<RepairTask[]> {
  return loadTasks(fileURLToPath(new URL('./repair-v0.jsonl', import.meta.url)))
}
