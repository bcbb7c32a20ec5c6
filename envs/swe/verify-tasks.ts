import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadBenchTasks, verifyTasks } from './bench/verify.ts'
import { loadRepairVerification } from './grading/verify-tasks.ts'
import type { VerifiableTasks } from './verification.ts'

/** The tasks of a file or folder, of SWE-bench's, Harbor's or Repair's form; undefined: two examples. */
export async function loadVerifiable(path: string | undefined): Promise<VerifiableTasks> {
  if (path !== undefined && (await holdsRepairTasks(path))) return loadRepairVerification(path)
  const taskset = await loadBenchTasks({ tasks: path, predictions: undefined })
  return { infos: taskset.infos, verify: (options) => verifyTasks(taskset, options) }
}

/** Told by its first line: a repair task has a statement, an instance a problem statement. */
async function holdsRepairTasks(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) return path.endsWith('.jsonl') && (await beginsWithTask(path))
  const names = (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort()
  const [first] = names
  return first !== undefined && beginsWithTask(join(path, first))
}

const MOST_BYTES = 64 * 2 ** 20

async function beginsWithTask(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined)
  if (!file) return false
  try {
    // A line may hold a whole repository.
    for await (const line of file.readLines({ end: MOST_BYTES })) {
      if (line.trim() === '') continue
      const task: unknown = JSON.parse(line.replace(/^\uFEFF/, ''))
      return typeof task === 'object' && task !== null && 'statement' in task
    }
  } catch {
    // Whoever reads the tasks tells what is wrong with them.
  } finally {
    await file.close()
  }
  return false
}
