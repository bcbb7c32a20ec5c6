import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ConfigError, messageOf } from '../../../core/index.ts'
import { type RepairTask, taskSchema } from './format.ts'

/**
 * The tasks of JSON Lines text; blank lines are allowed.
 * @throws ConfigError naming the file, the line and the field of the first fault.
 */
export function readTasks(text: string, filename: string): RepairTask[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const tasks: RepairTask[] = []
  const lineOf = new Map<string, number>()

  lines.forEach((line, index) => {
    if (line.trim() === '') return
    const fail = (reason: string): never => {
      throw new ConfigError(
        `Cannot read task file ${filename}: line ${index + 1}, ${reason} (fix the line or remove it)`,
      )
    }
    const task = readTask(line, index === lines.length - 1, fail)
    const earlier = lineOf.get(task.id)
    if (earlier !== undefined) fail(`field id: ${task.id} is already used in line ${earlier}`)
    lineOf.set(task.id, index + 1)
    tasks.push(task)
  })

  if (tasks.length === 0) {
    throw new ConfigError(
      `Cannot read task file ${filename}: it holds no task (write one JSON object a line)`,
    )
  }
  return tasks
}

function readTask(line: string, isTorn: boolean, fail: (reason: string) => never): RepairTask {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch (error) {
    return fail(
      isTorn
        ? `not valid JSON: ${messageOf(error)}; it has no line end, so it may be cut off`
        : `not valid JSON: ${messageOf(error)}`,
    )
  }
  const parsed = taskSchema.safeParse(data)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  if (issue?.code === 'unrecognized_keys') return fail(`field ${issue.keys[0]}: unknown field`)
  const field = issue?.path.join('.') || 'task'
  const said = issue?.code === 'invalid_key' ? issue.issues[0] : issue
  const message = said?.message ?? 'not a task'
  return fail(`field ${field}: ${message.replace(/^Invalid input: /, '')}`)
}

/** The tasks of a `.jsonl` file, or of all of a folder (ids must differ across its files). */
export async function loadTasks(path: string): Promise<RepairTask[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new ConfigError(`Cannot read tasks ${path}: no such file (check the path)`)
  if (!found.isDirectory()) return readTasks(await readFile(path, 'utf8'), basename(path))

  const names = (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort()
  if (names.length === 0) {
    throw new ConfigError(`Cannot read tasks ${path}: no .jsonl file in the folder (add one)`)
  }
  const tasks: RepairTask[] = []
  const fileOfId = new Map<string, string>()
  for (const name of names) {
    for (const task of readTasks(await readFile(join(path, name), 'utf8'), name)) {
      const earlier = fileOfId.get(task.id)
      if (earlier !== undefined) {
        throw new ConfigError(
          `Cannot read task file ${name}: id ${task.id} is already used in ${earlier} (rename one)`,
        )
      }
      fileOfId.set(task.id, name)
      tasks.push(task)
    }
  }
  return tasks
}
