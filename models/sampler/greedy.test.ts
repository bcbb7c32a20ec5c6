import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts'
import type { Engine } from '../engine.ts'
import { openEngine } from '../engines/open-engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import { readAdapter } from '../lora/adapter-files.ts'
import { cases, type Expected, folder, json } from '../reference-values/cases.suite.ts'
import type { Weights } from '../tensor.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { requestOf } from './sampled-policy.suite.ts'

type OpenedEngine = Pick<Engine, 'open' | 'close'>

const engines: readonly (readonly [name: string, open: () => Promise<OpenedEngine>])[] = [
  ['the reference engine', async () => createReferenceEngine()],
  ['onnx', () => openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })],
]
/** The positions of llama are scaled as those of Llama 3. */
const subjects = [
  ...(['qwen2', 'qwen3', 'llama', 'llama-bias'] as const).map((model) => [model, 'plain'] as const),
  ...(['qwen2', 'qwen3', 'llama'] as const).map((model) => [model, 'adapter'] as const),
]

describe.each(engines)('what %s samples at temperature 0', (_, open) => {
  let engine: OpenedEngine
  beforeAll(async () => {
    engine = await open()
  })
  afterAll(() => engine.close())

  test.each(subjects)(
    'is what transformers and peft write greedily with a tiny %s, %s',
    async (model, kind) => {
      const expected = json<Partial<Record<string, Expected>>>(`${model}/expected.json`)
      const greedy = expected[kind]?.greedy ?? []
      await using sampler = await openSampler(engine, model, kind)
      const write = (i: number, stopIds?: readonly number[]) =>
        sampler.sample(requestOf(cases.prompts[i] ?? [], 12, i, { temperature: 0, stopIds }))

      // Until the token that generation_config.json ends it with, which one of them writes.
      const whole = await Promise.all(greedy.map((_, i) => write(i)))
      const stopped = await Promise.all(greedy.map(({ stopIds }, i) => write(i, stopIds)))

      expect(greedy).toHaveLength(cases.prompts.length)
      expect(whole.map(({ ids }) => ids)).toEqual(greedy.map(({ ids }) => ids))
      expect(stopped.map(({ ids }) => ids)).toEqual(greedy.map(({ stopped }) => stopped))
      expect(stopped.every(({ finish }) => finish === 'stopId')).toBe(true)
      const apart = whole.flatMap(({ logProbs }, i) =>
        logProbs.map((logProb, place) => Math.abs(logProb - (greedy[i]?.logProbs[place] ?? NaN))),
      )
      expect(Math.max(...apart)).toBeLessThan(1e-5)
    },
  )
})

async function openSampler(engine: Pick<Engine, 'open'>, model: string, kind: 'plain' | 'adapter') {
  await using checkpoint = await openCheckpoint(folder(`${model}/model`))
  const { config } = checkpoint
  if (kind === 'plain') {
    const declared = declareParameters(config, { frozen: true })
    const parameters = await engine.open(declared, checkpoint.weights())
    return parameters.sampler({ config })
  }
  await using adapter = await readAdapter(folder(`${model}/adapter`), checkpoint.shapes)
  const lora = adapter.config
  const declared = declareParameters(config, { lora, frozen: true })
  const parameters = await engine.open(declared, both(checkpoint.weights(), adapter.weights()))
  return parameters.sampler({ config, lora })
}

async function* both(a: Weights, b: Weights): Weights {
  yield* a
  yield* b
}
