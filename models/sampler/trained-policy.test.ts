import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import type { Engine } from '../engine.ts'
import { openEngine } from '../engines/open-engine.ts'
import type { LoraConfig } from '../lora/config.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { policyOutputs } from '../transformer/policy.ts'
import {
  configs,
  openFullPass,
  openSharp,
  randomPrompt,
  requestOf,
  sharp,
  VOCABULARY,
} from './sampled-policy.suite.ts'

const config = configs['llama'] ?? expect.fail('no such config')
const lora: LoraConfig = {
  ...{ rank: 2, alpha: 4, rankStabilized: false, baseModel: 'nano' },
  targetModules: ['q_proj', 'v_proj', 'down_proj'],
}
const prompt = randomPrompt(createRng(1), 10)
const open = (): Promise<Engine> => openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })

const farthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))))

describe('sampling from a policy that is trained', () => {
  const policy = { config, layout: { kind: 'rows', blocks: 1 } } as const

  test('agrees with the trainer before a step, after one of rate 0, and after one that changes it', async () => {
    await using engine = await open()
    const parameters = await openSharp(engine, config, { frozen: false })
    await using sampler = await parameters.sampler({ config })
    await using program = await parameters.program({
      batch: policyInputs(policy),
      build: (context) => {
        const { logProbs } = policyOutputs(context, policy)
        return { loss: context.ops.neg(context.ops.sum(logProbs)), metrics: { logProbs } }
      },
    })
    const fullPass = await openFullPass(parameters, { config })

    for (const [step, learningRate] of [0, 0, 0.05, 0.05].entries()) {
      const { ids, logProbs, policyVersions } = await sampler.sample(requestOf(prompt, 20, step))
      expect(policyVersions).toEqual([[step, 20]])
      const mask = [...prompt.map(() => 0), ...ids.map(() => 1)]
      const { batch } = layoutRows(policy, [{ ids: [...prompt, ...ids], mask }])
      const { metrics } = await program.accumulate(batch)
      expect(farthest(logProbs, [...(metrics['logProbs']?.data ?? [])])).toBeLessThan(1e-5)
      const before = await fullPass(prompt, ids)
      await parameters.apply({ learningRate, denominator: ids.length })
      const moved = farthest(before, await fullPass(prompt, ids))
      if (learningRate === 0) expect(moved).toBe(0)
      else expect(moved).toBeGreaterThan(0.01)
    }
    expect(await sampler.version()).toBe(4)
  })

  test('takes its adapter along, and another one in its place', async () => {
    await using engine = await open()
    const parameters = await openSharp(engine, config, { lora })
    await using adapted = await parameters.sampler({ config, lora })
    await using plain = await parameters.sampler({ config })
    const request = requestOf(prompt, 20, 3)
    const [one, base] = [await adapted.sample(request), await plain.sample(request)]
    expect(one.ids).not.toEqual(base.ids)
    const withAdapter = await openFullPass(parameters, { config, lora })
    const without = await openFullPass(parameters, { config })
    expect(farthest(one.logProbs, await withAdapter(prompt, one.ids))).toBeLessThan(1e-5)
    expect(farthest(base.logProbs, await without(prompt, base.ids))).toBeLessThan(1e-5)

    async function* otherAdapter() {
      for await (const weight of sharp(config, 8, lora)) {
        if (weight.name.includes('lora_')) yield weight
      }
    }
    await adapted.swap(otherAdapter())
    const other = await adapted.sample(request)
    expect(other.policyVersions).toEqual([[1, 20]])
    expect(other.ids).not.toEqual(one.ids)
    expect(farthest(other.logProbs, await withAdapter(prompt, other.ids))).toBeLessThan(1e-5)
  })

  test('draws tokens as often as the policy says', async () => {
    await using engine = await open()
    const parameters = await openSharp(engine, config)
    await using sampler = await parameters.sampler({ config })
    const fullPass = await openFullPass(parameters, { config })
    const draws = 6000
    for (const [run, temperature] of [1, 0.6].entries()) {
      const counts = new Float64Array(VOCABULARY)
      const seeds = Array.from({ length: draws }, (_, i) => run * draws + i)
      const samples = await Promise.all(
        seeds.map((seed) => sampler.sample(requestOf(prompt, 1, seed, { temperature }))),
      )
      for (const { ids } of samples) counts[ids[0] ?? -1] = (counts[ids[0] ?? -1] ?? 0) + 1
      const each = await Promise.all(
        [...counts.keys()].map(async (id) => {
          const [logProb = Number.NaN] = await fullPass(prompt, [id], temperature)
          return Math.exp(logProb) * draws
        }),
      )
      // Pearson's statistic; tokens that come up fewer than five times make one class.
      const rare = each.map((expected) => expected < 5)
      const sumOf = (values: ArrayLike<number>) =>
        Array.from(values).reduce((sum, value, id) => sum + (rare[id] ? value : 0), 0)
      let statistic = (sumOf(counts) - sumOf(each)) ** 2 / Math.max(1, sumOf(each))
      for (const [id, expected] of each.entries()) {
        if (!rare[id]) statistic += ((counts[id] ?? 0) - expected) ** 2 / expected
      }
      // 99.9 % of a chi-square of 22 degrees of freedom, the most there can be.
      expect(statistic).toBeLessThan(48.3)
    }
  })
})
