import { expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import {
  characterTokenizer,
  createScorer,
  declareParameters,
  initialize,
  presetConfig,
} from '../../models/index.ts'
import { sharedCpu } from '../training.suite.ts'
import { createPolicyScorer } from './policy-scorer.ts'

const engine = sharedCpu()
const tokenizer = characterTokenizer([...'abcdefgh'])
const config = presetConfig('nano', { vocabularySize: tokenizer.vocabularySize, maxLength: 64 })

test.each([
  ['each as if it were alone', true],
  ['in batches that they share', false],
])('what is asked at once is scored by one version of the weights, %s', async (_, alone) => {
  const own = await engine()
  await using parameters = await own.open(
    declareParameters(config),
    initialize(config, createRng(1)),
  )
  await using scorer = createPolicyScorer({ parameters, config, tokenizer, alone })
  await using single = createScorer({ parameters, config })
  const { logProbs, change } = scorer
  const prefixes = ['abc', 'abcdef', 'ab'].map((text) => tokenizer.encode(text))
  const answer = [(await logProbs.encode?.('gh')) ?? []]
  const askAll = () => Promise.all(prefixes.map((prefix) => logProbs.score(prefix, answer)))
  const expected = async () => {
    const all = []
    for (const prefix of prefixes) {
      all.push((await single.score(prefix, answer)).map((scored) => scored.logProbs))
    }
    return all
  }
  const near = (all: readonly (readonly (readonly number[])[])[]) =>
    alone ? all : all.flat(2).map((value) => expect.closeTo(value, 5))
  const flat = (all: readonly (readonly (readonly number[])[])[]) => (alone ? all : all.flat(2))
  const before = await expected()
  const louder = (await parameters.read('model.norm.weight')).map(() => 2)

  const [old, , now] = await Promise.all([
    askAll(),
    change(() => parameters.write('model.norm.weight', louder)),
    askAll(),
  ])

  expect(flat(old)).toEqual(near(before))
  expect(flat(now)).toEqual(near(await expected()))
  expect(Math.abs((now[0]?.[0]?.[0] ?? 0) - (old[0]?.[0]?.[0] ?? 0))).toBeGreaterThan(1e-4)
})

test.each([true, false])('a call that fails holds nobody up (alone: %s)', async (alone) => {
  const own = await engine()
  await using parameters = await own.open(
    declareParameters(config),
    initialize(config, createRng(1)),
  )
  await using scorer = createPolicyScorer({ parameters, config, tokenizer, alone })

  const failed = scorer.logProbs.score([], [[1]])
  const scored = scorer.logProbs.score([1], [[2]])

  await expect(failed).rejects.toThrow('it is empty')
  expect(await scored).toEqual([[expect.any(Number)]])
})
