import { z } from 'zod'
import { ConfigError, createRng, deriveSeed, type TaskInfo, zodProblem } from '../../core/index.ts'
import {
  otherState,
  shuffledPasses,
  type TaskSource,
  type TaskSourceOptions,
} from './task-source.ts'

export interface PassRateOptions {
  /** Success rate of the tasks that are looked for (default 0.5). */
  readonly target?: number
  /** How many tasks are drawn for each group: the one nearest to the target is played (default 8). */
  readonly candidates?: number
  /** Share of groups whose task comes from passes over all tasks: none is ever forgotten (default 0.1). */
  readonly explore?: number
}

/** What an estimate keeps of its past with each new group: the policy of that time is gone. */
const TASK_MEMORY = 0.5
const LEVEL_MEMORY = 0.9
/** Episodes that what is known of the difficulty counts for. */
const PRIOR = 2

/** Successes and trials, fading. */
type Tried = readonly [successes: number, trials: number]
const UNTRIED: Tried = [0, 0]

const tried = z.tuple([z.string(), z.number().min(0), z.number().min(0)])
const savedState = z.strictObject({
  explored: z.int().min(0),
  tasks: z.array(tried),
  levels: z.array(tried),
})

/**
 * Prefers tasks whose success rate is near a target. A success of rate p has the variance p (1 - p): groups
 * say most at 1/2 (pass-rate control, arXiv:2605.05112). The rate of a task is the mean of a Beta
 * distribution whose prior is the rate of its difficulty: a task that was never played is thought to be like
 * its neighbours.
 */
export function tasksByPassRate(
  { env, tasks, seed }: TaskSourceOptions,
  { target = 0.5, candidates = 8, explore = 0.1 }: PassRateOptions,
): TaskSource {
  const refuse = (reason: string): never => {
    throw new ConfigError(`Cannot control the pass rate of ${env}: ${reason}`)
  }
  if (!(target > 0 && target < 1)) refuse(`its target is ${target} (give a rate between 0 and 1)`)
  if (!Number.isSafeInteger(candidates) || candidates < 1) {
    refuse(`each task is one of ${candidates} candidates (give a whole number from 1)`)
  }
  // Without any, the task farthest from the target would not come again.
  if (!(explore > 0 && explore <= 1))
    refuse(`it explores ${explore} (give a share above 0, up to 1)`)

  let explored = 0
  const inPasses = shuffledPasses(tasks, seed)
  let byTask = new Map<string, Tried>()
  let byLevel = new Map<string, Tried>()

  const rateOf = (task: TaskInfo): number => {
    const [successes, trials] = byTask.get(task.id) ?? UNTRIED
    const [ofLevel, inLevel] = byLevel.get(levelOf(task)) ?? UNTRIED
    const prior = (1 + ofLevel) / (2 + inLevel)
    return (successes + PRIOR * prior) / (trials + PRIOR)
  }
  const add = (to: Map<string, Tried>, key: string, memory: number, [won, played]: Tried) => {
    const [successes, trials] = to.get(key) ?? UNTRIED
    to.set(key, [memory * successes + won, memory * trials + played])
  }
  return {
    next(number) {
      const rng = createRng(deriveSeed(seed, 'candidates', number))
      if (rng.chance(explore)) return inPasses(explored++)
      const places = new Set<number>()
      while (places.size < Math.min(candidates, tasks.length)) places.add(rng.int(tasks.length))
      const drawn = [...places].map((place) => tasks[place] as TaskInfo)
      const distances = drawn.map((task) => Math.abs(rateOf(task) - target))
      return drawn[distances.indexOf(Math.min(...distances))] as TaskInfo
    },
    report(task, successes) {
      const known = successes.filter((success) => success !== null)
      if (known.length === 0) return
      const result: Tried = [known.filter(Boolean).length, known.length]
      add(byTask, task.id, TASK_MEMORY, result)
      add(byLevel, levelOf(task), LEVEL_MEMORY, result)
    },
    state: () => ({ explored, tasks: listed(byTask), levels: listed(byLevel) }),
    restore(state) {
      const saved = savedState.safeParse(state)
      if (!saved.success) throw otherState(env, zodProblem(saved.error))
      const ids = new Set(tasks.map(({ id }) => id))
      const strange = saved.data.tasks.find(([id]) => !ids.has(id))
      if (strange) throw otherState(env, `it knows the task ${strange[0]}, and there is none`)
      explored = saved.data.explored
      byTask = mapped(saved.data.tasks)
      byLevel = mapped(saved.data.levels)
    },
  }
}

const levelOf = ({ difficulty }: TaskInfo) => String(difficulty ?? '')
const listed = (all: ReadonlyMap<string, Tried>) =>
  [...all].map(([key, [successes, trials]]) => [key, successes, trials] as const)
const mapped = (all: readonly (readonly [string, number, number])[]) =>
  new Map(all.map(([key, successes, trials]): [string, Tried] => [key, [successes, trials]]))
