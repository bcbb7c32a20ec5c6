import {
  type Agent,
  type AnyDef,
  type Clock,
  ConfigError,
  type Deadlines,
  defaultDeadlines,
  type EnvSpec,
  type MakeOptions,
  make,
  type RewardTerm,
  type Services,
  systemClock,
  type TaskInfo,
} from '../core/index.ts'
import type { EpisodeFixtures } from '../fixtures/index.ts'
import { configOf, type SelectedTasks } from './config.ts'
import type { RunOptions } from './options.ts'
import { type PlannedEpisode, planEpisodes, selectTasks, type TaskFilter } from './plan.ts'
import type { RunConfig } from './run-file.ts'

/** A run whose choices were all found to be possible; nothing is written or played yet. */
export interface PreparedRun {
  readonly definition: AnyDef
  readonly makeOptions: MakeOptions<AnyDef>
  readonly agent: Agent<unknown, unknown>
  readonly spec: EnvSpec
  /** The chosen reward. */
  readonly term: RewardTerm<never>
  readonly plan: readonly PlannedEpisode[]
  /** What is played, by id; empty where the env has no tasks. */
  readonly tasks: ReadonlyMap<string, TaskInfo>
  readonly config: RunConfig
  readonly deadlines: Deadlines
  readonly services: Services
  readonly clock: Clock
  readonly fixtures: EpisodeFixtures | undefined
}

/** @throws ConfigError for options, rewards, tasks and counts that cannot be. */
export async function prepareRun(options: RunOptions): Promise<PreparedRun> {
  const { definition, services = {}, clock = systemClock, seed = 0, groupSize = 1 } = options
  checkWhole('seed', seed, 0)
  checkWhole('groupSize', groupSize, 1)
  const makeOptions: MakeOptions<AnyDef> = {
    options: options.options,
    reward: options.reward,
    maxEpisodeSteps: options.maxEpisodeSteps,
  }
  if (options.maxEpisodeSteps !== undefined)
    checkWhole('maxEpisodeSteps', options.maxEpisodeSteps, 1)
  const { spec, term } = await describeEnv(definition, { ...makeOptions, services, clock })
  const agent = await options.agent()
  const tasks = await selectedTasks(definition, spec, options)
  const infos = tasks?.infos ?? null
  const episodes =
    options.plan?.length ?? options.episodes ?? eachTaskOnce(definition.id, infos) * groupSize
  checkWhole('episodes', episodes, 1)
  const deadlines = { ...defaultDeadlines, ...definition.deadlines, ...options.deadlines }
  return {
    definition,
    makeOptions,
    agent,
    spec,
    term,
    plan: options.plan ?? planEpisodes({ episodes, seed, groupSize, tasks: infos }),
    tasks: new Map(infos?.map((info) => [info.id, info])),
    config: configOf({
      ...{ ...options, spec, agent: agent.name, seed, episodes, groupSize, tasks, deadlines },
    }),
    deadlines,
    services,
    clock,
    fixtures: options.fixtures,
  }
}

/** The tasks a definition declares and the run's options choose, or null where it declares none. */
async function selectedTasks(
  { id, tasks }: AnyDef,
  { options }: EnvSpec,
  filter: TaskFilter,
): Promise<SelectedTasks | null> {
  const infos = selectTasks(id, tasks ? await tasks.list(options) : null, filter)
  return infos && { infos, identity: tasks?.identity?.(options) }
}

function eachTaskOnce(envId: string, tasks: readonly TaskInfo[] | null): number {
  if (tasks) return tasks.length
  throw new ConfigError(
    `Cannot run each task of ${envId} once: it has no tasks (say how many episodes)`,
  )
}

/** Opens an env once, without an episode: this is where impossible options come to light. */
export async function describeEnv(definition: AnyDef, options: MakeOptions<AnyDef>) {
  await using env = await make(definition, options)
  const presets = definition.rewards as Readonly<Record<string, RewardTerm<never>>>
  const term = env.runner?.reward ?? presets[env.spec.reward.preset ?? '']
  if (!term) {
    throw new ConfigError(`Cannot run ${definition.id}: it has no reward (declare one)`)
  }
  return { spec: env.spec, term }
}

export function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new ConfigError(`Cannot run: ${name} is ${value} (give a whole number from ${least})`)
}
