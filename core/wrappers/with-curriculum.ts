import type { Curriculum } from '../curriculum.ts'
import type { Env, SnapshotEnv, Step, TaskInfo } from '../env.ts'
import { ConfigError } from '../errors.ts'
import type { Signals } from '../reward.ts'
import { createRng, deriveSeed } from '../rng.ts'
import { andThen, stepper, wrap } from './wrap.ts'

export interface WithCurriculumOptions {
  /** Split the tasks are of (default `train` where there is one, else all). */
  readonly split?: string
}

/**
 * Chooses the task of every episode that asks for none from the level the curriculum is at, and reports how it ended:
 * a success is the signal `solved` once graded, or a return of at least the env's threshold where there is no such
 * signal. Reported is each episode whose task was chosen here, once: when it is graded (`rollout` does that), or at the
 * next reset. The curriculum may be shared by many envs; snapshots do not rewind it.
 * @throws ConfigError at reset, where the env has no tasks of a level.
 */
export function withCurriculum<Obs, Act>(
  env: SnapshotEnv<Obs, Act>,
  curriculum: Curriculum,
  options?: WithCurriculumOptions,
): SnapshotEnv<Obs, Act>
export function withCurriculum<Obs, Act>(
  env: Env<Obs, Act>,
  curriculum: Curriculum,
  options?: WithCurriculumOptions,
): Env<Obs, Act>
export function withCurriculum<Obs, Act>(
  env: Env<Obs, Act>,
  curriculum: Curriculum,
  options: WithCurriculumOptions = {},
): Env<Obs, Act> {
  const inner = stepper(env)
  const { runner } = env
  // As in the env: episodes without a seed follow from the last one that was given.
  let root = 0
  let count = 0
  let level: string | number | null = null
  let episodeReturn = 0
  let ended: Signals | 'unmeasured' | null = null

  const report = (graded: Signals | null) => {
    if (level === null || ended === null) return
    const solved = (graded ?? (ended === 'unmeasured' ? {} : ended))['solved']
    const isSuccess =
      typeof solved === 'boolean' ? solved : episodeReturn >= env.spec.rewardThreshold
    curriculum.report(level, isSuccess)
    level = null
  }
  const watch = (step: Step<Obs>): Step<Obs> => {
    episodeReturn += step.reward
    if (step.terminated || step.truncated) ended = step.info.signals ?? 'unmeasured'
    return step
  }
  return wrap<Obs, Act>(env, {
    spec: { kind: 'withCurriculum', params: { ...options } },
    ...(runner
      ? {
          overrides: {
            runner: {
              ...runner,
              async finish(how, signal) {
                const graded = await runner.finish(how, signal)
                report(graded)
                return graded
              },
            },
          },
        }
      : {}),
    async prepare(request = {}) {
      report(null)
      level = ended = null
      episodeReturn = 0
      if (request.seed !== undefined) [root, count] = [request.seed, 0]
      if (request.task !== undefined) return request
      const rng = createRng(deriveSeed(root, 'curriculum', count++))
      level = curriculum.next(rng)
      return { ...request, task: rng.pick(await tasksOf(env, level, options.split)).id }
    },
    step: (action, request) => andThen(inner(action, request), watch),
    save: () => [root, count, episodeReturn],
    load(state) {
      ;[root = 0, count = 0, episodeReturn = 0] = state as number[]
    },
    again: (copy) => withCurriculum(copy, curriculum, options),
  })
}

async function tasksOf(
  env: Env<unknown, unknown>,
  level: string | number,
  wanted: string | undefined,
): Promise<readonly TaskInfo[]> {
  const all = (await env.runner?.tasks?.()) ?? []
  const split = wanted ?? (all.some((task) => task.split === 'train') ? 'train' : undefined)
  const tasks = all.filter(
    (task) =>
      String(task.difficulty) === String(level) && (split === undefined || task.split === split),
  )
  if (tasks.length > 0) return tasks
  const known = [...new Set(all.map(({ difficulty }) => difficulty))].filter(
    (one) => one !== undefined,
  )
  throw new ConfigError(
    `Cannot follow the curriculum of ${env.spec.id}: it has no tasks of difficulty ${level}${
      split === undefined ? '' : ` in split ${split}`
    } (${
      known.length === 0
        ? 'its tasks have no difficulty'
        : `it has ${known.join(', ')}; text envs have every level with difficulty "all"`
    })`,
  )
}
