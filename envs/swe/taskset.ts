import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ConfigError, EnvError, type TaskInfo } from '../../core/index.ts'
import type { RepairTask } from './tasks/format.ts'
import {
  hashIn,
  libraryOf,
  loadBuiltinTasks,
  type OpenTask,
  openIn,
  openTask,
} from './tasks/open.ts'
import { loadTasks } from './tasks/read.ts'

export interface Taskset {
  readonly infos: readonly TaskInfo[]
  open(id: string): OpenTask
  /** `<file> line <n>` of a task, for messages. */
  placeOf(id: string): Promise<string>
}

const tasksets = new Map<string | undefined, Promise<Taskset>>()

/** The tasks of a file or folder, or those that come with the environment; read once a process. */
export function loadTaskset(path: string | undefined): Promise<Taskset> {
  const loading = tasksets.get(path) ?? readTaskset(path)
  tasksets.set(path, loading)
  loading.catch(() => tasksets.delete(path))
  return loading
}

async function readTaskset(path: string | undefined): Promise<Taskset> {
  return path === undefined ? await openBuiltin() : await openGiven(path)
}

/** Many tasks that are known to open: each is opened once it is played. */
async function openBuiltin(): Promise<Taskset> {
  const tasks = await loadBuiltinTasks()
  const entries = new Map<string, { readonly info: TaskInfo; readonly open: () => OpenTask }>()
  for (const task of tasks) {
    const library = await libraryOf(task)
    const info = infoOf({ task, hash: hashIn(task, library) })
    entries.set(task.id, { info, open: () => openIn(task, library) })
  }
  return {
    infos: [...entries.values()].map(({ info }) => info),
    open: (id) => known(entries.get(id), id).open(),
    placeOf: async () => 'the built-in tasks',
  }
}

/** Tasks of a user: what is wrong with one is told before the first is played. */
async function openGiven(path: string): Promise<Taskset> {
  const opened = new Map<string, OpenTask>()
  for (const task of await loadTasks(path)) opened.set(task.id, await openNamed(task, path))
  return {
    infos: [...opened.values()].map(infoOf),
    open: (id) => known(opened.get(id), id),
    placeOf: (id) => findLine(path, id),
  }
}

function known<T>(task: T | undefined, id: string): T {
  if (!task) throw new EnvError(`Cannot open task ${id}: it is not in the task list`)
  return task
}

async function openNamed(task: RepairTask, path: string): Promise<OpenTask> {
  try {
    return await openTask(task)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const place = await findLine(path, task.id)
    throw new ConfigError(`Cannot use task ${task.id} of ${place}: ${error.message}`, {
      cause: error,
    })
  }
}

function infoOf({ task, hash }: Pick<OpenTask, 'task' | 'hash'>): TaskInfo {
  const { id, split, difficulty, kind } = task
  return { id, split, difficulty, kind, hash }
}

async function findLine(path: string, id: string): Promise<string> {
  const isFolder = (await stat(path)).isDirectory()
  const names = isFolder ? (await readdir(path)).filter((name) => name.endsWith('.jsonl')) : []
  for (const file of isFolder ? names.sort().map((name) => join(path, name)) : [path]) {
    const lines = (await readFile(file, 'utf8')).split(/\r?\n/)
    const index = lines.findIndex((line) => idOf(line) === id)
    if (index !== -1) return `${basename(file)} line ${index + 1}`
  }
  return basename(path)
}

function idOf(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, '')).id
  } catch {
    return undefined
  }
}
