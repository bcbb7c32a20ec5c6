import { lineEdit } from './tasks/edits.ts'
import type { OpenTask } from './tasks/open.ts'
import type { RepairAction } from './tools/action-space.ts'

/** The known fix as an agent would make it. */
export function goldActions({ files, gold }: OpenTask): readonly RepairAction[] {
  const edits = Object.entries(gold).map(([path, text]): RepairAction => {
    const before = Object.hasOwn(files, path) ? files[path] : undefined
    if (!before || text === '') return { tool: 'write', path, text }
    const { find, replace } = lineEdit(path, before, text)
    return { tool: 'edit', path, find, replace }
  })
  return [...edits, { tool: 'submit' }]
}
