import type { StepResult } from '../../models/index.ts'
import {
  type LossInputs,
  type ResolvedLossOptions,
  readLossMetrics,
  tokenWeights,
} from '../losses/index.ts'
import type { AdvantageStream, TrainingSample } from '../samples/training-sample.ts'
import { planBatches, type UpdateSequence } from './plan-batches.ts'
import type { PolicyPasses } from './policy-passes.ts'

/** A stream with what its aggregation and its loss need beside. */
export interface UpdateStream extends AdvantageStream {
  /** Key of those that share a prompt: what a mean over prompts is over. */
  readonly group: string
  readonly oldLogProbs?: Float64Array
  readonly referenceLogProbs?: Float64Array
}

export interface StepChoice {
  readonly learningRate: number
  readonly kl: number
  readonly entropy: number
}

export interface OptimizerStep extends StepResult {
  /** Of the step's tokens, under the names of `metrics.jsonl`. */
  readonly metrics: Readonly<Record<string, number | undefined>>
  readonly tokens: number
}

/** How samples are scored and trained: forward and backward passes in micro-batches, and one step of AdamW. */
export interface Update {
  /** Of each drawn token, aligned to the sample's ids (0 elsewhere), under the weights as they are now. */
  score(
    samples: readonly TrainingSample[],
  ): Promise<readonly { readonly logProbs: Float64Array; readonly values: Float64Array | null }[]>
  /** One optimizer step on all streams together; null where no token of them is trained. */
  step(streams: readonly UpdateStream[], choice: StepChoice): Promise<OptimizerStep | null>
}

export interface UpdateOptions {
  readonly passes: PolicyPasses
  readonly apply: (options: {
    readonly learningRate: number
    readonly denominator: number
  }) => Promise<StepResult>
  readonly loss: ResolvedLossOptions
  readonly inputs: LossInputs
  /** Most places that are computed at once. */
  readonly microTokens: number
}

export function createUpdate(options: UpdateOptions): Update {
  const { passes, apply, loss, inputs, microTokens } = options
  return {
    async score(samples) {
      const sequences = samples.map(
        ({ ids, mask, promptLength, constraints }): UpdateSequence => ({
          ...{ ids, mask, promptLength },
          ...(constraints && { constraints }),
        }),
      )
      const results = samples.map(({ ids }) => ({
        logProbs: new Float64Array(ids.length),
        values: null as Float64Array | null,
      }))
      for (const micro of planBatches(sequences, microTokens)) {
        const { batch, logProbs, values } = await passes.score(micro, sequences)
        const { sequence, position } = batch.trained
        const shift = (index: number) =>
          micro.layout === 'rows' ? 0 : (sequences[index]?.promptLength ?? 0)
        for (const [i, member] of sequence.entries()) {
          const index = micro.members[member] ?? 0
          const result = results[index]
          if (!result) continue
          const at = (position[i] ?? 0) + shift(index)
          result.logProbs[at] = logProbs[i] ?? 0
          if (!values) continue
          result.values ??= new Float64Array(result.logProbs.length)
          result.values[at] = values[i] ?? 0
        }
      }
      return results
    },

    async step(streams, { learningRate, kl, entropy }) {
      const trained = streams.filter(({ mask }) => mask.includes(1))
      if (trained.length === 0) return null
      const { weights, denominator } = tokenWeights(
        trained.map(({ mask, sample, group }) => ({ mask, episode: sample.episode, group })),
        loss.aggregation,
        loss,
      )
      const sequences = trained.map((stream, index) =>
        sequenceOf(stream, weights[index] ?? new Float64Array(), inputs),
      )
      const results = []
      for (const micro of planBatches(sequences, microTokens)) {
        results.push(await passes.accumulate(micro, sequences, { kl, entropy }))
      }
      const result = await apply({ learningRate, denominator })
      const total = results.reduce((sum, each) => sum + each.loss, 0)
      const tokens = trained.reduce((sum, { mask }) => sum + count(mask), 0)
      return {
        ...result,
        metrics: {
          ...readLossMetrics(results.map(({ metrics }) => metrics)),
          loss: total / denominator,
        },
        tokens,
      }
    },
  }
}

function sequenceOf(
  { sample, mask, advantages, returns, values, oldLogProbs, referenceLogProbs }: UpdateStream,
  weights: Float64Array,
  inputs: LossInputs,
): UpdateSequence {
  const none = new Float64Array(mask.length)
  return {
    ids: sample.ids,
    mask,
    promptLength: sample.promptLength,
    ...(sample.constraints && { constraints: sample.constraints }),
    values: {
      advantages,
      weights,
      rolloutLogProbs: sample.logProbs,
      ...(inputs.old ? { oldLogProbs: oldLogProbs ?? none } : {}),
      ...(inputs.reference ? { referenceLogProbs: referenceLogProbs ?? none } : {}),
      ...(inputs.critic ? { oldValues: values ?? none, returns: returns ?? none } : {}),
    },
  }
}

const count = (mask: Uint8Array): number => mask.reduce((sum, each) => sum + each, 0)
