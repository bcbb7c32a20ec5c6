import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { nullAgent } from '../agents/null.ts'
import { oracle } from '../agents/oracle.ts'
import { signal, solved } from '../rewards/index.ts'
import { bareResource, counter } from './counter.suite.ts'
import {
  type Agent,
  AgentError,
  type AnyDef,
  createManualClock,
  type Decision,
  decide,
  defineEnv,
  json,
  make,
  type RewardTerm,
  rollout,
  type Signals,
  type Trajectory,
  text,
} from './index.ts'
import { acting, never, play, throws } from './rollout.suite.ts'

const always = (...actions: readonly unknown[]) => acting(async () => decide(...actions))

describe('a completed episode', () => {
  test('holds its turns, its parts and its reward', async () => {
    await using env = await make(counter, { reward: 'dense' })

    const trajectory = await rollout(env, oracle, { seed: 3 })

    expect(trajectory).toMatchObject({
      version: 1,
      id: 'test/Counter-v0#3',
      agent: 'oracle',
      task: null,
      seed: 3,
      group: '#3',
      attempts: 1,
      initial: { observation: expect.stringMatching(/^start/), signals: { progress: 0 } },
      finalSignals: null,
      outcome: { status: 'completed', ended: 'terminated', reward: { value: 1.5 } },
    })
    expect(
      trajectory.turns.map(({ action, index, decision }) => [action, index, decision]),
    ).toEqual([
      ['up', 0, 0],
      ['up', 1, 1],
      ['up', 2, 2],
    ])
    expect(trajectory.turns.at(-1)?.info).toEqual({ episode: { return: 1.5, length: 3 } })
    expect(new Set(trajectory.turns.map((turn) => turn.stateHash)).size).toBe(3)
  })

  test('is truncated by the step limit', async () => {
    expect((await play(counter, nullAgent)).outcome).toMatchObject({
      status: 'completed',
      ended: 'truncated',
      reward: { status: 'scored', value: 0 },
    })
  })

  test('is graded by what finish measures, whichever way it ended', async () => {
    const seen: string[] = []
    const graded = {
      ...counter,
      finish(_state: unknown, { ended }: { ended: string }) {
        seen.push(ended)
        return { solved: true, progress: 1, rolled: 0 }
      },
    }

    const cut = await play(graded, nullAgent)
    const done = await play(graded, oracle)

    expect(seen).toEqual(['truncated', 'terminated'])
    expect(cut.finalSignals).toEqual({ solved: true, progress: 1, rolled: 0 })
    expect(cut.outcome).toMatchObject({ ended: 'truncated', reward: { value: 1 } })
    expect(done.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
  })

  test('keeps a copy of what the env left to look at, which its reward may read', async () => {
    const note = { type: 'text' as const, text: 'before' }
    let judged: unknown
    const judge: RewardTerm<Signals> = {
      spec: { kind: 'custom', name: 'judge' },
      async finalize(trajectory) {
        judged = trajectory.artifacts
        note.text = 'after'
        return trajectory.turns.map(() => ({ status: 'scored', value: 0 }))
      },
    }
    const leaving = { ...counter, rewards: { judge }, artifacts: () => ({ note }) }

    const { artifacts } = await play(leaving, nullAgent)

    expect(artifacts).toEqual({ note: { type: 'text', text: 'before' } })
    expect(judged).toEqual(artifacts)
  })

  test('keeps what grading found beside the signals, made once, after grading', async () => {
    const order: string[] = []
    const finding = {
      ...counter,
      finish: () => {
        order.push('finish')
        return { solved: true, progress: 1, rolled: 0 }
      },
      finalInfo: () => {
        order.push('finalInfo')
        return { integrity: ['a test was removed'] }
      },
    }

    const { finalInfo } = await play(finding, nullAgent)
    const without = await play(counter, nullAgent)

    expect(finalInfo).toEqual({ integrity: ['a test was removed'] })
    expect(order).toEqual(['finish', 'finalInfo'])
    expect('finalInfo' in without).toBe(false)
  })

  test('has no artifacts where the env declares none or leaves none', async () => {
    const none = await play(counter, oracle)
    const empty = await play({ ...counter, artifacts: () => ({}) }, oracle)

    expect([none, empty].some((trajectory) => 'artifacts' in trajectory)).toBe(false)
  })

  test('is told the same as JSON', async () => {
    const odd = acting(async () => decide<unknown>({ deep: [Number.NaN, 5n] }, undefined, () => 1))

    for (const trajectory of [await play(counter, oracle), await play(counter, odd)]) {
      expect(JSON.parse(JSON.stringify(trajectory))).toEqual(trajectory)
    }
  })

  test('keeps each turn as it was, when the env goes on changing what it showed', async () => {
    const board = defineEnv({
      id: 'test/Board-v0',
      state: 'data',
      observationSpace: json(z.array(z.int())),
      actionSpace: text(),
      rewards: { sparse: signal('last') },
      maxEpisodeSteps: 3,
      reset: () => ({ state: { cells: [0] }, observation: [0] }),
      step({ cells }) {
        cells.push(cells.length)
        return { observation: cells, signals: { last: cells.length, cells } }
      },
      invalid: (_, { cells }) => cells,
    })

    const { turns } = await play(board, always('x'))

    expect(turns.map((turn) => turn.observation)).toEqual([
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
    ])
    expect(turns[0]?.signals?.['cells']).toEqual([0, 1])
  })

  test('of an env written by hand is worth the sum of its steps', async () => {
    const env = bareResource()
    const { runner: _, ...byHand } = env
    let steps = 0

    const { outcome } = await rollout(
      {
        ...byHand,
        step: async () => ({
          observation: '',
          reward: 0.25,
          rewards: {},
          terminated: ++steps === 4,
          truncated: false,
          info: {},
        }),
      },
      always('up'),
    )

    expect(outcome).toMatchObject({ status: 'completed', parts: {}, reward: { value: 1 } })
  })

  test('carries the names that it was given', async () => {
    const trajectory = await play(counter, oracle, { id: 'run-1/7', group: 'g', attempt: 2 })

    expect(trajectory).toMatchObject({ id: 'run-1/7', group: 'g', attempts: 2 })
  })
})

describe('a decision', () => {
  test('of several actions tells the agent the answer to each, in order', async () => {
    const answers: unknown[] = []
    const watching: Agent<string, string> = {
      name: 'watching',
      begin: async () => ({
        act: async () => decide('wait', 'up'),
        observe: ({ action, observation }) => answers.push([action, observation]),
      }),
    }

    const { turns } = await play(counter, watching)

    expect(answers).toEqual(turns.map(({ action, observation }) => [action, observation]))
  })

  test('of several tool calls makes several turns that share it', async () => {
    const { turns, decisions } = await play(counter, always('wait', 'up'))

    expect(turns.map((turn) => turn.decision)).toEqual([0, 0, 1, 1, 2, 2])
    expect(decisions).toHaveLength(3)
  })

  test('is cut off where the episode ends', async () => {
    const { turns, decisions } = await play(counter, always('up', 'up', 'up', 'up', 'up'))

    expect(turns).toHaveLength(3)
    expect(decisions).toHaveLength(1)
  })

  test('without an action is an invalid action, with the message as what was sent', async () => {
    const message = { role: 'assistant', content: 'I refuse.' } as const
    const silent = acting(async () => ({ actions: [], samples: [], message }))

    const { turns, decisions, outcome } = await play(counter, silent)

    expect(turns).toHaveLength(8)
    expect(turns[0]).toMatchObject({
      action: 'I refuse.',
      invalid: 'the message holds no action',
      signals: null,
    })
    expect(decisions[0]?.message).toEqual(message)
    expect(outcome.status).toBe('completed')
  })

  test('may be the agent’s last: the episode is truncated there, and graded as it stands', async () => {
    const usage = { requests: 1, promptTokens: 9, cachedTokens: 0, completionTokens: 2 }
    const leaving = (actions: readonly unknown[]) =>
      acting(async () => ({ actions, samples: [], usage, stop: 'the budget is used up' }))
    const graded = {
      ...counter,
      finish: () => ({ solved: true, progress: 1, rolled: 0 }),
    } as AnyDef

    const played = await play(graded, leaving(['wait', 'up']))
    const unplayed = await play(graded, leaving([]))

    for (const { decisions, outcome, finalSignals } of [played, unplayed]) {
      expect(decisions).toMatchObject([{ usage, stop: 'the budget is used up' }])
      expect(outcome).toMatchObject({ status: 'completed', ended: 'truncated' })
      expect(finalSignals).toMatchObject({ solved: true })
    }
    expect(played.turns).toHaveLength(2)
    expect(played.outcome).toMatchObject({ reward: { status: 'scored', value: 1 } })
    expect(unplayed.turns).toHaveLength(0)
  })
})

describe('the agent', () => {
  test('is handed the finished trajectory, failed ones included', async () => {
    const ended: Trajectory[] = []
    const watching = (act: () => Promise<Decision<unknown>>): Agent<unknown, unknown> => ({
      name: 'watching',
      begin: async () => ({
        act,
        async end(trajectory) {
          ended.push(trajectory)
        },
      }),
    })

    const completed = await play(
      counter,
      watching(async () => decide('up')),
    )
    const failed = await play(counter, watching(throws(new AgentError('no'))))

    expect(ended).toEqual([completed, failed])
    expect(ended.map(({ outcome }) => outcome.status)).toEqual(['completed', 'failed'])
  })

  test.each([
    ['throws', throws(new Error('cannot save'))],
    ['hangs', never],
  ])('does not undo the trajectory when its end %s', async (_, end) => {
    const agent: Agent<unknown, unknown> = {
      name: 'clumsy',
      begin: async () => ({ act: async () => decide('up'), end }),
    }

    const { outcome } = await play(counter, agent, { deadlines: { turnMs: 20 } })

    expect(outcome).toMatchObject({ status: 'completed', reward: { value: 1 } })
  })

  test('has a random stream that follows from the seed and is not the env’s', async () => {
    const draws: number[] = []
    const drawing: Agent<unknown, unknown> = {
      name: 'drawing',
      async begin({ rng }) {
        draws.push(rng.int(1e6))
        return { act: async () => decide('up') }
      },
    }

    const first = await play(counter, drawing, { seed: 1 })
    await play(counter, drawing, { seed: 1 })
    await play(counter, drawing, { seed: 2 })
    await play(counter, drawing, { seed: 1, agentSeed: 2 })

    expect(draws[0]).toBe(draws[1])
    expect(draws[0]).not.toBe(draws[2])
    expect(draws[3]).toBe(draws[2])
    expect(first.initial.observation).toBe(
      (await play(counter, oracle, { seed: 1 })).initial.observation,
    )
  })

  test('holds a signal that aborts when the episode is given up, and not when it is played', async () => {
    const signals: AbortSignal[] = []
    const holding = (act: () => Promise<Decision<unknown>>): Agent<unknown, unknown> => ({
      name: 'holding',
      async begin({ signal: held }) {
        signals.push(held)
        return { act }
      },
    })
    const controller = new AbortController()

    await play(
      counter,
      holding(async () => decide('up')),
    )
    await play(counter, holding(never), { deadlines: { turnMs: 5 } })
    const aborted = play(counter, holding(never), { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('stop')), 5)
    await aborted.catch(() => {})

    expect(signals.map((held) => held.aborted)).toEqual([false, true, true])
  })
})

test('timings are told by the clock, each phase its own', async () => {
  const clock = createManualClock()
  const slow = defineEnv({
    id: 'test/Slow-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 2,
    async reset() {
      clock.advance(5)
      return { state: {}, observation: '' }
    },
    async step() {
      clock.advance(100)
      return { observation: '', signals: { solved: false } }
    },
    async finish() {
      clock.advance(7000)
      return { solved: true }
    },
  })
  const agent = acting(async () => {
    clock.advance(30)
    return decide('a')
  })

  const { timings, turns, decisions } = await play(slow, agent, { clock })

  expect(timings).toEqual({ setupMs: 5, agentMs: 60, envMs: 200, gradingMs: 7000 })
  expect(turns.map((turn) => turn.durationMs)).toEqual([100, 100])
  expect(decisions.map((decision) => decision.durationMs)).toEqual([30, 30])
})
