import type { Env, SnapshotEnv, Step } from '../env.ts'
import { EnvError, RewardError } from '../errors.ts'
import { zodProblem } from '../zod-problem.ts'
import { andThen, stepper, wrap } from './wrap.ts'

/** Steps of an env whose observations are checked in full; numbers and flags are checked on every step. */
const FULL_CHECKS = 32

/** Rejects when an env breaks its own word: EnvError for observations outside their space and flags that are none, RewardError for rewards that are no numbers. */
export function checkPassively<Obs, Act>(env: SnapshotEnv<Obs, Act>): SnapshotEnv<Obs, Act>
export function checkPassively<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act>
export function checkPassively<Obs, Act>(env: Env<Obs, Act>): Env<Obs, Act> {
  const inner = stepper(env)
  let fullChecks = FULL_CHECKS

  const checkObservation = (observation: Obs, from: string) => {
    if (fullChecks-- <= 0) return
    const parsed = env.observationSpace.schema.safeParse(observation)
    if (parsed.success) return
    throw new EnvError(
      `Cannot accept the observation of ${from} of ${env.spec.id}: ${zodProblem(parsed.error)} (make it fit observationSpace)`,
    )
  }
  const check = (step: Step<Obs>): Step<Obs> => {
    if (!Number.isFinite(step.reward)) {
      throw new RewardError(
        `Cannot accept the reward of ${env.spec.id}: it is ${step.reward} (make every part a finite number)`,
      )
    }
    if (typeof step.terminated !== 'boolean' || typeof step.truncated !== 'boolean') {
      throw new EnvError(
        `Cannot accept a step of ${env.spec.id}: terminated and truncated are not both booleans`,
      )
    }
    checkObservation(step.observation, 'step()')
    return step
  }

  return wrap<Obs, Act>(env, {
    spec: { kind: 'checkPassively', params: {} },
    reset(result) {
      checkObservation(result.observation, 'reset()')
      return result
    },
    step: (action, options) => andThen(inner(action, options), check),
    again: checkPassively,
  })
}
