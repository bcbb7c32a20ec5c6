import { expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { openEngine } from '../engines/open-engine.ts'
import { presetConfig } from '../transformer/presets.ts'
import {
  openFullPass,
  openSharp,
  randomPrompt,
  requestOf,
  VOCABULARY,
} from './sampled-policy.suite.ts'

const config = presetConfig('nano', { vocabularySize: VOCABULARY, maxLength: 4096 })

/** Of up to 512 tokens each; 2,048 in a tick, whoever they belong to. */
test('prompts in pieces give the log-probs of a whole pass', async () => {
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  await using parameters = await openSharp(engine, config)
  const fullPass = await openFullPass(parameters, { config })
  const rng = createRng(11)
  const shared = randomPrompt(rng, 600)
  const prompts = [
    ...[3, 511, 512, 513, 1025, 2049, 2600].map((length) => randomPrompt(rng, length)),
    // One waits for what the other computes, piece by piece.
    ...[450, 30].map((length) => [...shared, ...randomPrompt(rng, length)]),
  ]
  await using sampler = await parameters.sampler({ config })

  const samples = await Promise.all(
    prompts.map((prompt, i) => sampler.sample(requestOf(prompt, 6, i))),
  )

  const apart: number[] = []
  for (const [i, { ids, logProbs }] of samples.entries()) {
    const expected = await fullPass(prompts[i] ?? [], ids)
    expect(logProbs).toHaveLength(6)
    apart.push(Math.max(...logProbs.map((x, place) => Math.abs(x - (expected[place] ?? NaN)))))
  }
  expect(Math.max(...apart)).toBeLessThan(1e-5)
  expect((await sampler.statistics()).cachedTokens).toBe(600)
})

test('a short request draws on between the pieces of long prompts', async () => {
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  await using parameters = await openSharp(engine, config)
  await using sampler = await parameters.sampler({ config })
  const rng = createRng(12)
  const ended: string[] = []
  const sample = async (name: string, length: number, maxTokens: number) => {
    await sampler.sample(requestOf(randomPrompt(rng, length), maxTokens, 1))
    ended.push(name)
  }

  // Each takes two ticks and draws one token, the short one four in as many ticks.
  const long = [1, 2, 3, 4].map(() => sample('long', 4000, 1))
  await Promise.all([...long, sample('short', 5, 4)])

  expect(ended.slice(0, -1)).toContain('short')
})
