import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { random } from '../../../agents/random.ts'
import { checkEnv, finalizeEpisode, make, rollout } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { guessNumber } from './env.ts'
import { numberIn } from './parse.ts'

describeTextEnv(guessNumber, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  hide: (state) => ({ ...state, secret: state.secret === state.low ? state.high : state.low }),
})

test.each([2, 100, 1_000_000])('keeps its contract for a range of %s as well', async (range) => {
  expect(
    (await checkEnv(guessNumber, { options: { range, instances: 50 }, seeds: 2 })).passed,
  ).toBe(true)
})

test('is won by halving within the steps it allows, and pays 1 for it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 1_000_000 }), async (seed, range) => {
      await using env = await make(guessNumber, { options: { range } })
      await env.reset({ seed })
      let [low, high] = [1, range]
      for (;;) {
        const guess = Math.floor((low + high) / 2)
        const step = await env.step(String(guess))
        if (step.terminated) {
          expect(step.reward).toBe(1)
          break
        }
        expect(step.truncated).toBe(false)
        if (step.observation === 'Higher.') low = guess + 1
        else high = guess - 1
      }
    }),
    { numRuns: 50 },
  )
})

test('narrows to 1 in total when it is won, whatever was guessed before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      await using env = await make(guessNumber, { reward: 'dense', options: { range: 10 } })

      const { turns, outcome } = await rollout(env, random, { seed })

      if (outcome.status === 'failed') throw new Error(outcome.error.message)
      const progress = turns.reduce((sum, turn) => sum + (turn.rewards['progress'] ?? 0), 0)
      expect(progress).toBeGreaterThanOrEqual(0)
      if (turns.at(-1)?.signals?.['solved'] === true) {
        expect(progress).toBeCloseTo(1)
        expect(outcome.reward).toMatchObject({ value: expect.closeTo(1.5) })
      }
    }),
    { numRuns: 40 },
  )
})

test.each([
  ['7', 7],
  ['007', 7],
  ['my guess is 7', 7],
  ['7.', 7],
  ['+7', 7],
  ['Is it 7?', 7],
  ["I'd say: **12**!", 12],
  ['７', 7],
  ['-7', null],
  ['is it -7', null],
  ['1-7', null],
  ['3 or 4', null],
  ['7.5', null],
  ['1e3', null],
  ['more than 7', null],
  ['not 7', null],
  ['9999999999', null],
  ['', null],
])('reads %j as %s', (said, number) => {
  expect(numberIn(said)).toBe(number)
})

test.each([2, 3, 15, 16, 1000])('is sure to be won from log2 of %s on', (range) => {
  const sure = Math.floor(Math.log2(range)) + 1
  const needed = Array.from({ length: range }, (_, index) => guessesFor(index + 1, range))

  expect(Math.max(...needed)).toBe(sure)
})

function guessesFor(secret: number, range: number): number {
  let [low, high] = [1, range]
  for (let guesses = 1; ; guesses++) {
    const guess = Math.floor((low + high) / 2)
    if (guess === secret) return guesses
    if (guess < secret) low = guess + 1
    else high = guess - 1
  }
}

test('never narrows by a guess outside what is still possible', async () => {
  await using env = await make(guessNumber, { reward: 'dense' })
  await env.reset({ seed: 1 })
  await env.step('20')

  const repeated = await env.step('21')
  const zero = await env.step('0')

  expect([repeated.rewards['progress'], zero.rewards['progress']]).toEqual([0, 0])
})

test('answers what is no number with an observation that costs a step', async () => {
  await using env = await make(guessNumber, { maxEpisodeSteps: 2 })
  await env.reset({ seed: 0 })

  const words = await env.step('seven')
  const negative = await env.step('-3')

  expect(words).toMatchObject({ reward: 0, terminated: false, truncated: false })
  expect(words.observation).toMatch(/^Invalid move: "seven" is not one whole number/)
  expect(negative).toMatchObject({ truncated: true, info: { reason: 'limit of 2 steps' } })
})

test('pays the same by a loop of one’s own as by rollout', async () => {
  await using env = await make(guessNumber, { reward: 'dense' })
  const { outcome, finalSignals: _, ...played } = await rollout(env, oracle, { seed: 9 })

  expect((await finalizeEpisode(env, played)).outcome).toEqual(outcome)
})

describeKnobs(guessNumber)
