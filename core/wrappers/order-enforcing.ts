import type { Env, SnapshotEnv } from '../env.ts'
import { ResetNeededError } from '../errors.ts'
import { stepper, then, wrap } from './wrap.ts'

/** `step()` before `reset()`, after the end of an episode, or after `close()` rejects with ResetNeededError. */
export function enforceOrder<Obs, Act>(env: SnapshotEnv<Obs, Act>): SnapshotEnv<Obs, Act>
export function enforceOrder<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act>
export function enforceOrder<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act> {
  const step = stepper(env)
  let problem: string | null = 'no episode has begun'
  let busy = false
  const settle = (ended: boolean) => {
    busy = false
    if (ended) problem = 'the episode has ended'
  }
  return wrap<Obs, Act>(env, {
    spec: { kind: 'enforceOrder', params: {} },
    reset(result) {
      problem = null
      busy = false
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
      if (result instanceof Promise) {
        busy = true
        result.catch(() => settle(false))
      }
      return then(result, (done) => {
        settle(done.terminated || done.truncated)
        return done
      })
    },
    close() {
      problem = 'it is closed'
      return env.close()
    },
    save: () => problem,
    load(state) {
      problem = typeof state === 'string' ? state : null
    },
    again: enforceOrder,
  })
}
