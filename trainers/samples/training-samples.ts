import { ConfigError, type TokenSample, type Trajectory } from '../../core/index.ts'
import { type Lineage, lineagesOf } from './lineages.ts'
import type { TrainingSample } from './training-sample.ts'

/**
 * What a trainer learns from in a trajectory: every token that was drawn, once.
 * @throws ConfigError for samples that no trainer can use: a greedy one, a prompt that is missing.
 */
export function trainingSamples(
  { id, decisions }: Pick<Trajectory, 'id' | 'decisions'>,
  episode: number,
): readonly TrainingSample[] {
  const samples = decisions.flatMap((decision) => decision.samples)
  const turns = decisions.flatMap((decision, turn) => decision.samples.map(() => turn))
  const lineages = lineagesOf(samples)
  if ('problem' in lineages) throw unusable(id, `${lineages.problem} (report this)`)
  const places: number[] = []
  let drawnBefore = 0
  for (const { ids } of samples) {
    places.push(drawnBefore)
    drawnBefore += ids.length
  }
  return lineages
    .filter(({ mask }) => mask.includes(1))
    .map((lineage) => {
      const temperature = temperatureOf(id, lineage, samples)
      return fill({ lineage, samples, turns, places, episode, temperature })
    })
}

interface Parts {
  readonly lineage: Lineage
  readonly samples: readonly TokenSample[]
  readonly turns: readonly number[]
  readonly places: readonly number[]
  readonly episode: number
  readonly temperature: number
}

function fill({ lineage, samples, turns, places, episode, temperature }: Parts): TrainingSample {
  const { ids, mask, drawn } = lineage
  const place = new Int32Array(ids.length).fill(-1)
  const turn = new Int32Array(ids.length).fill(-1)
  const versions = new Int32Array(ids.length).fill(-1)
  const logProbs = new Float64Array(ids.length)
  for (const { sample: index, start } of drawn) {
    const sample = samples[index]
    if (!sample) continue
    for (let i = 0; i < sample.ids.length; i++) {
      place[start + i] = (places[index] ?? 0) + i
      turn[start + i] = turns[index] ?? -1
      logProbs[start + i] = sample.logProbs[i] ?? 0
    }
    let at = start
    for (const [version, length] of sample.policyVersions) {
      versions.fill(version, at, at + length)
      at += length
    }
  }
  const promptLength = mask.indexOf(1)
  const constraints = drawn.flatMap(({ sample: index, start }) => {
    const sample = samples[index]
    const { grammar, maxTokens } = sample?.drawn ?? {}
    if (!sample || grammar === undefined) return []
    return [
      { start, length: sample.ids.length, grammar, maxTokens: maxTokens ?? sample.ids.length },
    ]
  })
  return {
    ...{ episode, ids, mask, place, turn, logProbs, versions, temperature, promptLength },
    ...(constraints.length > 0 ? { constraints } : {}),
  }
}

function temperatureOf(id: string, { drawn }: Lineage, samples: readonly TokenSample[]): number {
  const all = new Set(drawn.map(({ sample }) => samples[sample]?.temperature ?? 1))
  const [temperature = 1] = all
  if (all.size > 1) throw unusable(id, 'its tokens were drawn at several temperatures (use one)')
  if (!(temperature > 0)) {
    throw unusable(id, 'it was played greedily (sample at a temperature above 0)')
  }
  for (const { sample } of drawn) {
    const { topK, topP, minP } = samples[sample]?.drawn ?? {}
    const cut = topK !== undefined || topP !== undefined || minP !== undefined
    if (cut)
      throw unusable(id, 'top-k, top-p or min-p cut its distribution (sample from all of it)')
  }
  return temperature
}

const unusable = (id: string, reason: string) =>
  new ConfigError(`Cannot train on episode ${id}: ${reason}`)
