import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { createReferenceEngine } from '../../models/engines/reference.ts'
import {
  characterTokenizer,
  declareParameters,
  initialize,
  layoutRows,
  type Parameters,
  policyInputs,
  policyOutputs,
  presetConfig,
  type TokenSequence,
  type TransformerConfig,
  type Weights,
} from '../../models/index.ts'
import { rhyme, sharedCpu, untimed } from '../training.suite.ts'
import { documentSequences } from './document-sequences.ts'
import { type SftOptions, sftOptionsSchema } from './options.ts'
import { type SftMetrics, type SftProgress, type SftResult, trainSft } from './sft.ts'

const cpu = sharedCpu()
const tokenizer = characterTokenizer(rhyme)
const sizeOf = (size: string) =>
  presetConfig(size, { vocabularySize: tokenizer.vocabularySize, maxLength: 128 })
const nano = sizeOf('nano')
const text = documentSequences(Array(4).fill(rhyme), tokenizer, 32)
/** Two prompts of four tokens with two answers each; lengths differ. */
const dialogues = Array.from({ length: 8 }, (_, place): TokenSequence => {
  const ids = [1, 2, 3, 4 + (place % 2), 6, 7, ...Array(place).fill(8)]
  return { ids, mask: ids.map((_id, at) => (at > 3 ? 1 : 0)) }
})

interface Outcome extends SftResult {
  readonly metrics: readonly SftMetrics[]
  readonly saves: readonly SftProgress[]
}

async function train(
  sequences: readonly TokenSequence[],
  options: Partial<SftOptions>,
  given: {
    readonly config?: TransformerConfig
    readonly heldOut?: readonly TokenSequence[]
    readonly weights?: Weights
    readonly parameters?: (parameters: Parameters) => Promise<void>
  } = {},
): Promise<Outcome> {
  const { config = nano, heldOut = [], weights = initialize(config, createRng(1)) } = given
  await using engine = await cpu()
  await using parameters = await engine.open(declareParameters(config), weights)
  const metrics: SftMetrics[] = []
  const saves: SftProgress[] = []
  try {
    const result = await trainSft({
      policy: { config, layout: { kind: 'rows' } },
      parameters,
      train: sequences,
      heldOut,
      options: {
        ...sftOptionsSchema.parse({}),
        ...options,
        learningRate: options.learningRate ?? 3e-3,
      },
      onStep: async (line) => void metrics.push(line),
      save: async (progress) => void saves.push(progress),
    })
    return { ...result, metrics, saves }
  } finally {
    await given.parameters?.(parameters)
  }
}

describe('sft', () => {
  test('learns a text by heart in seconds', async () => {
    const { metrics, last } = await train(
      text,
      { steps: 100, learningRate: 1e-2, batchSize: 8 },
      { config: sizeOf('tiny'), heldOut: text.slice(0, 2) },
    )

    expect(metrics[0]?.['losses/policy_loss']).toBeGreaterThan(3)
    expect(last?.['losses/policy_loss']).toBeLessThan(0.4)
    expect(last?.['eval/token_accuracy']).toBeGreaterThan(0.85)
    expect(last?.['eval/perplexity']).toBeCloseTo(Math.exp(last?.['eval/policy_loss'] ?? 0), 9)
  })

  test('minimises equation 1: the mean over all policy tokens of a step, however long their sequences', async () => {
    const { metrics } = await train(dialogues, { steps: 1, batchSize: 8 })

    const policy = { config: nano, layout: { kind: 'rows' } } as const
    await using engine = createReferenceEngine()
    await using parameters = await engine.open(
      declareParameters(nano),
      initialize(nano, createRng(1)),
    )
    await using inference = await parameters.inference({
      batch: policyInputs(policy),
      build: (context) => ({ logProbs: policyOutputs(context, policy).logProbs }),
    })
    const logProbs: number[] = []
    for (const sequence of dialogues) {
      const alone = await inference.run(layoutRows(policy, [sequence]).batch)
      logProbs.push(...(alone['logProbs']?.data ?? []))
    }
    const mean = logProbs.reduce((sum, logProb) => sum - logProb, 0) / logProbs.length
    expect(logProbs).toHaveLength(2 * 8 + 28)
    expect(metrics[0]?.['losses/policy_loss']).toBeCloseTo(mean, 5)
    expect(metrics[0]?.['charts/policy_tokens']).toBe(logProbs.length)
  })

  test('learns the same however a step is cut into micro-batches', async () => {
    const whole = await train(dialogues, { steps: 6, batchSize: 8 })
    const cut = await train(dialogues, { steps: 6, batchSize: 8, microTokens: 16 })

    const losses = ({ metrics }: Outcome) => metrics.map((line) => line['losses/policy_loss'])
    expect(losses(cut)).toEqual(losses(whole).map((loss) => expect.closeTo(loss, 4)))
  })

  test('with one thread gives the same numbers, bit for bit, for the same seed alone', async () => {
    const options = { steps: 8, batchSize: 3 }
    const lines = async (seed: number) =>
      (await train(text, { ...options, seed }, { heldOut: dialogues })).metrics.map(untimed)

    const first = await lines(0)

    expect(await lines(0)).toEqual(first)
    expect(await lines(1)).not.toEqual(first)
  })

  test('goes through all data once an epoch, and saves as often as it is told and at the end', async () => {
    const { metrics, saves } = await train(dialogues, { epochs: 2, batchSize: 3, saveEvery: 4 })

    const tokens = dialogues.reduce((sum, { ids }) => sum + ids.length, 0)
    expect(metrics.map((line) => line.global_step)).toEqual([1, 2, 3, 4, 5, 6])
    expect(metrics.map((line) => line['charts/tokens'])[2]).toBe(tokens)
    expect(metrics.at(-1)?.['charts/epoch']).toBe(2)
    expect(saves.map(({ step }) => step)).toEqual([4, 6])
  })

  test('skips and counts steps without a finite gradient, changes nothing, and gives up after many', async () => {
    async function* broken(): Weights {
      for await (const { name, data } of initialize(nano, createRng(1))) {
        yield { name, data: name === 'model.norm.weight' ? data.fill(Number.NaN) : data }
      }
    }
    const name = 'model.layers.0.mlp.up_proj.weight'
    let before: Float32Array | undefined
    for await (const weight of initialize(nano, createRng(1))) {
      if (weight.name === name) before = weight.data
    }
    let after: Float32Array | undefined
    const parameters = async (given: Parameters) => {
      after = await given.read(name)
    }
    const given = () => ({ weights: broken(), parameters })

    const { progress } = await train(dialogues, { steps: 3 }, given())

    expect(progress.skipped).toBe(3)
    expect(after).toEqual(before)
    await expect(train(dialogues, { steps: 50 }, given())).rejects.toThrow(
      'Cannot go on training: 20 steps in a row had no finite gradient',
    )
  })
})
