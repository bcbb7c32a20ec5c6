import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../core/index.ts'
import { openEngine } from '../engines/open-engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import { characterTokenizer } from '../tokenizer/index.ts'
import { createScorer } from './create-scorer.ts'
import {
  adaptedWeights,
  config,
  lora,
  openModel,
  openReference,
  scoreOne,
  tokens,
  VOCABULARY,
  watched,
  weights,
} from './scorer.suite.ts'
import type { ScoredContinuation } from './scorer.ts'

const openOnnx = () => openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })

describe.each([
  ['the reference in float64', async () => createReferenceEngine(), 1e-6],
  ['onnx', openOnnx, 1e-5],
] as const)('a scorer on %s', (_, open, tolerance) => {
  test.each([1, 0.6])(
    'scores as the model does one by one, at temperature %d',
    async (temperature) => {
      await using engine = await open()
      await using parameters = await openModel(engine, weights(1))
      await using scorer = createScorer({ parameters, config, temperature })
      const even = [4, 3, 4, 2].map((length, seed) => tokens(seed, length))
      const uneven = [1, 20, 0, 1, 1].map((length, seed) => tokens(10 + seed, length))
      const asked = [
        [tokens(20, 9), even],
        [tokens(21, 2), uneven],
        [tokens(22, 1), [tokens(23, 5)]],
      ] as const

      const scored = await Promise.all(
        asked.map(([prefix, continuations]) => scorer.score(prefix, continuations)),
      )

      for (const [index, [prefix, continuations]] of asked.entries()) {
        expect(scored[index]).toHaveLength(continuations.length)
        for (const [member, continuation] of continuations.entries()) {
          const expected = await scoreOne(parameters, { prefix, continuation }, { temperature })
          expectNear(scored[index]?.[member], expected, tolerance)
        }
      }
    },
  )

  test('scores the same in a batch of 64 as alone', async () => {
    await using engine = await open()
    await using opened = await openModel(engine, weights(2))
    const { parameters, batches } = watched(opened)
    await using scorer = createScorer({ parameters, config, tokensAtOnce: 1000 })
    const asked = Array.from({ length: 64 }, (_, seed) => ({
      prefix: tokens(seed, 1 + (seed % 17)),
      continuations: Array.from({ length: 1 + (seed % 3) }, (_, i) =>
        tokens(seed + i, 3 + (i % 2)),
      ),
    }))

    const together = await Promise.all(
      asked.map(({ prefix, continuations }) => scorer.score(prefix, continuations)),
    )

    expect(batches.length).toBeLessThan(8)
    for (const [index, { prefix, continuations }] of asked.entries()) {
      const alone = await scorer.score(prefix, continuations)
      for (const [member, each] of alone.entries())
        expectNear(together[index]?.[member], each, 1e-5)
    }
  })
})

test('computes a prefix once for its continuations', async () => {
  const { parameters, batches } = watched(await openReference())
  await using scorer = createScorer({ parameters, config })

  await scorer.score(tokens(1, 12), [tokens(2, 4), tokens(3, 3), tokens(4, 4)])

  expect(batches).toHaveLength(1)
  expect(batches[0]?.['prompts']?.shape).toEqual([1, 12])
  expect(batches[0]?.['completions']?.shape).toEqual([1, 3, 4])
})

test('scores under the base beside the adapted policy', async () => {
  const engine = createReferenceEngine()
  await using adapted = await openModel(engine, adaptedWeights(3), lora)
  await using plain = await openModel(engine, weights(3))
  await using scorer = createScorer({ parameters: adapted, config, lora })
  const [prefix, continuation] = [tokens(1, 6), tokens(2, 5)]

  const [policy, base] = await Promise.all([
    scorer.score(prefix, [continuation]),
    scorer.score(prefix, [continuation], { under: 'base' }),
  ])

  const ids = { prefix, continuation }
  expectNear(policy[0], await scoreOne(adapted, ids, { adapter: lora }), 1e-6)
  expectNear(base[0], await scoreOne(plain, ids), 1e-6)
  expect(policy[0]?.logProbs[0]).not.toBeCloseTo(base[0]?.logProbs[0] ?? 0, 2)
})

test('refuses the base where there is no adapter', async () => {
  await using scorer = createScorer({ parameters: await openReference(), config })

  await expect(scorer.score([1], [[2]], { under: 'base' })).rejects.toThrow(
    new ConfigError(
      "Cannot score under the base: the policy has no adapter (score under 'policy')",
    ),
  )
})

test('a reference policy stays as it was when the policy has learned', async () => {
  const engine = createReferenceEngine()
  await using policy = await openModel(engine, weights(4))
  await using frozen = await openModel(engine, weights(4))
  await using scorer = createScorer({ parameters: policy, config })
  await using reference = createScorer({ parameters: frozen, config })
  const ask = async () =>
    Promise.all([scorer, reference].map((each) => each.score([1, 2, 3], [[4, 5]])))
  const [before, referenceBefore] = await ask()

  for await (const { name, data } of weights(5)) await policy.write(name, data)
  const [after, referenceAfter] = await ask()

  expect(before).toEqual(referenceBefore)
  expect(referenceAfter).toEqual(referenceBefore)
  expect(after).not.toEqual(before)
})

test('gives empty lists for what has no tokens', async () => {
  const { parameters, batches } = watched(await openReference())
  await using scorer = createScorer({ parameters, config })

  expect(await scorer.score([1], [])).toEqual([])
  expect(await scorer.score([1], [[], []])).toEqual([
    { logProbs: [], entropies: [] },
    { logProbs: [], entropies: [] },
  ])
  expect(batches).toEqual([])
  expect((await scorer.score([1], [[], [2]]))[1]?.logProbs).toHaveLength(1)
})

test('gives how likely answers are, whole and by token', async () => {
  await using scorer = createScorer({ parameters: await openReference(), config })
  const [scored] = await scorer.score([1, 2], [[3, 4, 5]])
  const sum = scored?.logProbs.reduce((a, b) => a + b, 0) ?? Number.NaN

  const [answer] = await scorer.probabilities([1, 2], [[3, 4, 5]])

  expect(answer?.logProb).toBeCloseTo(sum, 9)
  expect(answer?.meanLogProb).toBeCloseTo(sum / 3, 9)
  expect(answer?.probability).toBeCloseTo(Math.exp(sum / 3), 9)
  await expect(scorer.probabilities([1], [[2], []])).rejects.toThrow('answer 1: it is empty')
})

test('gives probabilities of all next tokens that sum to one', async () => {
  await using scorer = createScorer({ parameters: await openReference(), config })
  const all = Array.from({ length: VOCABULARY }, (_, id) => [id])

  const answers = await scorer.probabilities([3, 1, 4], all, { temperature: 2 })

  expect(answers.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5)
})

test('is the service that rewards ask, under the policy or the base', async () => {
  const parameters = await openModel(createReferenceEngine(), adaptedWeights(7), lora)
  await using scorer = createScorer({ parameters, config, lora })
  const asked = [
    [1, 2],
    [[3, 4], [5]],
  ] as const

  const policy = await scorer.asLogProbScorer().score(...asked)
  const base = await scorer.asLogProbScorer({ under: 'base' }).score(...asked)

  expect(policy).toEqual((await scorer.score(...asked)).map(({ logProbs }) => logProbs))
  expect(base).not.toEqual(policy)
  await expect(
    scorer.asLogProbScorer().score(...asked, { signal: AbortSignal.abort(new Error('over')) }),
  ).rejects.toThrow('over')
})

test('encodes texts for rewards where it is given a tokenizer, and says that it cannot where not', async () => {
  await using scorer = createScorer({ parameters: await openReference(), config })
  const tokenizer = characterTokenizer([...'abc'])

  const service = scorer.asLogProbScorer({ tokenizer })

  expect(service.encode?.('cab')).toEqual(tokenizer.encode('cab'))
  expect(scorer.asLogProbScorer()).not.toHaveProperty('encode')
})

test.each([0, -1, Number.NaN, Infinity])('refuses a temperature of %d', async (temperature) => {
  const parameters = await openReference()
  await using scorer = createScorer({ parameters, config })
  const message = `Cannot score at temperature ${temperature}`

  expect(() => createScorer({ parameters, config, temperature })).toThrow(message)
  await expect(scorer.score([1], [[2]], { temperature })).rejects.toThrow(message)
})

test('refuses a size of batches that is none', async () => {
  const parameters = await openReference()

  expect(() => createScorer({ parameters, config, tokensAtOnce: 0 })).toThrow(ConfigError)
})

function expectNear(
  actual: ScoredContinuation | undefined,
  expected: ScoredContinuation,
  tolerance: number,
): void {
  for (const key of ['logProbs', 'entropies'] as const) {
    expect(actual?.[key]).toHaveLength(expected[key].length)
    for (const [index, value] of expected[key].entries()) {
      expect(Math.abs((actual?.[key][index] ?? Number.NaN) - value)).toBeLessThan(tolerance)
    }
  }
}
