import { describe, expect, test } from 'vitest'
import { oracle } from '../agents/oracle.ts'
import { signal } from '../rewards/index.ts'
import { counter } from './counter.suite.ts'
import {
  type Agent,
  ConfigError,
  decide,
  make,
  rollout,
  SandboxError,
  type Trajectory,
} from './index.ts'
import { acting, never, play, throws } from './rollout.suite.ts'

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
      'what is left to look at cannot be made',
      () => play({ ...counter, artifacts: throws(new SandboxError('it is gone')) }, oracle),
      { phase: 'grading', error: { class: 'SandboxError', message: 'it is gone' } },
    ],
    [
      'what is left to look at is no artifact',
      () => play({ ...counter, artifacts: () => ({ shot: { type: 'image' } as never }) }, oracle),
      { phase: 'grading', error: { class: 'EnvError' } },
    ],
    [
      'reset takes too long',
      () => play({ ...counter, reset: never, deadlines: { setupMs: 5 } }, oracle),
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
