import type { Env, SnapshotEnv, Step } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { stepper, wrap } from './wrap.ts'

/** Truncates an episode after `maxSteps` steps that did not end it; the spec says so. */
export function limitTime<Obs, Act>(
  env: SnapshotEnv<Obs, Act>,
  maxSteps: number,
): SnapshotEnv<Obs, Act>
export function limitTime<Obs, Act>(env: Env<Obs, Act>, maxSteps: number): Env<Obs, Act>
export function limitTime<Obs, Act>(env: Env<Obs, Act>, maxSteps: number): Env<Obs, Act> {
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1) {
    throw new ConfigError(
      `Cannot limit ${env.spec.id} to ${maxSteps} steps (give a whole number from 1)`,
    )
  }
  const inner = stepper(env)
  let steps = 0
  let episode = 0
  const count = (step: Step<Obs>): Step<Obs> => {
    steps++
    if (steps < maxSteps || step.terminated || step.truncated) return step
    return {
      ...step,
      truncated: true,
      info: { ...step.info, reason: `limit of ${maxSteps} steps` },
    }
  }
  return wrap<Obs, Act>(env, {
    spec: { kind: 'limitTime', params: { maxSteps } },
    maxEpisodeSteps: Math.min(maxSteps, env.spec.maxEpisodeSteps),
    reset(result) {
      steps = 0
      episode++
      return result
    },
    step(action, options) {
      const result = inner(action, options)
      if (!(result instanceof Promise)) return count(result)
      const mine = episode
      // A step that a reset overtook is none of the new episode's.
      return result.then((step) => (mine === episode ? count(step) : step))
    },
    save: () => steps,
    load(state) {
      steps = Number(state)
      episode++
    },
    again: (copy) => limitTime(copy, maxSteps),
  })
}
