import { z } from 'zod'
import { hashJson } from '../../../core/index.ts'

/** A path inside the repository: relative, with `/`, and never out of it. */
const path = z
  .string()
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\\\0]+$/, 'expected a relative path')

const files = z.record(path, z.string())
const testId = z.string().regex(/^\S.* > .*\S$/s, 'expected a test id: <file> > <suite> > <test>')

/** One change of a text: `find` must occur exactly once. */
export const editSchema = z.strictObject({
  file: path,
  find: z.string().min(1).describe('Text that occurs exactly once in the file'),
  replace: z.string().describe('Text in its place'),
})

/** One line of a task file. */
export const taskSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w.-]+$/, 'expected letters, digits, ".", "_" or "-"')
      .describe('Different in every task'),
    library: z.string().min(1).optional().describe('The repository: a built-in library'),
    files: files.optional().describe('The repository: path -> text'),
    hiddenFiles: files.optional().describe('Test files the agent never sees: path -> text'),
    edits: z.array(editSchema).default([]).describe('Bugs put into the repository'),
    gold: z.string().min(1).optional().describe('The fix as a unified diff'),
    statement: z.string().min(1).describe('What the agent is told: a symptom'),
    failToPass: z.array(testId).min(1).describe('Tests the fix must make pass'),
    passToPass: z.array(testId).default([]).describe('Tests that must go on passing'),
    split: z
      .enum(['train', 'validation', 'test'])
      .default('train')
      .describe('What the task is for'),
    difficulty: z.int().min(1).max(4).default(2).describe('1 (easy) to 4'),
    kind: z.string().min(1).default('custom').describe('What kind of bug it is'),
    operators: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe('The kind of each place, of a bug that has several'),
  })
  .superRefine((task, context) => {
    const issue = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if ((task.library === undefined) === (task.files === undefined)) {
      issue('library', 'expected either library or files')
    }
    if (task.edits.length === 0 && task.gold === undefined) {
      issue('gold', 'expected gold (the fix) or edits (the bug)')
    }
    if (task.edits.length > 0 && task.gold !== undefined) {
      issue('gold', 'expected no gold: undoing the edits is the fix')
    }
    const twice = firstRepeated([...task.failToPass, ...task.passToPass])
    if (twice !== undefined)
      issue('passToPass', `expected each test once, but found twice: ${twice}`)
    if (!task.files) return
    const known = new Set([...Object.keys(task.files), ...Object.keys(task.hiddenFiles ?? {})])
    for (const field of ['failToPass', 'passToPass'] as const) {
      const unknown = task[field].find((id) => !known.has(fileOf(id)))
      if (unknown !== undefined) issue(field, `expected a file of the task, but found: ${unknown}`)
    }
  })

/** A repair task: a repository with a bug, the symptom, and the tests that judge a fix. */
export type RepairTask = z.infer<typeof taskSchema>
export type Edit = z.infer<typeof editSchema>
export type Split = RepairTask['split']

/** The test file of a test id. */
export function fileOf(testId: string): string {
  return testId.split(' > ', 1)[0] ?? testId
}

/** Hash of a task as it is written; the library it names is not part of it (`openTask` has that). */
export function taskHash(task: RepairTask): string {
  return hashJson(task)
}

function firstRepeated(ids: readonly string[]): string | undefined {
  return ids.find((id, index) => ids.indexOf(id) !== index)
}
