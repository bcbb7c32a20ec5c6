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
  ConfigError,
  createManualClock,
  type Decision,
  decide,
  defineEnv,
  json,
  make,
  type RolloutOptions,
  rollout,
  SandboxError,
  type Trajectory,
  text,
} from './index.ts'

const acting = (act: () => Promise<Decision<unknown>>): Agent<unknown, unknown> => ({
  name: 'acting',
  begin: async () => ({ act }),
})
const always = (...actions: readonly unknown[]) => acting(async () => decide(...actions))
const never = () => new Promise<never>(() => {})
const throws = (error: Error) => () => {
  throw error
}

async function play(
  definition: AnyDef,
  agent: Agent<unknown, unknown>,
  options: RolloutOptions = {},
): Promise<Trajectory> {
  await using env = await make(definition)
  return await rollout(env, agent, { clock: createManualClock(), ...options })
}

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
})

describe('a failed episode', () => {
  const cases: readonly (readonly [string, () => Promise<Trajectory>, object])[] = [
    [
      'reset throws',
      () => play({ ...counter, reset: throws(new Error('no space left')) }, oracle),
      { phase: 'setup', error: { class: 'EnvError', message: 'no space left' } },
    ],
    [
      'the sandbox does not open',
      () => play({ ...counter, reset: throws(new SandboxError('no worker')) }, oracle),
      { phase: 'setup', error: { class: 'SandboxError' } },
    ],
    [
      'the agent does not begin',
      () => play(counter, { name: 'broken', begin: throws(new Error('no model')) }),
      { phase: 'setup', error: { class: 'AgentError' } },
    ],
    [
      'the agent throws',
      () => play(counter, acting(throws(new TypeError('undefined is not a function')))),
      { phase: 'turn', error: { class: 'AgentError', message: 'undefined is not a function' } },
    ],
    [
      'the agent returns nothing',
      () =>
        play(
          counter,
          acting(async () => undefined as never),
        ),
      { phase: 'turn', error: { class: 'AgentError' } },
    ],
    [
      'the env throws',
      () => play({ ...counter, step: throws(new Error('division by zero')) }, oracle),
      { phase: 'turn', error: { class: 'EnvError' } },
    ],
    [
      'the sandbox dies',
      () => play({ ...counter, step: throws(new SandboxError('the worker died')) }, oracle),
      { phase: 'turn', error: { class: 'SandboxError' } },
    ],
    [
      'a reward is no number',
      () => play({ ...counter, rewards: { sparse: signal('missing') } }, oracle),
      { phase: 'turn', error: { class: 'RewardError' } },
    ],
    [
      'grading throws',
      () => play({ ...counter, finish: throws(new Error('the tests hang')) }, oracle),
      { phase: 'grading', error: { class: 'EnvError', message: 'the tests hang' } },
    ],
    [
      'reset takes too long',
      () => play({ ...counter, reset: never }, oracle, { deadlines: { setupMs: 5 } }),
      { phase: 'setup', error: { class: 'DeadlineError' } },
    ],
    [
      'the agent takes too long',
      () => play(counter, acting(never), { deadlines: { turnMs: 5 } }),
      { phase: 'turn', error: { class: 'DeadlineError' } },
    ],
    [
      'a step takes too long',
      () => play({ ...counter, step: never }, oracle, { deadlines: { turnMs: 5 } }),
      { phase: 'turn', error: { class: 'DeadlineError' } },
    ],
    [
      'grading takes too long',
      () => play({ ...counter, finish: never }, oracle, { deadlines: { gradingMs: 5 } }),
      { phase: 'grading', error: { class: 'DeadlineError' } },
    ],
  ]

  test.each(cases)('says where and what, and has no reward, when %s', async (_, run, expected) => {
    const { outcome } = await run()

    expect(outcome).toMatchObject({ status: 'failed', ...expected })
    expect(outcome).not.toHaveProperty('reward')
  })

  test('keeps the turns before it, and its task', async () => {
    let steps = 0
    const definition = {
      ...counter,
      tasks: { list: () => [{ id: 'only', split: 'test', hash: 'h' }] },
      step(...given: Parameters<typeof counter.step>) {
        if (++steps === 3) throw new Error('now')
        return counter.step(...given)
      },
    }

    const trajectory = await play(definition, oracle)

    expect(trajectory.turns).toHaveLength(2)
    expect(trajectory.task?.id).toBe('only')
    expect(JSON.parse(JSON.stringify(trajectory))).toEqual(trajectory)
  })

  test('is told also when the env was closed under it', async () => {
    const env = await make(counter)
    const closing = acting(async () => {
      await env.close()
      return decide('up')
    })

    const { outcome } = await rollout(env, closing)

    expect(outcome).toMatchObject({ status: 'failed', error: { class: 'ResetNeededError' } })
  })

  test('never asks an agent to begin with an env that came too late', async () => {
    let begun = 0
    let release = () => {}
    const slow = {
      ...counter,
      async reset(...given: Parameters<typeof counter.reset>) {
        await new Promise<void>((resolve) => {
          release = resolve
        })
        return counter.reset(...given)
      },
    }
    await using env = await make(slow)
    const agent: Agent<unknown, unknown> = {
      name: 'eager',
      async begin() {
        begun++
        return { act: async () => decide('up') }
      },
    }

    await rollout(env, agent, { deadlines: { setupMs: 5 } })
    release()
    await new Promise((resolve) => setTimeout(resolve, 5))

    expect(begun).toBe(0)
  })
})

describe('what throws', () => {
  test('is a ConfigError: nothing will get better by trying again', async () => {
    const misled = acting(throws(new ConfigError('no such model')))

    await expect(play(counter, misled)).rejects.toThrow('no such model')
    await expect(play(counter, oracle, { task: 'x' })).rejects.toThrow('has no tasks')
  })

  test('is the reason of an abort from outside, before and during the episode', async () => {
    const controller = new AbortController()
    const reason = new Error('the user pressed Ctrl-C')
    const during = play(counter, acting(never), { signal: controller.signal })
    setTimeout(() => controller.abort(reason), 5)

    await expect(during).rejects.toBe(reason)
    await expect(play(counter, oracle, { signal: controller.signal })).rejects.toBe(reason)
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

    expect(draws[0]).toBe(draws[1])
    expect(draws[0]).not.toBe(draws[2])
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
