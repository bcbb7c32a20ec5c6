import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { random } from '../../../agents/random.ts'
import { type Agent, make, rollout } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { bestOf, worthOf } from './arms.ts'
import { bandit } from './env.ts'

describeTextEnv(bandit, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  goldWins: false,
})

/** Mean payoff, and mean of its square's deviation, of always saying the same. */
async function meanOf(said: string, options: object, episodes: number) {
  await using env = await make(bandit, { options: { brief: true, shuffled: false, ...options } })
  let total = 0
  for (let seed = 0; seed < episodes; seed++) {
    await env.reset({ seed })
    for (;;) {
      const step = await env.step(said)
      total += step.reward
      if (step.terminated) break
    }
  }
  return total / episodes
}

test('pays 0.15 for the safe arm of standard, every time', async () => {
  expect(await meanOf('alder', {}, 200)).toBeCloseTo(0.15, 10)
})

test.each([
  { said: 'birch', options: {}, chance: 0.25 },
  { said: 'birch', options: { difficulty: 'easy' }, chance: 0.9 },
  { said: 'a', options: { difficulty: 'easy' }, chance: 0.1 },
])('pays $said $options as often as it should', async ({ said, options, chance }) => {
  const pulls = 'difficulty' in options ? 10 : 1
  const episodes = 4000 / pulls

  // One degree of freedom, p = 0.001.
  const chiSquare =
    ((await meanOf(said, options, episodes)) - chance) ** 2 / ((chance * (1 - chance)) / 4000)
  expect(chiSquare).toBeLessThan(10.8)
})

test('pays the mean of ten drawn arms what their chances say', async () => {
  await using env = await make(bandit, { options: { difficulty: 'hard', told: true } })
  let deviations = 0
  const tried = 40
  for (let seed = 0; seed < tried; seed++) {
    const { observation } = await env.reset({ seed })
    const chance = Number(/1\. .*probability ([\d.]+)/.exec(observation)?.[1])
    let step = await env.step('1')
    while (!step.terminated) step = await env.step('1')
    deviations += (step.reward - chance) ** 2 / ((chance * (1 - chance)) / 30)
  }

  // 40 degrees of freedom, p = 0.001.
  expect(deviations).toBeLessThan(73.4)
})

test('has an optimum of 0.25, at least what any arm is worth', () => {
  const arms = [
    { name: 'alder', pays: 0.15, chance: 1 },
    { name: 'birch', pays: 1, chance: 0.25 },
  ]

  expect([bestOf(arms), ...arms.map(worthOf)]).toEqual([0.25, 0.15, 0.25])
})

test('tells what a player needs to find the better arm of standard, in names that carry nothing', async () => {
  await using env = await make(bandit)
  const better: string[] = []
  for (let seed = 0; seed < 300; seed++) {
    const { observation } = await env.reset({ seed })
    expect(observation).toMatch(/\. [a-z]+: pays 0\.15 for sure/)
    better.push(/(\w+): pays 1 with probability 0\.25/.exec(observation)?.[1] ?? '')
  }

  expect(new Set(better).size).toBe(20)
  const early = better.filter((name) => name < 'k').length
  expect([early > 110, early < 190]).toEqual([true, true])
})

test('has one best arm in every task of two drawn arms', async () => {
  await using env = await make(bandit, { options: { payoffs: 'drawn', told: true, brief: true } })
  for (let seed = 0; seed < 500; seed++) {
    const { observation } = await env.reset({ seed })
    const [first, second] = observation.split(' ').map((arm) => arm.slice(1))

    expect(first).not.toBe(second)
  }
})

test('keeps the names where they are not shuffled, in either order', async () => {
  await using env = await make(bandit, { options: { shuffled: false, told: false, brief: true } })
  const seen = new Set<string>()
  for (let seed = 0; seed < 20; seed++) seen.add((await env.reset({ seed })).observation)

  expect([...seen].toSorted()).toEqual(['ab', 'ba'])
})

test('says little in brief', async () => {
  await using told = await make(bandit, { options: { shuffled: false, brief: true } })
  await using untold = await make(bandit, { options: { difficulty: 'easy', brief: true } })

  expect(['a!15 b?25', 'b?25 a!15']).toContain((await told.reset({ seed: 1 })).observation)
  expect((await told.step('a')).observation).toBe('0.15')
  expect((await untold.reset({ seed: 1 })).observation).toMatch(/^[a-t]{2}$/)
  expect((await untold.step('1')).observation).toMatch(/^[01]$/)
})

test.each(['cypress', '3', '0', '-1', 'alder birch', 'ab', '1 2', 'arm -1', 'pull', '', 'the arm'])(
  'refuses %j without a pull',
  async (said) => {
    await using env = await make(bandit, { options: { shuffled: false } })
    await env.reset({ seed: 0 })
    const before = await env.stateHash()

    const step = await env.step(said)

    expect(step).toMatchObject({ reward: 0, terminated: false })
    expect(step.observation).toMatch(/^Invalid move: .* is none of the arms/)
    expect(await env.stateHash()).toBe(before)
  },
)

test.each(['alder', 'Alder.', 'I pull the arm alder', 'a', 'pull a', 'I pull a.', 'pull "ALDER"'])(
  'reads %j as alder',
  async (said) => {
    await using env = await make(bandit, { options: { shuffled: false } })
    await env.reset({ seed: 0 })

    expect((await env.step(said)).observation).toBe(
      'alder pays 0.15. That was the last pull: your score is 0.15.',
    )
  },
)

test('counts as solved what was pulled well, whatever luck made of it', async () => {
  await using env = await make(bandit)
  const solved = new Map<number, unknown>()
  for (let seed = 0; seed < 20; seed++) {
    const { turns } = await rollout(env, oracle as Agent<string, string>, { seed })
    solved.set(turns.at(-1)?.reward ?? -1, turns.at(-1)?.signals?.['solved'])
  }

  expect(Object.fromEntries(solved)).toEqual({ 0: true, 1: true })
})

test('pays the same in sum at every density, and saves it up to the marks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const paid: number[] = []
      const paydays: number[] = []
      for (const density of [0, 0.1, 0.25, 1]) {
        await using env = await make(bandit, {
          reward: 'dense',
          options: { difficulty: 'hard', density },
        })
        const { turns, outcome } = await rollout(env, random, { seed })
        const earned = turns.at(-1)?.signals?.['earned'] as number
        if (outcome.status !== 'completed' || outcome.reward.status !== 'scored') {
          throw new Error('unscored')
        }
        expect(outcome.reward.value).toBeCloseTo(earned)
        paid.push(outcome.reward.value)
        paydays.push(turns.filter(({ reward }) => reward > 0).length)
      }
      const [end = 0, twice = 0, five = 0, all = 0] = paydays
      expect(new Set(paid.map((value) => value.toFixed(9))).size).toBe(1)
      expect([end, twice <= 2, five <= 5, all >= five]).toEqual([1, true, true, true])
    }),
    { numRuns: 10 },
  )
})

describeKnobs(bandit)
