import { z } from 'zod'
import { ConfigError, deriveSeed, type Json, type TaskInfo, zodProblem } from '../../core/index.ts'
import { followCurriculum, type TaskCurriculum } from './curriculum.ts'
import type { GroupPlan, RolloutGroup } from './rollout-group.ts'
import { trainingSeed } from './seeds.ts'
import { allTasks, type TaskSource } from './task-source.ts'

/** One of the envs that are mixed. */
export interface MixedEnv {
  /** What it is called in messages (default: by its place). */
  readonly name?: string
  /** Of the groups that are played, it gets this part of all weights together. */
  readonly weight: number
  /** Those that may be trained on; null where the env has none: every group has a fresh seed. */
  readonly tasks: readonly TaskInfo[] | null
  /** Its tasks are chosen by the curriculum; else all of them come equally often. */
  readonly difficulty?: 'curriculum' | undefined
}

export interface GroupPlannerOptions {
  readonly seed: number
  readonly envs: readonly MixedEnv[]
  readonly groupSize: number
  /** Of the envs that follow one; each is at a point of its own (default: by success). */
  readonly curriculum?: TaskCurriculum | undefined
}

/** Says which groups a training run plays. The same reports in the same places: the same plans. */
export interface GroupPlanner {
  next(): GroupPlan
  /** How a group went: for the curriculum. In the order of their plans, for runs that can be repeated. */
  report(group: RolloutGroup): void
  /** Plain JSON, for checkpoints. */
  state(): Json
  /** @throws ConfigError for a state of other envs. */
  restore(state: Json): void
}

const savedState = z.strictObject({
  groups: z.array(z.int().min(0)),
  tasks: z.array(z.json()),
})

/** @throws ConfigError for weights, sizes and tasks that make no plan. */
export function createGroupPlanner(options: GroupPlannerOptions): GroupPlanner {
  const { seed, envs, groupSize } = options
  if (envs.length === 0) throw refusal('there is no env', 'name at least one')
  if (!Number.isSafeInteger(groupSize) || groupSize < 1) {
    throw refusal(`they have ${groupSize} members`, 'give a whole number from 1')
  }
  const sources = envs.map((env, place) => sourceOf(env, place, options))
  let groups = envs.map(() => 0)
  return {
    next() {
      const index = groups.reduce((sum, count) => sum + count, 0)
      const env = furthestBehind(envs, groups)
      const number = groups[env] ?? 0
      const task = sources[env]?.next(number) ?? null
      groups[env] = number + 1
      const key = `g${String(index).padStart(6, '0')}`
      return { index, env, seed: trainingSeed(seed, index), task, size: groupSize, key }
    },
    report({ plan, successes }) {
      if (plan.task) sources[plan.env]?.report(plan.task, successes)
    },
    state: () => ({
      groups: [...groups],
      tasks: sources.map((source) => source?.state() ?? null),
    }),
    restore(state) {
      const saved = savedOf(state, sources)
      for (const [place, source] of sources.entries()) source?.restore(saved.tasks[place] ?? null)
      groups = saved.groups
    },
  }
}

function savedOf(state: Json, sources: readonly (TaskSource | null)[]): z.infer<typeof savedState> {
  const refuse = (reason: string): never => {
    throw new ConfigError(
      `Cannot restore the plan of groups: ${reason} (use what state() gave, and the same envs)`,
    )
  }
  const saved = savedState.safeParse(state)
  if (!saved.success) return refuse(zodProblem(saved.error))
  const { groups, tasks } = saved.data
  if (groups.length !== sources.length) {
    refuse(`it is of ${groups.length} envs, and there are ${sources.length}`)
  }
  if (tasks.length !== groups.length) refuse(`it tells the tasks of ${tasks.length} envs`)
  const strange = tasks.findIndex((each, place) => each !== null && sources[place] === null)
  if (strange >= 0) refuse(`it tells of tasks of env ${strange}, which has none`)
  return saved.data
}

function sourceOf(
  { name, weight, tasks, difficulty }: MixedEnv,
  place: number,
  { seed, curriculum = { kind: 'success' }, groupSize }: GroupPlannerOptions,
): TaskSource | null {
  const env = name ?? `env ${place}`
  if (!(weight > 0 && weight < Infinity)) {
    throw refusal(`${env} has the weight ${weight}`, 'give a number above 0, or leave it out')
  }
  if (tasks?.length === 0) throw refusal(`${env} has no task left`, 'choose others')
  if (tasks === null) {
    if (difficulty === undefined) return null
    throw refusal(`${env} has no tasks`, 'leave its curriculum out')
  }
  const options = { env, tasks, seed: deriveSeed(seed, 'train', 'tasks', place) }
  if (difficulty === undefined) return allTasks(options)
  // Members of a group succeed and fail together: one of them says too little.
  const window = 4 * groupSize
  return followCurriculum(
    options,
    curriculum.kind === 'success' ? { window, ...curriculum } : curriculum,
  )
}

/**
 * The env that lacks most of its share. No env is ever a whole group ahead of its share, and shares are exact
 * in the long run.
 */
function furthestBehind(envs: readonly MixedEnv[], groups: readonly number[]): number {
  const all = envs.reduce((sum, { weight }) => sum + weight, 0)
  const played = groups.reduce((sum, count) => sum + count, 0)
  const behind = envs.map(({ weight }, env) => (weight / all) * (played + 1) - (groups[env] ?? 0))
  return behind.indexOf(Math.max(...behind))
}

const refusal = (reason: string, advice: string) =>
  new ConfigError(`Cannot plan groups: ${reason} (${advice})`)
