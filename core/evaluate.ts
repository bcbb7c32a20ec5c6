import { classifyError } from './errors.ts'
import {
  type RewardTerm,
  type Score,
  type Services,
  type StepTurn,
  scored,
  sumScores,
  unscored,
} from './reward.ts'
import type { Trajectory } from './trajectory.ts'

/** The provisional value of a term for one step; terms without a step moment give 0. */
export function provisional<Sig>(term: RewardTerm<Sig>, turn: StepTurn<Sig>): number {
  return term.step ? term.step(turn) : 0
}

/** The provisional values of a term's named parts. */
export function provisionalParts<Sig>(
  term: RewardTerm<Sig>,
  turn: StepTurn<Sig>,
): Record<string, number> {
  const values: Record<string, number> = {}
  for (const [name, part] of Object.entries(namedParts(term)))
    values[name] = provisional(part, turn)
  return values
}

/** A term's parts by name; the term itself, under its name or kind, where it has none. */
export function namedParts<Sig>(term: RewardTerm<Sig>): Readonly<Record<string, RewardTerm<Sig>>> {
  if (term.parts) return term.parts
  return {
    [term.spec.kind === 'custom' && 'name' in term.spec ? term.spec.name : term.spec.kind]: term,
  }
}

type Memo = WeakMap<object, Promise<readonly Score[]>>
const memos = new WeakMap<Services, WeakMap<object, Memo>>()

/**
 * The final scores of a term, one a turn. Asked twice for the same trajectory and services it
 * answers from memory: a composition and its named parts share one evaluation, so a judge is asked once.
 * What a term throws leaves its turns unscored; it never becomes a value.
 */
export function finalScores<Sig>(
  term: RewardTerm<Sig>,
  trajectory: Trajectory<Sig>,
  services: Services,
): Promise<readonly Score[]> {
  const byTrajectory = getOrMake(memos, services, () => new WeakMap<object, Memo>())
  const memo = getOrMake(byTrajectory, trajectory, () => new WeakMap() as Memo)
  return getOrMake(memo, term, () => evaluate(term, trajectory, services))
}

async function evaluate<Sig>(
  term: RewardTerm<Sig>,
  trajectory: Trajectory<Sig>,
  services: Services,
): Promise<readonly Score[]> {
  const all = (score: Score) => trajectory.turns.map(() => score)
  try {
    const scores = term.finalize
      ? await term.finalize(trajectory, services)
      : stepTurns(trajectory).map((turn) => scored(turn ? provisional(term, turn) : 0))
    if (scores.length !== trajectory.turns.length) return all(unscored('RewardError'))
    return scores.map(numberOrUnscored)
  } catch (error) {
    return all(unscored(classifyError(error, 'RewardError')))
  }
}

/**
 * The scores of a term for a group, one a trajectory: its `group` moment, or the sum of its final
 * scores. Failed trajectories are unscored and never reach the term.
 */
export async function groupScores<Sig>(
  term: RewardTerm<Sig>,
  trajectories: readonly Trajectory<Sig>[],
  services: Services,
): Promise<readonly Score[]> {
  const played = trajectories.filter(({ outcome }) => outcome.status === 'completed')
  let scores: readonly Score[]
  try {
    scores = term.group
      ? await term.group(played, services)
      : await Promise.all(
          played.map(async (trajectory) =>
            sumScores(await finalScores(term, trajectory, services)),
          ),
        )
    if (scores.length !== played.length) scores = played.map(() => unscored('RewardError'))
    scores = scores.map(numberOrUnscored)
  } catch (error) {
    const cause = classifyError(error, 'RewardError')
    scores = played.map(() => unscored(cause))
  }
  const byTrajectory = new Map(played.map((trajectory, index) => [trajectory, scores[index]]))
  return trajectories.map((trajectory) => {
    const { outcome } = trajectory
    if (outcome.status === 'failed') return unscored(outcome.error.class)
    return byTrajectory.get(trajectory) ?? unscored('RewardError')
  })
}

/**
 * A trajectory as terms saw it while it ran, grading included: one entry a turn, null for turns
 * that measured nothing. Signals of grading stand in for the last turn's.
 */
export function stepTurns<Sig>(trajectory: Trajectory<Sig>): readonly (StepTurn<Sig> | null)[] {
  let previous = trajectory.initial.signals
  const last = trajectory.turns.at(-1)
  return trajectory.turns.map((turn) => {
    const signals = turn === last ? (trajectory.finalSignals ?? turn.signals) : turn.signals
    if (signals === null) return null
    const seen = { index: turn.index, signals, previous, terminated: turn.terminated }
    previous = signals
    return seen
  })
}

/** The signals an episode ended with; null when it never measured any. */
export function lastSignals<Sig>(trajectory: Trajectory<Sig>): Sig | null {
  if (trajectory.finalSignals) return trajectory.finalSignals
  return trajectory.turns.findLast((turn) => turn.signals !== null)?.signals ?? null
}

function numberOrUnscored(score: Score): Score {
  if (score.status === 'unscored') return score
  const finite = score.status === 'scored' && Number.isFinite(score.value)
  return finite ? score : unscored('RewardError')
}

function getOrMake<K extends object, V>(map: WeakMap<K, V>, key: K, build: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = build()
  map.set(key, made)
  return made
}
