import { z } from 'zod'
import { tools, type Value } from '../../../core/index.ts'

const path = z.string().min(1).max(500)
const line = z.int().min(1)
const text = z.string().max(1_000_000)

/** What an agent can do in the repository. */
export const actionSpace = tools({
  bash: z
    .object({ command: text.min(1).describe('Command line, run in the repository') })
    .describe('Runs a command in a shell and shows its output and exit code'),
  view: z
    .object({
      path: path.describe('File or folder in the repository'),
      from: line.optional().describe('First line to show (default: 1)'),
      to: line.optional().describe('Last line to show (default: the last)'),
    })
    .describe('Shows a file with line numbers, or the files of a folder'),
  edit: z
    .object({
      path: path.describe('File in the repository'),
      find: text.min(1).describe('Text that occurs exactly once in the file, white space included'),
      replace: text.describe('Text in its place'),
    })
    .describe('Replaces a text of a file by another'),
  write: z
    .object({
      path: path.describe('File in the repository; folders are made'),
      text: text.describe('The whole new content'),
    })
    .describe('Writes a file, or makes a new one'),
  submit: z.object({}).describe('Ends the episode: the repository is graded as it is'),
})

/** One call of a tool. */
export type RepairAction = Value<typeof actionSpace>
