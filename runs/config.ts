import {
  ConfigError,
  canonicalJson,
  type Deadlines,
  type EnvSpec,
  hashJson,
  type Json,
  type TaskInfo,
  type Trajectory,
} from '../core/index.ts'
import type { RunConfig } from './run-file.ts'

/** What a run plays. */
export interface SelectedTasks {
  readonly infos: readonly TaskInfo[]
  /** The whole list's own identity, where it has one. */
  readonly identity: Json | undefined
}

export interface ConfigSource {
  readonly spec: EnvSpec
  readonly agent: string
  readonly seed: number
  readonly episodes: number
  readonly groupSize: number
  readonly split?: string | undefined
  readonly difficulty?: string | number | undefined
  readonly tasks: SelectedTasks | null
  readonly deadlines: Deadlines
}

/** What a resumed run must agree on, as plain data. */
export function configOf(source: ConfigSource): RunConfig {
  const { spec, tasks } = source
  return {
    env: spec.id,
    agent: source.agent,
    seed: source.seed,
    episodes: source.episodes,
    groupSize: source.groupSize,
    reward: spec.reward.preset ?? canonicalJson(spec.reward.term),
    maxTurns: spec.maxEpisodeSteps,
    options: spec.options as RunConfig['options'],
    split: source.split ?? null,
    difficulty: source.difficulty === undefined ? null : String(source.difficulty),
    tasks: tasks && `${tasks.infos.length} tasks, ${hashOf(tasks)}`,
    ...source.deadlines,
  }
}

/** With an identity, no hash is read: each may cost a puzzle. */
function hashOf({ infos, identity }: SelectedTasks): string {
  return identity === undefined
    ? hashJson(infos.map(({ id, hash }) => [id, hash]))
    : hashJson({ identity, ids: infos.map(({ id }) => id) })
}

/**
 * A run goes on only as what it was; it may become longer.
 * @throws ConfigError with every field that differs and both its values.
 */
export function checkSameConfig(dir: string, stored: RunConfig, given: RunConfig): void {
  const differences = Object.entries(given).flatMap(([field, value]) => {
    const before = stored[field as keyof RunConfig]
    if (field === 'episodes' && Number(value) >= Number(before)) return []
    const [was, is] = [canonicalJson(before), canonicalJson(value)]
    return was === is ? [] : [`${field} was ${was}, is ${is}`]
  })
  if (differences.length === 0) return
  throw new ConfigError(
    `Cannot resume ${dir}: ${differences.join('; ')} (give the same, or start a new run; only more episodes may be asked for)`,
  )
}

/**
 * An episode that is already played counts only if its task is still the one it was played with.
 * @throws ConfigError naming the task.
 */
export function checkSameTask(
  dir: string,
  { id, task }: Pick<Trajectory, 'id' | 'task'>,
  now: TaskInfo | undefined,
): void {
  if (!task || !now || task.hash === now.hash) return
  throw new ConfigError(
    `Cannot resume ${dir}: task ${task.id} has changed since episode ${id} was played (start a new run)`,
  )
}
