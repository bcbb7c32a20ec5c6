import { existsSync } from 'node:fs'
import { open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import {
  ConfigError,
  codeOf,
  fileReason,
  type Json,
  ModelError,
  makeFolder,
  messageOf,
  packageVersion,
  systemClock,
  zodProblem,
} from '../core/index.ts'
import type { EngineSpec } from '../models/index.ts'
import { trimLines } from './line-log.ts'

const RUN = 'run.json'
const METRICS = 'metrics.jsonl'

/** Folders of a training run. */
export const foldersOf = (dir: string) => ({
  /** What to go on from, as `saveState` has it. */
  checkpoint: join(dir, 'checkpoint'),
  tokenizer: join(dir, 'tokenizer'),
  /** The trained model in Hugging Face's layout, or the adapter in PEFT's. */
  model: join(dir, 'model'),
  adapter: join(dir, 'adapter'),
})

const json = z.json() as z.ZodType<Json>
const trainingFileSchema = z.object({
  version: z.literal(1),
  kind: z.literal('training'),
  algorithm: z.string(),
  status: z.enum(['running', 'complete', 'interrupted', 'failed']),
  /** Why, where it failed. */
  error: z.string().optional(),
  /** What decides the run: a resumed one has the same. */
  config: json,
  /** What computes, and why that. */
  engine: json,
  model: json,
  data: json,
  steps: z.int(),
  progress: json,
  /** The last line of the metrics. */
  last: json,
  versions: z.record(z.string(), z.string()),
  machine: z.object({ platform: z.string(), cpu: z.string(), cpus: z.int(), memoryMiB: z.int() }),
  startedAt: z.iso.datetime(),
  /** Time spent training, all sessions together. */
  seconds: z.number(),
})
/** `run.json` of a training run. */
export type TrainingFile = z.output<typeof trainingFileSchema>

/** A training run's folder, open for writing. */
export interface TrainingRun extends AsyncDisposable {
  readonly dir: string
  /** Replaces `run.json` at once or not at all. */
  save(file: TrainingFile): Promise<void>
  appendMetrics(line: object): Promise<void>
  close(): Promise<void>
}

/** What is the same for every algorithm. */
export function newTrainingFile(algorithm: string, engine: EngineSpec) {
  return {
    version: 1,
    kind: 'training',
    algorithm,
    status: 'running',
    engine: engine as unknown as Json,
    last: null,
    versions: { palaestra: packageVersion, node: process.versions.node, ...engine.versions },
    machine: {
      platform: `${process.platform}-${process.arch}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      cpus: cpus().length,
      memoryMiB: Math.round(totalmem() / 2 ** 20),
    },
    startedAt: new Date(systemClock.now()).toISOString(),
    seconds: 0,
  } as const
}

/** What a run's model learnt first, where it learnt something: it may stand in the folder of a new run. */
export const WARM_START = 'warm-start'

/** Said before time is spent on data and devices. @throws ConfigError where something is in the folder. */
export async function checkNewFolder(dir: string): Promise<void> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw cannotStore(dir, error)
  })
  if (names.every((name) => name === WARM_START)) return
  throw new ConfigError(
    `Cannot store the run in ${dir}: the folder is not empty (choose another, or continue the run in it with --resume)`,
  )
}

/** Makes the folder of a new run. @throws ConfigError where it cannot be written or holds something. */
export async function createTrainingRun(dir: string): Promise<TrainingRun> {
  await makeFolder(resolve(dir)).catch((error: unknown) => {
    throw cannotStore(dir, error)
  })
  await checkNewFolder(dir)
  return openForWriting(dir)
}

function cannotStore(dir: string, error: unknown): ConfigError {
  const [reason, advice] = fileReason(error)
  return new ConfigError(`Cannot store the run in ${dir}: ${reason} (${advice})`, { cause: error })
}

/** Opens the folder of a stopped run: lines of steps that no save knows are taken out of the metrics. */
export async function reopenTrainingRun(dir: string, step: number): Promise<TrainingRun> {
  type Line = { readonly global_step: number }
  await trimLines(join(dir, METRICS), step, ({ global_step }: Line) => global_step)
  return openForWriting(dir)
}

/** @throws ConfigError where there is no training run, or it cannot be read. */
export async function readTrainingRun(dir: string): Promise<TrainingFile> {
  const path = join(dir, RUN)
  if (!existsSync(path)) {
    throw new ConfigError(
      `Cannot resume ${dir}: there is no run in it (give the folder that holds run.json)`,
    )
  }
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch {
    throw new ConfigError(`Cannot read ${path}: it is not JSON (repair it, or start a new run)`)
  }
  if ((value as { kind?: unknown } | null)?.kind !== 'training') {
    throw new ConfigError(
      `Cannot resume ${dir}: it is no training run (resume it with palaestra run)`,
    )
  }
  const parsed = trainingFileSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot read ${path}: ${zodProblem(parsed.error)} (repair it, or start a new run)`,
  )
}

/** Runs a session, with its status in `run.json` from the first step to the last; what failed says why. */
export async function recorded<
  R extends { readonly status: 'complete' | 'interrupted'; readonly progress: object },
>(
  run: TrainingRun,
  file: TrainingFile,
  train: () => Promise<R & { readonly last: object | null }>,
): Promise<{ readonly result: R; readonly seconds: number }> {
  const startedAt = performance.now()
  const secondsNow = () => file.seconds + (performance.now() - startedAt) / 1000
  const { error: _, ...running } = file
  await run.save(running)
  try {
    const result = await train()
    const { status, last } = result
    const progress = result.progress as Json
    const seconds = secondsNow()
    await run.save({ ...running, status, progress, last: finite(last) ?? file.last, seconds })
    return { result, seconds }
  } catch (error) {
    const failed = { status: 'failed', error: messageOf(error), seconds: secondsNow() } as const
    await run.save({ ...running, ...failed }).catch(() => {})
    throw error
  }
}

/** As JSON has it: what is not finite is null. */
const finite = (value: object | null): Json => JSON.parse(JSON.stringify(value)) as Json

async function openForWriting(dir: string): Promise<TrainingRun> {
  const metrics = await open(join(dir, METRICS), 'a')
  const close = () => metrics.close()
  /** In the middle of a run: what was saved before stays, and can be gone on from. */
  const guarded = async (path: string, write: () => Promise<void>) => {
    try {
      await write()
    } catch (error) {
      const [reason, advice] = fileReason(error)
      throw new ModelError(
        `Cannot write ${path}: ${reason} (${advice}, then continue with --resume)`,
        { cause: error },
      )
    }
  }
  return {
    dir,
    save: (file) => {
      const path = join(dir, RUN)
      return guarded(path, async () => {
        await writeFile(`${path}.next`, `${JSON.stringify(file, null, 2)}\n`, { flush: true })
        await rename(`${path}.next`, path)
      })
    },
    appendMetrics: (line) =>
      guarded(join(dir, METRICS), () => metrics.appendFile(`${JSON.stringify(line)}\n`)),
    close,
    [Symbol.asyncDispose]: close,
  }
}
