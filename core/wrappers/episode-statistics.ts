import type { Env, SnapshotEnv, Step } from '../env.ts'
import { andThen, stepper, wrap } from './wrap.ts'

/** Puts `info.episode = { return, length }` (provisional rewards summed, steps) on the last step of an episode. */
export function recordStatistics<Obs, Act>(env: SnapshotEnv<Obs, Act>): SnapshotEnv<Obs, Act>
export function recordStatistics<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act>
export function recordStatistics<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act> {
  const inner = stepper(env)
  let episodeReturn = 0
  let length = 0
  const add = (step: Step<Obs>): Step<Obs> => {
    episodeReturn += step.reward
    length++
    if (!step.terminated && !step.truncated) return step
    return { ...step, info: { ...step.info, episode: { return: episodeReturn, length } } }
  }
  return wrap<Obs, Act>(env, {
    spec: { kind: 'recordStatistics', params: {} },
    reset(result) {
      episodeReturn = 0
      length = 0
      return result
    },
    step: (action, options) => andThen(inner(action, options), add),
    save: () => [episodeReturn, length],
    load(state) {
      ;[episodeReturn = 0, length = 0] = state as number[]
    },
    again: recordStatistics,
  })
}
