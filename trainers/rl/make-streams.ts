import type { TokenCredit } from '../advantages/episode.ts'
import type { TrainingSample } from '../samples/training-sample.ts'
import type { UpdateStream } from '../update/update.ts'
import type { Credit } from './algorithm.ts'

export interface ScoredSample {
  readonly logProbs: Float64Array
  readonly values: Float64Array | null
}

export interface StreamParts {
  readonly samples: readonly TrainingSample[]
  readonly credit: Credit
  /** By episode: the key of its group. */
  readonly groups: readonly string[]
  /** By episode: whether it is trained at all. */
  readonly isTrained: readonly boolean[]
  /** Under the policy before the update; null where nobody needs it. */
  readonly scored: readonly ScoredSample[] | null
  readonly reference: readonly ScoredSample[] | null
  /** Tokens drawn with weights older than this are left out. */
  readonly oldestVersion: number
}

/** The per-token streams of an update: credit laid beside the tokens it belongs to. */
export function makeStreams(parts: StreamParts): readonly UpdateStream[] {
  const { samples, credit, groups, isTrained, scored, reference, oldestVersion } = parts
  return samples.map((sample, index) => {
    const { episode, versions } = sample
    const advantages = credit.advantages[episode]
    const returns = credit.returns?.[episode]
    const isOut = !advantages || !isTrained[episode]
    const old = scored?.[index]
    const base = reference?.[index]
    return {
      sample,
      group: groups[episode] ?? '',
      advantages: laidOut(sample, isOut ? null : advantages),
      mask: sample.mask.map((drawn, at) =>
        drawn === 0 || isOut || (versions[at] ?? 0) < oldestVersion ? 0 : 1,
      ),
      ...(returns ? { returns: laidOut(sample, returns) } : {}),
      ...(old?.values ? { values: old.values } : {}),
      ...(old ? { oldLogProbs: old.logProbs } : {}),
      ...(base ? { referenceLogProbs: base.logProbs } : {}),
    }
  })
}

/** Numbers of an episode's drawn tokens, aligned to the ids of one of its samples. */
function laidOut({ place, ids }: TrainingSample, credit: Float64Array | null): Float64Array {
  const aligned = new Float64Array(ids.length)
  if (!credit) return aligned
  for (const [at, from] of place.entries()) if (from >= 0) aligned[at] = credit[from] ?? 0
  return aligned
}

/** Numbers aligned to samples, gathered by episode in the order the tokens were drawn. */
export function byEpisode(
  samples: readonly TrainingSample[],
  numbers: readonly (Float64Array | null)[],
  episodes: number,
): TokenCredit {
  const sizes = new Int32Array(episodes)
  for (const { episode, place } of samples) {
    for (const from of place)
      if (from >= 0) sizes[episode] = Math.max(sizes[episode] ?? 0, from + 1)
  }
  const gathered = Array.from(sizes, (size) => new Float64Array(size))
  for (const [index, { episode, place }] of samples.entries()) {
    const into = gathered[episode]
    const own = numbers[index]
    if (!into || !own) continue
    for (const [at, from] of place.entries()) if (from >= 0) into[from] = own[at] ?? 0
  }
  return gathered
}
