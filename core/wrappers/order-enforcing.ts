import type { Env, SnapshotEnv, Step } from '../env.ts'
import { ResetNeededError } from '../errors.ts'
import { stepper, wrap } from './wrap.ts'

/**
 * `step()` before `reset()`, after the end of an episode, while another step runs, or after `close()`
 * rejects with ResetNeededError; so does a step that a reset overtakes, which must not end the new episode.
 */
export function enforceOrder<Obs, Act>(env: SnapshotEnv<Obs, Act>): SnapshotEnv<Obs, Act>
export function enforceOrder<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act>
export function enforceOrder<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act> {
  const step = stepper(env)
  let problem: string | null = 'no episode has begun'
  let busy = false
  let episode = 0
  const begin = (state: string | null) => {
    episode++
    busy = false
    problem = state
  }
  const settle = (done: Step<Obs>): Step<Obs> => {
    busy = false
    if (done.terminated || done.truncated) problem = 'the episode has ended'
    return done
  }
  const settleLater = async (late: Promise<Step<Obs>>): Promise<Step<Obs>> => {
    const mine = episode
    busy = true
    try {
      const done = await late
      if (mine === episode) return settle(done)
    } catch (error) {
      if (mine === episode) busy = false
      throw error
    }
    throw new ResetNeededError(
      `Cannot finish a step of env ${env.spec.id}: its episode is over (await a step before reset())`,
    )
  }
  return wrap<Obs, Act>(env, {
    spec: { kind: 'enforceOrder', params: {} },
    reset(result) {
      begin(null)
      return result
    },
    step(action, options) {
      if (problem !== null) {
        throw new ResetNeededError(
          `Cannot step env ${env.spec.id}: ${problem} (call reset() first)`,
        )
      }
      if (busy) {
        throw new ResetNeededError(
          `Cannot step env ${env.spec.id}: the last step has not finished (await it first)`,
        )
      }
      const result = step(action, options)
      return result instanceof Promise ? settleLater(result) : settle(result)
    },
    close() {
      begin('it is closed')
      return env.close()
    },
    save: () => problem,
    load(state) {
      begin(typeof state === 'string' ? state : null)
    },
    again: enforceOrder,
  })
}
