import type { Env, SnapshotEnv } from '../env.ts'
import type { Space } from '../spaces/space.ts'
import { andThen, stepper, wrap } from './wrap.ts'

/** Shows the policy `fn(observation)`; `space` says what comes out. */
export function transformObservation<Obs, Act, Obs2>(
  env: SnapshotEnv<Obs, Act>,
  space: Space<Obs2>,
  fn: (observation: Obs) => Obs2,
): SnapshotEnv<Obs2, Act>
export function transformObservation<Obs, Act, Obs2>(
  env: Env<Obs, Act>,
  space: Space<Obs2>,
  fn: (observation: Obs) => Obs2,
): Env<Obs2, Act>
export function transformObservation<Obs, Act, Obs2>(
  env: Env<Obs, Act>,
  space: Space<Obs2>,
  fn: (observation: Obs) => Obs2,
): Env<Obs2, Act> {
  const inner = stepper(env)
  return wrap<Obs, Act, Obs2, Act>(env, {
    spec: { kind: 'transformObservation', params: { name: fn.name } },
    overrides: { observationSpace: space },
    reset: ({ observation, info }) => ({ observation: fn(observation), info }),
    step: (action, options) =>
      andThen(inner(action, options), (step) => ({ ...step, observation: fn(step.observation) })),
    again: (copy) => transformObservation(copy, space, fn),
  })
}
