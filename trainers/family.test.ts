import { describe, expect, test } from 'vitest'
import { episode } from './advantages/advantages.suite.ts'
import { estimatorNames } from './advantages/index.ts'
import { algorithmNames } from './rl/algorithm.ts'
import { algorithmSchemas, createAlgorithm } from './rl/algorithms.ts'

describe('an algorithm', () => {
  test.each([
    [
      'grpo',
      {
        about: 'ppo loss',
        loss: { policy: { loss: 'ppo', clipLow: 0.2, clipHigh: 0.28 }, kl: { coefficient: 0 } },
        needs: { groupSize: 2, variance: 'returns', critic: null },
        ...{ epochs: 1, minibatches: 1 },
      },
    ],
    [
      'rloo',
      { needs: { groupSize: 2, variance: 'returns' }, loss: { policy: { loss: 'reinforce' } } },
    ],
    ['reinforce-pp', { needs: { groupSize: 1, variance: 'off' }, epochs: 1 }],
    [
      'ppo',
      {
        about: 'gae advantages, ppo loss',
        needs: { groupSize: 1, variance: 'off', critic: { detached: false } },
        loss: { value: { coefficient: 0.5, clip: 0.5 } },
        epochs: 2,
      },
    ],
  ] as const)('%s has the defaults of its paper', (name, expected) => {
    expect(createAlgorithm(name, {})).toMatchObject({ name, ...expected })
  })

  test('of the family grpo is any estimator that needs no critic, with what it asks of envs and groups', () => {
    for (const advantage of estimatorNames.filter((name) => name !== 'gae')) {
      const { needs, about } = createAlgorithm('grpo', { advantage })
      expect(about).toBe(advantage === 'grpo' ? 'ppo loss' : `${advantage} advantages, ppo loss`)
      expect(needs.critic).toBeNull()
      expect(needs.stateHash).toBe(advantage === 'gigpo')
      expect(needs.greedyEpisode).toBe(advantage === 'remax')
    }
    const turns = createAlgorithm('grpo', { advantage: 'turn-returns' })
    expect(turns.needs.variance).toBe('turns')
  })

  test('gives advantages as its estimator does: RLOO by hand', () => {
    const returns = [1, 0, 2]
    const episodes = returns.map((reward) => episode([reward], { tokens: [2] }))

    const { advantages } = createAlgorithm('rloo', {}).credit(episodes, null)

    expect(advantages.map((row) => [...(row ?? [])])).toEqual([
      [0, 0],
      [-1.5, -1.5],
      [1.5, 1.5],
    ])
  })

  test('of PPO learns returns from what the critic says', () => {
    const algorithm = createAlgorithm('ppo', { whiten: 'off', critic: 'detached' })

    const credit = algorithm.credit([episode([1], { tokens: [2] })], [Float64Array.of(0.25, 0.5)])

    expect(algorithm.needs.critic).toEqual({ detached: true })
    expect(credit.advantages.map((row) => [...(row ?? [])])).toEqual([[0.75, 0.5]])
    expect(credit.returns?.map((row) => [...(row ?? [])])).toEqual([[1, 1]])
  })

  test.each([
    ['grpo', { advantage: 'gae' }, 'Cannot train with grpo: advantage'],
    ['grpo', { advantages: 'grpo' }, 'see palaestra train grpo --help'],
    ['grpo', { advantage: 'opo', scale: 'none' }, 'advantage opo does not use it'],
    ['rloo', { clipLow: 0.1 }, 'loss reinforce does not use it'],
    ['ppo', { epochs: 0 }, 'Cannot train with ppo: epochs'],
    ['grpo', { advantage: 'pass-at-k', k: 0 }, 'Cannot'],
  ] as const)('%s with %j is refused in one line', (name, method, reason) => {
    const refused = () => createAlgorithm(name, method)

    expect(refused).toThrow(reason)
    expect(refused).toThrow(/^[^\n]+$/)
  })

  test('has an option by every name once, each with a sentence about it', () => {
    for (const name of algorithmNames) {
      for (const [field, { description }] of Object.entries(algorithmSchemas[name].shape)) {
        expect(description, `${name} ${field}`).toMatch(/[.?]$/)
      }
    }
  })
})
