import type { Trajectory } from '../../core/index.ts'
import type { RolloutGroup } from './rollout-group.ts'

/** Decisions of an episode that drew tokens, and those of them that nothing valid came of. */
export interface VoidTurns {
  readonly void: number
  readonly of: number
}

/**
 * A void turn drew tokens and held no valid action (SimpleTIR, arXiv:2509.02479: neither a whole call nor an
 * answer). Failures of the machinery are none of the policy's: failed episodes have no void turns.
 */
export function voidTurns({ decisions, turns, outcome }: Trajectory): VoidTurns {
  if (outcome.status === 'failed') return { void: 0, of: 0 }
  const valid = new Set(
    turns.filter(({ invalid }) => invalid === undefined).map(({ decision }) => decision),
  )
  const drew = [...decisions.keys()].filter((decision) =>
    decisions[decision]?.samples.some(({ purpose, ids }) => purpose === 'act' && ids.length > 0),
  )
  return { void: drew.filter((decision) => !valid.has(decision)).length, of: drew.length }
}

/** The group as if its episodes with void turns had not been played. Statistics are of the whole group. */
export function withoutVoidEpisodes(group: RolloutGroup): RolloutGroup {
  const left = [...group.trajectories.entries()].flatMap(([member, trajectory]) =>
    voidTurns(trajectory).void === 0 ? [member] : [],
  )
  const of = <T>(values: readonly T[]) => left.map((member) => values[member] as T)
  return {
    ...group,
    trajectories: of(group.trajectories),
    returns: of(group.returns),
    successes: of(group.successes),
  }
}
