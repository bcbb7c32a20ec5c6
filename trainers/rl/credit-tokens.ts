import type { Trajectory } from '../../core/index.ts'
import type { CreditEpisode } from '../advantages/episode.ts'
import { type KlEstimator, klEstimates, shapeOverlong, treatTruncated } from '../losses/index.ts'
import { baselineKeys } from '../rollouts/regroup.ts'
import type { RolloutGroup } from '../rollouts/rollout-group.ts'
import { voidTurns } from '../rollouts/void-turns.ts'
import { creditEpisode } from '../samples/credit-episodes.ts'
import type { TrainingSample } from '../samples/training-sample.ts'
import { trainingSamples } from '../samples/training-samples.ts'
import type { Update, UpdateStream } from '../update/update.ts'
import type { Algorithm } from './algorithm.ts'
import { byEpisode, makeStreams, type ScoredSample } from './make-streams.ts'
import type { RlOptions } from './options.ts'

export interface CreditJob {
  readonly algorithm: Algorithm
  readonly options: RlOptions
  readonly update: Update
  readonly reference: Update['score'] | null
}

export interface Credited {
  readonly streams: readonly UpdateStream[]
  /** Read and drawn, of everything that was played and kept. */
  readonly tokens: number
  readonly metrics: Readonly<Record<string, number>>
}

/** Rewards of groups as streams of advantages: equations are in `trainers/advantages`. */
export async function creditTokens(
  { algorithm, options, update, reference }: CreditJob,
  groups: readonly RolloutGroup[],
  { version, klNow }: { readonly version: number; readonly klNow: number },
): Promise<Credited> {
  const by =
    options.groupBy === 'paraphrase'
      ? { paraphrase: options.paraphraseField ?? 'paraphrase' }
      : options.groupBy
  const keys = baselineKeys(groups, by)
  const members = groups.flatMap((group, at) =>
    group.trajectories.map((trajectory, member) => ({
      trajectory,
      return: group.returns[member] ?? null,
      group: keys[at]?.[member] ?? group.plan.key,
      ...(group.greedyReturn === undefined ? {} : { greedyReturn: group.greedyReturn }),
    })),
  )
  const samples = members.flatMap(({ trajectory }, episode) => trainingSamples(trajectory, episode))
  const loss = algorithm.loss
  const isScored =
    algorithm.needs.critic !== null ||
    algorithm.epochs * algorithm.minibatches > 1 ||
    (reference !== null && loss.kl.in === 'reward')
  const scored = isScored ? await update.score(samples) : null
  const base = reference ? await reference(samples) : null

  const treated = members.map((member) => {
    const { outcome } = member.trajectory
    const isCut = outcome.status === 'completed' && outcome.ended === 'truncated'
    const shaped = overlongOf(
      lessInvalid(creditEpisode(member), member.trajectory, options),
      options,
    )
    const { truncated: policy } = options
    const { episode, isTrained } = treatTruncated(shaped, isCut, { policy, penalty: 1 })
    const isVoid = options.dropVoid && voidTurns(member.trajectory).void > 0
    return { episode: isVoid ? { ...episode, rewards: null } : episode, isTrained }
  })
  const penalised =
    scored && base && loss.kl.in === 'reward'
      ? lessDivergence(
          treated.map(({ episode }) => episode),
          samples,
          scored,
          base,
          {
            estimator: loss.kl.estimator,
            coefficient: klNow,
          },
        )
      : treated.map(({ episode }) => episode)
  const values = scored?.some((sample) => sample.values)
    ? byEpisode(
        samples,
        scored.map((sample) => sample.values),
        members.length,
      )
    : null
  const credit = algorithm.credit(penalised, values)
  const oldest = version - options.staleness * algorithm.epochs * algorithm.minibatches
  const streams = makeStreams({
    ...{ samples, credit, scored, reference: base },
    groups: members.map(({ group }) => group),
    isTrained: treated.map(({ isTrained }) => isTrained),
    oldestVersion: options.staleness > 0 ? oldest : Number.NEGATIVE_INFINITY,
  })
  return {
    streams,
    tokens: samples.reduce((sum, { ids }) => sum + ids.length, 0),
    metrics: sampleMetrics(samples, streams, version),
  }
}

/** As GiGPO and RAGEN do: what is said in no form that the env can read costs a little. */
function lessInvalid(
  episode: CreditEpisode,
  { turns }: Trajectory,
  { invalidPenalty }: RlOptions,
): CreditEpisode {
  const invalid = new Set(
    turns.flatMap((turn) => (turn.invalid === undefined ? [] : turn.decision)),
  )
  if (invalidPenalty === 0 || invalid.size === 0 || !episode.rewards) return episode
  return {
    ...episode,
    rewards: episode.rewards.map((reward, turn) =>
      invalid.has(turn) ? reward - invalidPenalty : reward,
    ),
  }
}

function overlongOf(episode: CreditEpisode, options: RlOptions): CreditEpisode {
  const { overlongTokens: maxTokens, overlongBuffer } = options
  if (maxTokens === undefined) return episode
  const buffer = overlongBuffer ?? Math.ceil(maxTokens / 4)
  return shapeOverlong(episode, { maxTokens, buffer, factor: 1 })
}

/** Takes the divergence from the reference off the rewards of the turns whose tokens it is of. */
function lessDivergence(
  episodes: readonly CreditEpisode[],
  samples: readonly TrainingSample[],
  scored: readonly ScoredSample[],
  base: readonly ScoredSample[],
  { estimator, coefficient }: { readonly estimator: KlEstimator; readonly coefficient: number },
): readonly CreditEpisode[] {
  const penalties = episodes.map(({ tokens }) => tokens.map(() => 0))
  for (const [index, { episode, mask, turn }] of samples.entries()) {
    const now = scored[index]?.logProbs ?? new Float64Array()
    const before = base[index]?.logProbs ?? new Float64Array()
    const each = klEstimates(now, before, estimator)
    for (const [at, drawn] of mask.entries()) {
      const of = penalties[episode]
      const place = turn[at] ?? 0
      if (drawn && of) of[place] = (of[place] ?? 0) + coefficient * (each[at] ?? 0)
    }
  }
  return episodes.map((episode, index) => ({
    ...episode,
    rewards:
      episode.rewards?.map((reward, turn) => reward - (penalties[index]?.[turn] ?? 0)) ?? null,
  }))
}

/** What samples tell: where prompts broke, how old tokens are, and whether every trained one was drawn. */
export function sampleMetrics(
  samples: readonly TrainingSample[],
  streams: readonly UpdateStream[],
  version: number,
): Record<string, number> {
  let drawn = 0
  let all = 0
  let trained = 0
  let unsampled = 0
  let age = 0
  let oldest = 0
  for (const { sample, mask } of streams) {
    for (let at = 0; at < mask.length; at++) {
      all++
      const own = sample.versions[at] ?? -1
      if (sample.mask[at]) {
        drawn++
        age += version - own
        oldest = Math.max(oldest, version - own)
      }
      if (!mask[at]) continue
      trained++
      if (own < 0) unsampled++
    }
  }
  const episodes = new Set(samples.map(({ episode }) => episode)).size
  return {
    'drift/prefix_breaks': samples.length - episodes,
    'staleness/mean': drawn === 0 ? 0 : age / drawn,
    'staleness/max': oldest,
    'mask/trained_fraction': all === 0 ? 0 : trained / all,
    'mask/unsampled_tokens': unsampled,
  }
}
