import type { Env, SnapshotEnv } from '../env.ts'
import { finalScores, groupScores, namedParts, provisional } from '../evaluate.ts'
import { combineScores, type RewardTerm } from '../reward.ts'
import { andThen, stepper, wrap } from './wrap.ts'

/** Maps the reward of every step, provisional and final, and a group's scores; the named parts stay as they are. */
export function transformReward<Obs, Act>(
  env: SnapshotEnv<Obs, Act>,
  fn: (reward: number) => number,
): SnapshotEnv<Obs, Act>
export function transformReward<Obs, Act>(
  env: Env<Obs, Act>,
  fn: (reward: number) => number,
): Env<Obs, Act>
export function transformReward<Obs, Act>(
  env: Env<Obs, Act>,
  fn: (reward: number) => number,
): Env<Obs, Act> {
  const inner = stepper(env)
  const { runner } = env
  return wrap<Obs, Act>(env, {
    spec: { kind: 'transformReward', params: { name: fn.name } },
    ...(runner ? { overrides: { runner: { ...runner, reward: mapTerm(runner.reward, fn) } } } : {}),
    step: (action, options) =>
      andThen(inner(action, options), (step) => ({ ...step, reward: fn(step.reward) })),
    again: (copy) => transformReward(copy, fn),
  })
}

function mapTerm(term: RewardTerm<never>, fn: (reward: number) => number): RewardTerm<never> {
  return {
    ...term,
    spec: { kind: 'custom', name: `transformReward(${fn.name})` },
    step: (turn) => fn(provisional(term, turn)),
    finalize: async (trajectory, services) =>
      combineScores([await finalScores(term, trajectory, services)], ([value = 0]) => fn(value)),
    ...(term.group
      ? {
          group: async (trajectories, services) =>
            combineScores([await groupScores(term, trajectories, services)], ([value = 0]) =>
              fn(value),
            ),
        }
      : {}),
    parts: namedParts(term),
  }
}
