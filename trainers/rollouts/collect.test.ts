import { setMaxListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import {
  type AnyDef,
  createRng,
  defaultDeadlines,
  type Sample,
  type SampleRequest,
  scored,
  sumScores,
  systemClock,
} from '../../core/index.ts'
import { describeEnv } from '../../runs/index.ts'
import { LETTERS, letterAgent, letters, tokenizer } from '../rl/letters.suite.ts'
import { type CollectOptions, createCollector, type TrainedEnv } from './collect.ts'
import { plan } from './groups.suite.ts'

const STOP = tokenizer.eosId ?? 0

/** Says a letter by the seed of the request, or always the first at temperature 0. */
function fakeSampler({ together = 1 }: { readonly together?: number | undefined }) {
  const holds: number[] = []
  let running = 0
  let most = 0
  let held = 0
  let gather = () => {}
  const gathered = new Promise<void>((resolve) => {
    gather = resolve
  })
  return {
    holds,
    most: () => most,
    sampler: {
      async sample({ seed, temperature }: SampleRequest): Promise<Sample> {
        held++
        running++
        most = Math.max(most, running)
        // None ends before so many have begun.
        if (running === together) gather()
        await gathered
        await new Promise((resolve) => setTimeout(resolve, seed % 3))
        running--
        const at = temperature === 0 ? 0 : createRng(seed).int(LETTERS.length)
        const [letter = 0] = tokenizer.encode(LETTERS[at] ?? 'a')
        const ids = [letter, STOP]
        return { ids, logProbs: [-1, -0.1], finish: 'stopId', policyVersions: [[0, 2]] }
      },
      hold() {
        held = 0
        return () => void holds.push(held)
      },
    },
  }
}

async function trainedEnv(reward: string, options: object = {}): Promise<TrainedEnv> {
  const definition = letters as AnyDef
  const makeOptions = { reward, options }
  const { spec, term } = await describeEnv(definition, { ...makeOptions, services: {} })
  return {
    ...{ definition, makeOptions, spec, term, tasks: null, weight: 1 },
    deadlines: defaultDeadlines,
  }
}

async function collectorOf(
  reward: string,
  given: Partial<CollectOptions> & { readonly together?: number } = {},
  options = {},
) {
  const { together, ...rest } = given
  const fake = fakeSampler({ together })
  const collector = createCollector({
    envs: [await trainedEnv(reward, options)],
    agent: letterAgent({ stopIds: [STOP] }),
    greedy: letterAgent({ stopIds: [STOP] }, { temperature: 0 }),
    ...{ sampler: fake.sampler, services: {}, clock: systemClock },
    ...{ concurrency: 8, lockstep: true, retries: 0, onWarning: () => {} },
    ...rest,
  })
  return { ...fake, collector }
}

const taskOf = (letter: string) => ({
  ...{ id: `train-${letter}`, split: 'train', hash: letter, difficulty: 'even' },
})
const { signal } = new AbortController()
// One listener or more an episode: many are no leak.
setMaxListeners(0, signal)

describe('a group that is played', () => {
  test('has members of one start that draw differently, in their order, with what they are worth', async () => {
    const { collector } = await collectorOf('sparse')

    const group = await collector.play(plan(3, { size: 12, task: taskOf('c') }), 5, signal)

    expect(group).toMatchObject({ startedAt: 5, plan: { index: 3 } })
    expect(group.trajectories.map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, member) => `${group.plan.key}-${member}`),
    )
    expect(new Set(group.trajectories.map(({ initial }) => initial.stateHash)).size).toBe(1)
    const said = group.trajectories.map(({ turns }) => turns.map(({ action }) => action).join(''))
    expect(new Set(said).size).toBeGreaterThan(3)
    expect(group.returns).toEqual(said.map((guesses) => (guesses.includes('c') ? 1 : 0)))
    expect(group.successes).toEqual(group.returns.map((value) => value === 1))
  })

  test('succeeds by the first preset, whatever reward is trained', async () => {
    const { collector } = await collectorOf('dense')

    const { returns, successes } = await collector.play(
      plan(0, { size: 12, task: taskOf('a') }),
      ...([0, signal] as const),
    )

    expect(returns.some((value) => value !== null && value > 0 && value < 1)).toBe(true)
    for (const [member, value] of returns.entries()) {
      expect(successes[member]).toBe((value ?? 0) >= 1)
    }
  })

  test('is paid what the group moment of its reward says', async () => {
    const { collector } = await collectorOf('shuffled')

    const { trajectories, returns } = await collector.play(
      plan(0, { size: 12, task: taskOf('b') }),
      ...([0, signal] as const),
    )

    const own = trajectories.map(({ outcome }) => {
      const score = outcome.status === 'completed' ? sumScores([outcome.reward]) : scored(-1)
      return score.status === 'scored' ? score.value : null
    })
    expect(returns).not.toEqual(own)
    expect(returns.toSorted()).toEqual(own.toSorted())
  })

  test('has null for members whose machinery failed, and goes on with the others', async () => {
    const { collector } = await collectorOf('sparse', {}, { cursed: 'a' })

    const group = await collector.play(plan(0, { size: 12, task: taskOf('b') }), 0, signal)

    const failed = group.trajectories.map(({ outcome }) => outcome.status === 'failed')
    expect(failed).toContain(true)
    expect(failed).toContain(false)
    expect(group.returns.map((value) => value === null)).toEqual(failed)
    expect(group.successes.map((success) => success === null)).toEqual(failed)
  })

  test('greedily is its first member alone, taking the likeliest token', async () => {
    const { collector } = await collectorOf('sparse')

    const group = await collector.playGreedy(plan(0, { size: 4, task: taskOf('a') }), 0, signal)

    expect(group.trajectories.map(({ turns }) => turns.map(({ action }) => action))).toEqual([
      ['a'],
    ])
    expect(group.returns).toEqual([1])
  })
})

describe('episodes that are played at a time', () => {
  test('are as many as are allowed, over all groups', async () => {
    const { collector, most } = await collectorOf('sparse', {
      ...{ concurrency: 5, lockstep: false, together: 5 },
    })

    await Promise.all([0, 1].map((index) => collector.play(plan(index, { size: 8 }), 0, signal)))

    expect(most()).toBe(5)
  })

  test('ask together in lockstep, in batches that follow from what was sampled alone', async () => {
    const play = async () => {
      const { collector, holds } = await collectorOf('sparse', { concurrency: 6 })
      const plans = [0, 1, 2].map((index) => plan(index, { size: 4, task: taskOf('d') }))
      const groups = await Promise.all(plans.map((each) => collector.play(each, 0, signal)))
      const decisions = groups.flatMap(({ trajectories }) =>
        trajectories.map(({ decisions: made }) => made.flatMap(({ samples }) => samples)),
      )
      return { holds, decisions }
    }

    const [first, second] = [await play(), await play()]

    expect(second.holds).toEqual(first.holds)
    expect(second.decisions).toEqual(first.decisions)
    expect(first.holds[0]).toBe(6)
    expect(first.holds.reduce((sum, count) => sum + count)).toBe(first.decisions.flat().length)
  })

  test('end where they are given up', async () => {
    const { collector } = await collectorOf('sparse', { concurrency: 1 })
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)

    const playing = collector.play(plan(0, { size: 50 }), 0, controller.signal)
    controller.abort(new Error('the run has ended'))

    await expect(playing).rejects.toThrow('the run has ended')
  })
})
