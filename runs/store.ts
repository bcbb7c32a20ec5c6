import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError, type Json, makeFolder, type Trajectory, zodProblem } from '../core/index.ts'
import { openAppender, readJsonl } from './jsonl.ts'
import { scoreLineSchema, trajectorySchema } from './records.ts'
import type { EpisodeScores, GroupScores, ScoreLine } from './result.ts'
import { fileProblem } from './run-error.ts'
import { type RunFile, runFileSchema } from './run-file.ts'
import { storeImages } from './store-images.ts'

/** What stands in a run's folder. */
export const RUN = 'run.json'
export const TRAJECTORIES = 'trajectories.jsonl'
export const SCORES = 'scores.jsonl'

/** A run's folder, open for writing. */
export interface RunStore {
  readonly dir: string
  /** Replaces `run.json` at once or not at all. */
  save(file: RunFile): Promise<void>
  append(trajectory: Trajectory): Promise<void>
  appendScores(line: ScoreLine): Promise<void>
  close(): Promise<void>
}

/** The same, for new scores of episodes that stay as they are. */
export type ScoreStore = Omit<RunStore, 'append'>

/** A run's folder as it was left: what `readRun` gives. */
export interface StoredRun {
  readonly dir: string
  readonly file: RunFile
  /** In order of completion. A torn last line is left out. */
  trajectories(): AsyncIterable<Trajectory>
  /** A later line about the same episode, or the same group and reward, replaces an earlier one. */
  scores(): AsyncIterable<ScoreLine>
}

/**
 * Opens a run's folder for reading, one record at a time.
 * @throws ConfigError naming file, line and field of what cannot be read.
 */
export async function readRun(dir: string): Promise<StoredRun> {
  return {
    dir,
    file: await readRunFile(join(dir, RUN)),
    trajectories: () => valuesOf(readJsonl(join(dir, TRAJECTORIES), trajectorySchema)),
    scores: () => valuesOf(readJsonl(join(dir, SCORES), scoreLineSchema)),
  }
}

/** The lines of `scores.jsonl` that stand. */
export interface StandingScores {
  readonly episodes: ReadonlyMap<string, EpisodeScores>
  /** By reward, then by group. */
  readonly groups: ReadonlyMap<string | null, ReadonlyMap<string, GroupScores>>
}

export const noScores: StandingScores = { episodes: new Map(), groups: new Map() }

export async function readScores(stored: Pick<StoredRun, 'scores'>): Promise<StandingScores> {
  const episodes = new Map<string, EpisodeScores>()
  const groups = new Map<string | null, Map<string, GroupScores>>()
  for await (const line of stored.scores()) {
    if ('episode' in line) {
      episodes.set(line.episode, line)
      continue
    }
    const underReward = groups.get(line.reward) ?? new Map<string, GroupScores>()
    groups.set(line.reward, underReward.set(line.group, line))
  }
  return { episodes, groups }
}

/** Whether a crash tore the last line of a run's trajectories; null: there is no such file. */
export async function isTorn(dir: string): Promise<boolean | null> {
  const path = join(dir, TRAJECTORIES)
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    if (size === 0) return false
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer.toString('latin1') !== '\n'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw fileProblem('start', 'read', path, error)
  }
}

/** Makes the folder of a new run. @throws ConfigError where it cannot be written or holds something. */
export async function createStore(dir: string): Promise<RunStore> {
  try {
    await makeFolder(resolve(dir))
    if ((await readdir(dir)).length > 0) {
      throw new ConfigError(
        `Cannot store the run in ${dir}: the folder is not empty (choose another, or continue the run in it with --resume)`,
      )
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw fileProblem('start', 'store the run in', dir, error)
  }
  return openStore(dir)
}

/** Opens a run's folder to write in it; of a run that was stopped, what a crash tore is cut off. */
export async function openStore(dir: string): Promise<RunStore> {
  const trajectories = await openAppender(join(dir, TRAJECTORIES))
  let scores: ScoreStore
  try {
    scores = await openScores(dir)
  } catch (error) {
    await trajectories.close()
    throw error
  }
  return {
    ...scores,
    append: async (trajectory) => trajectories.append(await storeImages(dir, trajectory)),
    async close() {
      await Promise.all([trajectories.close(), scores.close()])
    },
  }
}

/** Opens a run's folder to write all but its trajectories. */
export async function openScores(dir: string): Promise<ScoreStore> {
  const scores = await openAppender(join(dir, SCORES))
  let saving: Promise<void> = Promise.resolve()
  return {
    dir,
    save(file) {
      const saved = saving.then(() => replaceFile(join(dir, RUN), file))
      saving = saved.catch(() => {})
      return saved
    },
    appendScores: (line) => scores.append(line),
    async close() {
      await saving
      await scores.close()
    },
  }
}

async function replaceFile(path: string, value: RunFile): Promise<void> {
  const next = `${path}.next`
  try {
    await writeFile(next, `${JSON.stringify(value, null, 2)}\n`, { flush: true })
    await rename(next, path)
  } catch (error) {
    await rm(next, { force: true }).catch(() => {})
    throw fileProblem('running', 'write', path, error)
  }
}

async function readRunFile(path: string): Promise<RunFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw fileProblem('start', 'read', path, error)
  }
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    throw new ConfigError(`Cannot read ${path}: it is not JSON (repair it, or start a new run)`)
  }
  const parsed = runFileSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot read ${path}: ${zodProblem(parsed.error)} (repair it, or start a new run)`,
  )
}

async function* valuesOf<T>(records: AsyncIterable<{ readonly value: T }>): AsyncGenerator<T> {
  for await (const { value } of records) yield value
}
