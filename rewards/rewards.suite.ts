import type { RewardTerm, Score, Signals, Trajectory, Turn } from '../core/index.ts'
import { finalScores, sumScores } from '../core/index.ts'

/** A trajectory that measured `initial` and then one entry a turn (null: an invalid action). */
export function trajectoryOf<Sig extends Signals>(
  initial: Sig | null,
  measured: readonly (Sig | null)[],
  ended: 'terminated' | 'truncated' = 'terminated',
): Trajectory<Sig> {
  const last = measured.length - 1
  const turns = measured.map(
    (signals, index): Turn<Sig> => ({
      index,
      decision: index,
      action: null,
      observation: null,
      signals,
      reward: 0,
      rewards: {},
      terminated: index === last && ended === 'terminated',
      truncated: index === last && ended === 'truncated',
      durationMs: 0,
    }),
  )
  return {
    version: 1,
    id: 'x',
    env: {
      id: 'test/Any-v0',
      options: {},
      reward: { preset: null, term: { kind: 'custom', name: 'any' } },
      maxEpisodeSteps: turns.length,
      rewardThreshold: 1,
      wrappers: [],
    },
    agent: 'any',
    task: null,
    seed: 0,
    group: '',
    initial: { observation: null, info: {}, signals: initial },
    decisions: [],
    turns,
    finalSignals: null,
    outcome: {
      status: 'completed',
      ended,
      parts: {},
      turns: [],
      reward: { status: 'scored', value: 0 },
    },
    timings: { setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0 },
    attempts: 1,
    versions: {},
  }
}

/** The final value of each turn; an unscored one is its class. */
export async function valuesOf<Sig>(
  term: RewardTerm<Sig>,
  trajectory: Trajectory<Sig>,
): Promise<(number | string)[]> {
  return (await finalScores(term, trajectory, {})).map(plain)
}

/** The sum of the final values. */
export async function totalOf<Sig>(
  term: RewardTerm<Sig>,
  trajectory: Trajectory<Sig>,
): Promise<number | string> {
  return plain(sumScores(await finalScores(term, trajectory, {})))
}

const plain = (score: Score) => (score.status === 'scored' ? score.value : score.cause)

/** A term whose verdict on every turn does not come. */
export const unavailable: RewardTerm<Signals> = {
  spec: { kind: 'custom', name: 'unavailable' },
  finalize: async ({ turns }) => turns.map(() => ({ status: 'unscored', cause: 'JudgeError' })),
}
