import { describe, expect, test } from 'vitest'
import { createRng, type Rng } from '../../core/index.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import type { TransformerConfig } from './config.ts'
import { declareParameters } from './declare-parameters.ts'
import type { Policy } from './forward.ts'
import { initialize } from './initialize.ts'
import { policyInputs, type RowsLayout, type SharedPromptLayout } from './layout.ts'
import { layoutRows, type RowSequence } from './layout-rows.ts'
import { layoutSharedPrompt } from './layout-shared-prompt.ts'
import { type PolicyOutputsOptions, policyOutputs } from './policy.ts'
import { presetConfig } from './presets.ts'
import type { TokenBatch } from './token-batch.ts'
import { initializeValueHead, valuesOf } from './value-head.ts'

const config: TransformerConfig = {
  ...presetConfig('nano', { vocabularySize: 13 }),
  family: 'qwen3',
  queryKeyNorm: true,
}

const draw = (rng: Rng, length: number) => Array.from({ length }, () => rng.int(13))
const trained = (ids: readonly number[]): RowSequence => ({
  ids,
  mask: ids.map((_, i) => Math.min(1, i)),
})

/** Log-probabilities and entropies, with weights large enough that they say something. */
async function outputs(
  policy: Policy,
  { batch }: TokenBatch,
  { temperature, sharpness = 1 }: { temperature?: number; sharpness?: number } = {},
): Promise<{ readonly logProbs: readonly number[]; readonly entropy: readonly number[] }> {
  const louder = async function* () {
    for await (const { name, data } of initialize(config, createRng(3))) {
      const factor = name.endsWith('q_norm.weight')
        ? sharpness
        : name.endsWith('norm.weight')
          ? 1
          : 20
      yield { name, data: data.map((value) => value * factor) }
    }
  }
  const engine = createReferenceEngine()
  await using parameters = await engine.open(declareParameters(config), louder())
  await using inference = await parameters.inference({
    batch: policyInputs(policy),
    build(context) {
      const options: PolicyOutputsOptions =
        temperature === undefined ? {} : { temperature: context.ops.constant(temperature) }
      const { logProbs, entropy } = policyOutputs(context, policy, options)
      return { logProbs, entropy }
    },
  })
  const { logProbs, entropy } = await inference.run(batch)
  return { logProbs: [...(logProbs?.data ?? [])], entropy: [...(entropy?.data ?? [])] }
}

const inRows = (layout: Partial<RowsLayout> = {}) =>
  ({ config, layout: { kind: 'rows', ...layout } }) as const

const expectNear = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5)
}

describe('policyOutputs', () => {
  test('is the same in any number of blocks, with masks of rows or one for all', async () => {
    const rng = createRng(1)
    const sequences = [trained(draw(rng, 11)), trained(draw(rng, 4))]
    const of = (layout: Partial<RowsLayout>) => {
      const policy = inRows(layout)
      return outputs(policy, layoutRows(policy, sequences))
    }

    const expected = await of({ blocks: 1 })
    for (const layout of [{}, { blocks: 2 }, { blocks: 3, aligned: true }, { aligned: true }]) {
      expectNear((await of(layout)).logProbs, expected.logProbs)
    }

    expect(Math.max(...expected.logProbs) - Math.min(...expected.logProbs)).toBeGreaterThan(1)
  })

  test('sees neither later tokens nor other sequences of a row', async () => {
    const rng = createRng(2)
    const [first, second] = [draw(rng, 6), draw(rng, 7)]
    const other = second.map((id) => (id + 5) % 13)
    const policy = inRows()
    const of = async (a: readonly number[], b: readonly number[]) =>
      (await outputs(policy, layoutRows(policy, [trained(a), trained(b)], { rows: [[0, 1]] })))
        .logProbs

    const [base, changed] = [await of(first, second), await of(other.slice(0, 6), second)]
    const later = await of(first, [...second.slice(0, 6), (second[6] ?? 0) + (second[6] ? -1 : 1)])

    expectNear(changed.slice(5), base.slice(5))
    expect(changed.slice(0, 5)).not.toEqual(base.slice(0, 5))
    expectNear(later.slice(0, -1), base.slice(0, -1))
    expect(later.at(-1)).not.toBeCloseTo(base.at(-1) ?? 0, 3)
  })

  // At the second, exponentials of scores would overflow but for their maximum.
  test.each([1, 1000])(
    'is the same for completions behind a shared prompt and each behind its own, at sharpness %i',
    async (sharpness) => {
      const rng = createRng(4)
      const groups = [3, 9].map((length) => ({
        prompt: draw(rng, length),
        completions: [2, 6, 1].map((size) => ({
          ids: draw(rng, size),
          mask: new Array<number>(size).fill(1),
        })),
      }))
      const sequences = groups.flatMap(({ prompt, completions }) =>
        completions.map(({ ids, mask }) => ({
          ids: [...prompt, ...ids],
          mask: [...prompt.map(() => 0), ...mask],
        })),
      )
      const policy = { config, layout: { kind: 'sharedPrompt' } satisfies SharedPromptLayout }

      const shared = await outputs(policy, layoutSharedPrompt(policy, groups), { sharpness })
      const rows = await outputs(inRows(), layoutRows(inRows(), sequences), { sharpness })

      expectNear(shared.logProbs, rows.logProbs)
      expectNear(shared.entropy, rows.entropy)
    },
  )

  test('divides logits by the temperature', async () => {
    const policy = inRows()
    const batch = layoutRows(policy, [trained(draw(createRng(5), 8))])

    const [one, hot] = [
      await outputs(policy, batch),
      await outputs(policy, batch, { temperature: 1000 }),
    ]

    for (const value of hot.logProbs) expect(value).toBeCloseTo(-Math.log(13), 1)
    for (const value of hot.entropy) expect(value).toBeCloseTo(Math.log(13), 3)
    expect(Math.min(...one.entropy)).toBeLessThan(Math.log(13) - 0.1)
  })

  test('refuses tokens in a batch of another layout', async () => {
    const batch = layoutRows(inRows({ blocks: 1 }), [trained(draw(createRng(5), 7))])

    await expect(outputs(inRows(), batch)).rejects.toThrow('7 is not a multiple of 4')
  })
})

describe('a value head', () => {
  test('expects 0 at first, and learns what comes', async () => {
    const policy = inRows()
    const { batch } = layoutRows(policy, [
      { ...trained([1, 2, 3, 4]), values: { returns: [0, 1, 2, 3] } },
    ])
    const weights = async function* () {
      yield* initialize(config, createRng(3))
      yield* initializeValueHead(config)
    }
    await using parameters = await createReferenceEngine().open(
      declareParameters(config, { valueHead: true }),
      weights(),
    )
    await using program = await parameters.program({
      batch: policyInputs(policy, ['returns']),
      build(context) {
        const values = valuesOf(context, policyOutputs(context, policy).hidden)
        const error = context.ops.sub(values, context.input('returns'))
        return { loss: context.ops.sum(context.ops.mul(error, error)), metrics: { values } }
      },
    })

    const first = await program.accumulate(batch)
    for (let i = 0; i < 30; i++) {
      await parameters.apply({ learningRate: 0.05, denominator: 3 })
      await program.accumulate(batch)
    }
    const last = await program.accumulate(batch)

    expect([...(first.metrics['values']?.data ?? [])]).toEqual([0, 0, 0])
    expect(last.loss).toBeLessThan(first.loss / 4)
  })
})
