import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessNumber } from '../envs/text/guess-number/env.ts'
import { counter } from './counter.suite.ts'
import { make, type SnapshotEnv } from './index.ts'

describe('snapshots', () => {
  const guesses = fc.array(fc.integer({ min: 1, max: 20 }).map(String), { maxLength: 12 })
  const play = async (env: SnapshotEnv<string, string>, actions: readonly string[]) => {
    const seen: unknown[] = []
    for (const action of actions) {
      const step = await env.step(action)
      seen.push(step, await env.stateHash())
      if (step.terminated || step.truncated) break
    }
    return seen
  }

  test('continue identically after restore and in a fork, also through JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), guesses, guesses, async (seed, before, after) => {
        await using env = await make(guessNumber, { reward: 'dense' })
        await env.reset({ seed })
        await play(env, before)
        const saved = JSON.parse(JSON.stringify(await env.snapshot()))
        await using fork = await env.fork()
        const tail = after.slice(0, 20 - before.length)
        const attempt = (target: typeof env) => play(target, tail).catch((error) => String(error))

        const original = await attempt(env)
        const forked = await attempt(fork)
        await env.restore(saved)
        const restored = await attempt(env)

        expect(forked).toEqual(original)
        expect(restored).toEqual(original)
      }),
      { numRuns: 50 },
    )
  })

  test('hold state, rng, limit, statistics and the stream of seeds', async () => {
    await using env = await make(counter, { reward: 'dense', maxEpisodeSteps: 3 })
    await env.reset({ seed: 4 })
    await env.step('up')
    await env.step('roll')
    const saved = await env.snapshot()
    const rest = async () => [await env.step('roll'), (await env.reset()).observation]

    const first = await rest()
    await env.reset({ seed: 77 })
    await env.restore(saved)

    expect(await rest()).toEqual(first)
    expect(first[0]).toMatchObject({ truncated: true, info: { episode: { length: 3 } } })
  })

  test('bring an ended episode back to before its end, and to its end', async () => {
    await using env = await make(counter, { options: { goal: 1 } })
    await env.reset()
    const before = await env.snapshot()
    await env.step('up')
    const ended = await env.snapshot()

    await env.restore(before)
    expect(await env.step('up')).toMatchObject({ terminated: true, reward: 1 })
    await env.restore(ended)

    await expect(env.step('up')).rejects.toThrow('the episode has ended')
  })

  test('are copies: what the env does next does not change them', async () => {
    await using env = await make(counter)
    await env.reset()
    const saved = await env.snapshot()
    const text = JSON.stringify(saved)

    await env.step('up')
    await env.restore(saved)
    await env.step('up')

    expect(JSON.stringify(saved)).toBe(text)
  })

  test('leave a fork and its original independent', async () => {
    await using env = await make(counter)
    await env.reset()
    await using fork = await env.fork()

    await fork.step('up')
    await fork.close()

    expect((await env.step('wait')).observation).toMatch(/^0 /)
    expect(fork.spec).toEqual(env.spec)
  })

  test('are refused by another env', async () => {
    await using env = await make(counter)
    await using other = await make(guessNumber)
    await env.reset()

    await expect(other.restore(await env.snapshot())).rejects.toThrow('take one from the same env')
  })

  test('give equal hashes for equal states, however they were reached', async () => {
    await using env = await make(counter)
    await env.reset({ seed: 2 })
    const start = await env.stateHash()
    await env.step('wait')
    const waited = await env.stateHash()
    await env.step('up')
    const up = await env.stateHash()
    await env.step('roll')

    expect(waited).toBe(start)
    expect(new Set([start, up, await env.stateHash()]).size).toBe(3)
  })

  test('do not exist where the state is a resource', async () => {
    await using env = await make({ ...counter, state: 'resource' as const })

    expect('snapshot' in env).toBe(false)
  })
})
