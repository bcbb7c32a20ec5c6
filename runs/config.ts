import {
  type AnyDef,
  ConfigError,
  canonicalJson,
  type Deadlines,
  type EnvSpec,
  hashJson,
  type Json,
  type TaskInfo,
} from '../core/index.ts'
import type { RunConfig } from './run-file.ts'

export interface ConfigSource {
  readonly spec: EnvSpec
  readonly agent: string
  readonly seed: number
  readonly episodes: number
  readonly groupSize: number
  readonly split?: string | undefined
  readonly difficulty?: string | number | undefined
  readonly tasks: readonly TaskInfo[] | null
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
    tasks: tasks && `${tasks.length} tasks, ${hashJson(tasks.map(({ id, hash }) => [id, hash]))}`,
    ...source.deadlines,
  }
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

/** The tasks a definition declares, or null where it declares none. */
export async function tasksOf(
  definition: AnyDef,
  options: Json,
): Promise<readonly TaskInfo[] | null> {
  return definition.tasks ? await definition.tasks.list(options) : null
}
