import type { TaskInfo } from '../env.ts'

/** Task ids are unique, and no content is in two splits. */
export function checkSplits(tasks: readonly TaskInfo[]): string {
  if (tasks.length === 0) throw new Error('no tasks are declared')
  const ids = new Set<string>()
  const splitOf = new Map<string, string>()
  for (const { id, hash, split } of tasks) {
    if (ids.has(id)) throw new Error(`task id ${id} occurs twice`)
    ids.add(id)
    const other = splitOf.get(hash) ?? split
    if (other !== split) {
      throw new Error(`task ${id} is in ${split} and, with the same content, in ${other}`)
    }
    splitOf.set(hash, split)
  }
  return `${tasks.length} tasks in ${new Set(splitOf.values()).size} splits, none shared`
}
