import type { Tokenizer } from '../../models/index.ts'
import type { RolloutGroup } from '../rollouts/rollout-group.ts'
import type { AdvantageStream } from './training-sample.ts'

/** One episode of `samples.jsonl`: everything another trainer needs, and a person likes to see. */
export interface ExportedEpisode {
  readonly update: number
  readonly group: string
  readonly episode: string
  readonly env: string
  readonly task: string | null
  readonly difficulty: string | number | null
  readonly seed: number
  /** null: unscored. */
  readonly return: number | null
  readonly success: boolean | null
  /** By decision of the agent; `advantage` is the mean over its trained tokens, null where none is. */
  readonly turns: readonly { readonly reward: number; readonly advantage: number | null }[]
  /** Named parts of the reward, summed over the episode. */
  readonly parts: Readonly<Record<string, number>>
  readonly samples: readonly ExportedSample[]
}

/** A training sample; all arrays are aligned to `ids`. */
export interface ExportedSample {
  readonly ids: readonly number[]
  readonly texts: readonly string[]
  /** 1 where the token is trained. */
  readonly mask: readonly number[]
  /** Of the sampler, at its temperature; 0 where nothing was drawn. */
  readonly logProbs: readonly number[]
  readonly advantages: readonly number[]
  /** The decision that drew the token; -1 elsewhere. */
  readonly turn: readonly number[]
  readonly temperature: number
}

/** Groups with the streams their tokens were trained by, as JSON lines. */
export function exportSamples(
  groups: readonly RolloutGroup[],
  streams: readonly AdvantageStream[],
  {
    update,
    tokenizer,
    all,
  }: {
    readonly update: number
    readonly tokenizer: Pick<Tokenizer, 'decode'>
    /** How many groups; 0 for all. */
    readonly all: number
  },
): readonly ExportedEpisode[] {
  const text = (id: number) => tokenizer.decode([id])
  const chosen = all === 0 ? groups.length : all
  const starts = groups.map((_, at) =>
    groups.slice(0, at).reduce((sum, { trajectories }) => sum + trajectories.length, 0),
  )
  return groups.slice(0, chosen).flatMap((group, at) =>
    group.trajectories.map((trajectory, member): ExportedEpisode => {
      const own = streams.filter(({ sample }) => sample.episode === (starts[at] ?? 0) + member)
      const { task, seed, id, env, outcome, decisions, turns } = trajectory
      const completed = outcome.status === 'completed' ? outcome : null
      const rewards = decisions.map(() => 0)
      for (const [index, score] of (completed?.turns ?? []).entries()) {
        const decision = turns[index]?.decision ?? 0
        if (score.status === 'scored') rewards[decision] = (rewards[decision] ?? 0) + score.value
      }
      return {
        ...{ update, group: group.plan.key, episode: id, env: env.id, seed },
        task: task?.id ?? null,
        difficulty: task?.difficulty ?? null,
        return: group.returns[member] ?? null,
        success: group.successes[member] ?? null,
        turns: rewards.map((reward, turn) => ({ reward, advantage: meanAdvantage(own, turn) })),
        parts: partsOf(completed?.parts ?? {}),
        samples: own.map(({ sample, mask, advantages }) => ({
          ids: [...sample.ids],
          texts: Array.from(sample.ids, text),
          mask: [...mask],
          logProbs: [...sample.logProbs],
          advantages: [...advantages],
          turn: [...sample.turn],
          temperature: sample.temperature,
        })),
      }
    }),
  )
}

function meanAdvantage(streams: readonly AdvantageStream[], turn: number): number | null {
  let sum = 0
  let count = 0
  for (const { sample, mask, advantages } of streams) {
    for (const [at, trained] of mask.entries()) {
      if (!trained || sample.turn[at] !== turn) continue
      sum += advantages[at] ?? 0
      count++
    }
  }
  return count === 0 ? null : sum / count
}

function partsOf(
  parts: Readonly<Record<string, readonly { readonly status: string; readonly value?: number }[]>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, scores]) => [
      name,
      scores.reduce((sum, { value }) => sum + (value ?? 0), 0),
    ]),
  )
}
