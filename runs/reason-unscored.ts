import {
  messageOf,
  provisional,
  type RewardTerm,
  type Signals,
  scored,
  stepTurns,
  type Trajectory,
} from '../core/index.ts'

/**
 * Why a trajectory has no score under a term, as the term or the first of its parts that fails says it:
 * scores keep the class alone. null where none says anything.
 */
export async function reasonUnscored(
  term: RewardTerm<Signals>,
  trajectory: Trajectory,
): Promise<string | null> {
  for (const part of Object.values(term.parts ?? {})) {
    const reason = await reasonUnscored(part, trajectory)
    if (reason !== null) return reason
  }
  const { turns } = trajectory
  try {
    const scores = term.finalize
      ? await term.finalize(trajectory, {})
      : stepTurns(trajectory).map((turn) => scored(turn ? provisional(term, turn) : 0))
    if (scores.length !== turns.length) {
      return `it gives ${scores.length} scores for ${turns.length} turns`
    }
    const bad = scores.findIndex((score) => score.status === 'scored' && !isNumber(score.value))
    const score = scores[bad]
    return score?.status === 'scored' ? `it gives ${String(score.value)} for turn ${bad}` : null
  } catch (error) {
    return messageOf(error)
  }
}

const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)
