import type { Score, Trajectory } from '../../core/index.ts'
import type { CreditEpisode } from '../advantages/episode.ts'

export interface CreditSource {
  readonly trajectory: Trajectory
  /** Key of those that share a baseline. */
  readonly group: string
  /** Under the reward that is trained; null where unscored. A group's own score may differ from the sum of turns. */
  readonly return: number | null
  readonly greedyReturn?: number | null
}

/** A trajectory as plain numbers, by decision: what estimators of advantages take. */
export function creditEpisode(source: CreditSource): CreditEpisode {
  const { trajectory, group, greedyReturn } = source
  const { decisions, outcome } = trajectory
  const tokens = decisions.map(({ samples }) =>
    samples.reduce((sum, { ids }) => sum + ids.length, 0),
  )
  const total = source.return
  const byTurn = outcome.status === 'completed' ? byDecision(trajectory, outcome.turns) : null
  const parts = outcome.status === 'completed' ? partsOf(trajectory, outcome.parts) : {}
  return {
    group,
    tokens,
    rewards: byTurn && total !== null ? withTotal(byTurn, total) : null,
    ...(Object.keys(parts).length > 0 ? { parts } : {}),
    ...cutsOf(trajectory),
    states: statesOf(trajectory),
    ...(greedyReturn === undefined ? {} : { greedyReturn }),
  }
}

/** Scores of env steps, added up by the decision they came from; null as soon as one is unscored. */
function byDecision({ decisions, turns }: Trajectory, scores: readonly Score[]): number[] | null {
  const sums = decisions.map(() => 0)
  for (const [index, score] of scores.entries()) {
    if (score.status === 'unscored') return null
    const decision = turns[index]?.decision ?? 0
    sums[decision] = (sums[decision] ?? 0) + score.value
  }
  return sums
}

/** What a group's ranking adds is known at the end, and paid there. */
function withTotal(rewards: readonly number[], total: number): readonly number[] {
  const rest = total - rewards.reduce((sum, reward) => sum + reward, 0)
  if (Math.abs(rest) < 1e-12 || rewards.length === 0) return rewards
  return rewards.map((reward, turn) => (turn === rewards.length - 1 ? reward + rest : reward))
}

function partsOf(
  trajectory: Trajectory,
  parts: Readonly<Record<string, readonly Score[]>>,
): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, scores]) => {
      const sums = byDecision(trajectory, scores)
      return sums ? [[name, sums] as const] : []
    }),
  )
}

/** Envs that replay demonstrations put the expert's action in the place of another, and say so. */
function cutsOf({ decisions, turns }: Trajectory): Pick<CreditEpisode, 'cuts'> {
  const patched = new Set(
    turns.flatMap(({ decision, signals }) =>
      Number(signals?.['patched'] ?? 0) === 1 ? [decision] : [],
    ),
  )
  return patched.size > 0 ? { cuts: decisions.map((_, index) => patched.has(index)) } : {}
}

/** The hash of the state that each decision was made in. */
function statesOf({ initial, decisions, turns }: Trajectory): readonly (string | null)[] {
  const states: (string | null)[] = decisions.map(() => null)
  let now = initial.stateHash ?? null
  let next = 0
  for (const turn of turns) {
    for (; next <= turn.decision; next++) states[next] = now
    now = turn.stateHash ?? null
  }
  for (; next < states.length; next++) states[next] = now
  return states
}
