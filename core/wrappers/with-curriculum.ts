import type { Curriculum } from '../curriculum.ts'
import type { Env, SnapshotEnv, Step, TaskInfo } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { createRng, deriveSeed } from '../rng.ts'
import { andThen, stepper, wrap } from './wrap.ts'

/**
 * Chooses the task of every episode that asks for none from the level the curriculum is at, and reports how it ended:
 * a success is the signal `solved`, or a return of at least the env's threshold where there is no such signal. The
 * curriculum may be shared by many envs; snapshots do not rewind it.
 * @throws ConfigError at reset, where the env has no tasks of a level.
 */
export function withCurriculum<Obs, Act>(
  env: SnapshotEnv<Obs, Act>,
  curriculum: Curriculum,
): SnapshotEnv<Obs, Act>
export function withCurriculum<Obs, Act>(env: Env<Obs, Act>, curriculum: Curriculum): Env<Obs, Act>
export function withCurriculum<Obs, Act>(
  env: Env<Obs, Act>,
  curriculum: Curriculum,
): Env<Obs, Act> {
  const inner = stepper(env)
  let episodes = 0
  let episodeReturn = 0
  const report = (step: Step<Obs>): Step<Obs> => {
    episodeReturn += step.reward
    if (!step.terminated && !step.truncated) return step
    const { difficulty } = env.runner?.task() ?? {}
    const solved = step.info.signals?.['solved']
    const isSuccess =
      typeof solved === 'boolean' ? solved : episodeReturn >= env.spec.rewardThreshold
    if (difficulty !== undefined) curriculum.report(difficulty, isSuccess)
    return step
  }
  return wrap<Obs, Act>(env, {
    spec: { kind: 'withCurriculum', params: {} },
    async prepare(options = {}) {
      episodeReturn = 0
      if (options.task !== undefined) return options
      const seed = options.seed ?? episodes++
      const rng = createRng(deriveSeed(seed, 'curriculum'))
      const level = curriculum.next(rng)
      return { ...options, task: rng.pick(await tasksOf(env, level)).id }
    },
    step: (action, options) => andThen(inner(action, options), report),
    save: () => [episodes, episodeReturn],
    load(state) {
      ;[episodes = 0, episodeReturn = 0] = state as number[]
    },
    again: (copy) => withCurriculum(copy, curriculum),
  })
}

async function tasksOf(
  env: Env<unknown, unknown>,
  level: string | number,
): Promise<readonly TaskInfo[]> {
  const all = (await env.runner?.tasks?.()) ?? []
  const tasks = all.filter(({ difficulty }) => String(difficulty) === String(level))
  if (tasks.length > 0) return tasks
  const known = [...new Set(all.map(({ difficulty }) => difficulty))].filter(
    (one) => one !== undefined,
  )
  throw new ConfigError(
    `Cannot follow the curriculum of ${env.spec.id}: it has no tasks of difficulty ${level} (${
      known.length === 0
        ? 'its tasks have no difficulty'
        : `it has ${known.join(', ')}; text envs have every level with difficulty "all"`
    })`,
  )
}
