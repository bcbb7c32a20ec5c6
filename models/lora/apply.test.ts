import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import type { Weights } from '../tensor.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import type { Policy } from '../transformer/forward.ts'
import { initialize } from '../transformer/initialize.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { policyLogits, policyOutputs } from '../transformer/policy.ts'
import { presetConfig } from '../transformer/presets.ts'
import type { LoraConfig } from './config.ts'
import { initializeLora } from './initialize.ts'
import { mergeLora } from './merge.ts'

const config = { ...presetConfig('nano', { vocabularySize: 11 }), tiedEmbeddings: false }
const lora: LoraConfig = {
  rank: 2,
  alpha: 4,
  targetModules: ['q_proj', 'down_proj', 'lm_head'],
  rankStabilized: false,
}
const layout = { kind: 'rows', blocks: 1 } as const
const batch = layoutRows({ config, layout }, [
  { ids: [1, 2, 3, 4, 5], mask: [0, 1, 1, 1, 1] },
]).batch

async function* withAdapter(): Weights {
  yield* initialize(config, createRng(1))
  yield* initializeLora(config, lora, createRng(2))
}

const open = (weights: Weights, policy: Omit<Policy, 'layout'>) =>
  createReferenceEngine().open(declareParameters(policy.config, policy), weights)

async function logits(
  parameters: Awaited<ReturnType<typeof open>>,
  policy: Policy,
): Promise<number[]> {
  await using inference = await parameters.inference({
    batch: policyInputs(policy),
    build: (context) => ({ logits: policyLogits(context, policy) }),
  })
  return [...((await inference.run(batch))['logits']?.data ?? [])]
}

describe('an adapter', () => {
  test('changes nothing at first', async () => {
    await using plain = await open(initialize(config, createRng(1)), { config })
    await using adapted = await open(withAdapter(), { config, lora })

    expect(await logits(adapted, { config, lora, layout })).toEqual(
      await logits(plain, { config, layout }),
    )
  })

  test('is drawn as in PEFT: A within the root of what goes in, B zero', async () => {
    const bound = 1 / Math.sqrt(config.width)
    for await (const { name, data } of initializeLora(config, lora, createRng(2))) {
      if (name.endsWith('lora_B.weight')) expect(new Set(data)).toEqual(new Set([0]))
      else if (name.includes('q_proj')) {
        expect(Math.max(...data)).toBeLessThan(bound)
        expect(Math.max(...data)).toBeGreaterThan(bound / 2)
        expect(Math.min(...data)).toBeLessThan(-bound / 2)
      }
    }
  })

  test('learns alone, of the head too, and merges into weights that compute the same', async () => {
    const policy = { config, lora, layout }
    await using parameters = await open(withAdapter(), policy)
    await using program = await parameters.program({
      batch: policyInputs(policy),
      build: (context) => ({
        loss: context.ops.neg(context.ops.sum(policyOutputs(context, policy).logProbs)),
      }),
    })

    const before = await program.accumulate(batch)
    for (let i = 0; i < 10; i++) {
      await parameters.apply({ learningRate: 0.05, denominator: 4 })
      await program.accumulate(batch)
    }
    const after = await program.accumulate(batch)
    const tensors: Record<string, Float32Array> = {}
    for (const [name, { trainable }] of Object.entries(parameters.declared)) {
      if (trainable) tensors[name] = await parameters.read(name)
    }
    const merged = mergeLora(initialize(config, createRng(1)), lora, tensors)
    await using plain = await open(merged, { config })

    expect(after.loss).toBeLessThan(before.loss / 2)
    expect(Object.keys(tensors).every((name) => name.includes('.lora_'))).toBe(true)
    const [actual, expected] = [
      await logits(plain, { config, layout }),
      await logits(parameters, policy),
    ]
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5)
  })
})
