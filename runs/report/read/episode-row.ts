import type { Json, Signals, Trajectory } from '../../../core/index.ts'
import { causeOf, type EpisodeResult } from '../../result.ts'
import type { EpisodeRow } from '../page-data.ts'

/** Longer texts among signals are shown in the transcript alone. */
const LONG = 80

/** What the list shows of an episode, and where its transcript is said later. */
export type ListedEpisode = Omit<EpisodeRow, 'run' | 'success' | 'tags' | 'blob'>

export function listedEpisode(trajectory: Trajectory, result: EpisodeResult): ListedEpisode {
  const { task, outcome, timings } = trajectory
  const { reward } = result
  return {
    id: trajectory.id,
    task: task?.id ?? null,
    split: textOf(task?.split),
    difficulty: textOf(task?.difficulty),
    kind: textOf(task?.kind),
    seed: trajectory.seed,
    group: trajectory.group,
    reward: reward.status === 'scored' ? reward.value : null,
    unscored: causeOf(reward),
    ended: outcome.status === 'failed' ? 'failed' : outcome.ended,
    turns: result.turns,
    failedActions: result.failedActions,
    attempts: result.attempts,
    ms: timings.setupMs + timings.agentMs + timings.envMs + timings.gradingMs,
    signals: shortSignals(lastSignals(trajectory)),
  }
}

function lastSignals({ finalSignals, turns, initial }: Trajectory): Signals {
  return finalSignals ?? turns.findLast(({ signals }) => signals)?.signals ?? initial.signals ?? {}
}

function shortSignals(signals: Signals): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(signals).filter(
      ([, value]) =>
        typeof value === 'number' ||
        typeof value === 'boolean' ||
        (typeof value === 'string' && value.length <= LONG),
    ),
  ) as Record<string, Json>
}

const textOf = (value: unknown) => (value === undefined || value === null ? null : String(value))
