import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ConfigError,
  didYouMean,
  hashJson,
  packageVersion,
  type TaskInfo,
} from '../../../core/index.ts'
import { makeFixtures } from './fixtures/make.ts'
import { findHarborTasks, type HarborTask, readHarborTask } from './harbor/index.ts'
import { type InstanceSet, locateRepository, openInstances } from './instances/index.ts'
import { type Prediction, readPredictions } from './predictions.ts'
import type { LocatedInstance } from './workspace/index.ts'

/** A task of either format, read when it is played. */
export type BenchTask =
  | {
      readonly format: 'instance'
      readonly located: LocatedInstance
      readonly prediction: Prediction | undefined
    }
  | { readonly format: 'harbor'; readonly task: HarborTask }

export interface BenchTaskset {
  readonly infos: readonly TaskInfo[]
  open(id: string): Promise<BenchTask>
}

export interface TasksetOptions {
  /** File or folder; undefined: the two instances that this package makes. */
  readonly tasks: string | undefined
  /** Only the instances it has a prediction for. */
  readonly predictions: string | undefined
}

const tasksets = new Map<string, Promise<BenchTaskset>>()

/** The tasks of a file or folder of either format; read once a process, and of each only what lists show. */
export function loadBenchTasks(options: TasksetOptions): Promise<BenchTaskset> {
  const key = JSON.stringify([options.tasks, options.predictions])
  const loading = tasksets.get(key) ?? readTaskset(options)
  tasksets.set(key, loading)
  loading.catch(() => tasksets.delete(key))
  return loading
}

async function readTaskset({ tasks, predictions }: TasksetOptions): Promise<BenchTaskset> {
  const path = tasks ?? (await exampleInstances())
  const folders = await findHarborTasks(path)
  if (folders.length === 0) return instancesOf(await openInstances(path), predictions)
  await assertNoInstances(path)
  if (predictions === undefined) return harborTasks(folders)
  throw new ConfigError(
    `Cannot grade predictions of ${path}: its tasks are Harbor's, which have none (leave predictions out)`,
  )
}

/** Neither half of a mixed folder is passed over silently; other JSON may lie beside Harbor tasks. */
async function assertNoInstances(path: string): Promise<void> {
  const file = (await readdir(path)).find((name) => /\.(?:jsonl|ndjson|parquet)$/i.test(name))
  if (file === undefined) return
  throw new ConfigError(
    `Cannot read tasks ${path}: it holds Harbor tasks and instances (${file}) (name one of them, or move one away)`,
  )
}

async function instancesOf(
  set: InstanceSet,
  predictionsFile: string | undefined,
): Promise<BenchTaskset> {
  const predictions = predictionsFile ? await readPredictions(predictionsFile) : undefined
  const ids = new Set(set.infos.map(({ id }) => id))
  for (const id of predictions?.keys() ?? []) {
    if (ids.has(id)) continue
    throw new ConfigError(
      `Cannot grade the prediction for ${id}: there is no such instance (${didYouMean(id, [...ids])})`,
    )
  }
  return {
    infos: predictions ? set.infos.flatMap((info) => predicted(info, predictions)) : set.infos,
    async open(id) {
      const instance = await set.open(id)
      const repository = await locateRepository(instance, set.fileOf(id))
      const prediction = predictions?.get(id)
      return { format: 'instance', located: { instance, repository }, prediction }
    },
  }
}

/** With another hash for another patch: a run goes on only with what it began with. */
function predicted(info: TaskInfo, predictions: ReadonlyMap<string, Prediction>): TaskInfo[] {
  const prediction = predictions.get(info.id)
  return prediction ? [{ ...info, hash: hashJson([info.hash, prediction.model_patch]) }] : []
}

async function harborTasks(folders: readonly string[]): Promise<BenchTaskset> {
  const byId = new Map<string, string>()
  const infos: TaskInfo[] = []
  for (const folder of folders) {
    const { info } = await readHarborTask(folder)
    const earlier = byId.get(info.id)
    if (earlier !== undefined) {
      throw new ConfigError(
        `Cannot read task ${folder}: its name ${info.id} is that of ${earlier} (rename one)`,
      )
    }
    byId.set(info.id, folder)
    infos.push(info)
  }
  return {
    infos,
    async open(id) {
      const folder = byId.get(id)
      if (folder === undefined)
        throw new ConfigError(`Cannot open task ${id}: there is no such one`)
      return { format: 'harbor', task: await readHarborTask(folder) }
    },
  }
}

/** Two repositories with their history, made once a version on this machine. */
async function exampleInstances(): Promise<string> {
  const user = process.getuid?.()
  const folder = join(tmpdir(), `palaestra-bench-${packageVersion}-${user ?? 'user'}`)
  const file = join(folder, 'instances.jsonl')
  const found = await stat(folder).catch(() => undefined)
  const isOwn = user === undefined || found?.uid === user
  if (found && isOwn && (await stat(file).catch(() => undefined))) return file
  const made = await mkdtemp(`${folder}-`)
  await makeFixtures(made)
  // What somebody else has put there is not believed.
  if (found && !isOwn) return join(made, 'instances.jsonl')
  // Another process may have been faster; its folder is the same.
  await rename(made, folder).catch(() => rm(made, { recursive: true, force: true }))
  return file
}
