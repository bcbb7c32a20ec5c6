import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bareResource, counter } from './counter.suite.ts'
import { type AutoresetMode, make, makeVector } from './index.ts'

const open = (autoreset: AutoresetMode, numEnvs = 2) =>
  makeVector(() => make(counter, { options: { goal: 2 } }), { numEnvs, autoreset })

/** Ends the episode of sub-env 0 and leaves sub-env 1 in its own. */
async function endFirst(autoreset: AutoresetMode) {
  const vector = await open(autoreset)
  const first = await vector.reset({ seed: 10 })
  await vector.step(['up', 'wait'])
  return { vector, first, ended: await vector.step(['up', 'wait']) }
}

test('seeds sub-env i with seed + i, or with its own of a list', async () => {
  await using vector = await open('next-step', 3)
  await using single = await make(counter)
  const alone = async (seed: number) => (await single.reset({ seed })).observation

  const counted = await vector.reset({ seed: 5 })
  const listed = await vector.reset({ seed: [8, 0, 8] })

  expect(counted.observations).toEqual([await alone(5), await alone(6), await alone(7)])
  expect(listed.observations).toEqual([await alone(8), await alone(0), await alone(8)])
  expect(listed.infos[0]?.signals).toMatchObject({ solved: false })
})

test('plays different episodes in its sub-envs, also without a seed and after they restart', async () => {
  for (const seed of [undefined, 3]) {
    await using vector = await open('same-step', 8)
    const seen: string[] = [...(await vector.reset({ seed })).observations]
    for (let i = 0; i < 6; i++) {
      const { observations, terminated } = await vector.step(Array(8).fill('up'))
      if (terminated[0]) seen.push(...observations)
    }

    expect(seen).toHaveLength(32)
    expect(new Set(seen).size).toBeGreaterThan(28)
  }
})

test('gives the same episodes for the same seed, restarts included', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(fc.constantFrom('up' as const, 'wait' as const, 'roll' as const), {
        maxLength: 12,
      }),
      async (seed, actions) => {
        const play = async () => {
          await using vector = await open('next-step', 2)
          const seen: unknown[] = [(await vector.reset({ seed })).observations]
          for (const action of actions) seen.push(await vector.step([action, 'roll']))
          return seen
        }

        expect(await play()).toEqual(await play())
      },
    ),
    { numRuns: 20 },
  )
})

test('next-step: shows the last step, and resets on the next one, whatever the action', async () => {
  const { vector, first, ended } = await endFirst('next-step')

  expect(ended.terminated).toEqual([true, false])
  expect(ended.rewards).toEqual(Float64Array.of(1, 0))
  expect(ended.observations[0]).toMatch(/^2 /)
  const next = await vector.step(['up', 'up'])

  expect(next.observations[0]).toMatch(/^start /)
  expect(next.observations[0]).not.toBe(first.observations[0])
  expect(next.rewards).toEqual(Float64Array.of(0, 0))
  expect([next.terminated, next.truncated]).toEqual([
    [false, false],
    [false, false],
  ])
  expect((await vector.step(['up', 'wait'])).observations[0]).toMatch(/^1 /)
  await vector.close()
})

test('next-step: is the default, and resets after a truncation too', async () => {
  await using vector = await makeVector(() => make(counter, { maxEpisodeSteps: 1 }), { numEnvs: 1 })
  await vector.reset()

  const cut = await vector.step(['wait'])
  const next = await vector.step(['wait'])

  expect(vector.autoreset).toBe('next-step')
  expect([cut.terminated, cut.truncated]).toEqual([[false], [true]])
  expect(next.observations[0]).toMatch(/^start /)
  expect(next.truncated).toEqual([false])
})

test('same-step: resets at once, and hands the last observation and info beside it', async () => {
  const { vector, ended } = await endFirst('same-step')

  expect(ended.terminated).toEqual([true, false])
  expect(ended.rewards).toEqual(Float64Array.of(1, 0))
  expect(ended.observations[0]).toMatch(/^start /)
  expect(ended.infos[0]).toMatchObject({
    info: { signals: { solved: false } },
    finalObservation: expect.stringMatching(/^2 /),
    finalInfo: { signals: { solved: true }, episode: { return: 1, length: 2 } },
  })
  expect(ended.infos[1]).not.toHaveProperty('finalObservation')
  expect((await vector.step(['up', 'wait'])).observations[0]).toMatch(/^1 /)
  await vector.close()
})

test('disabled: refuses to step an ended sub-env before anything moves, until it is reset by mask', async () => {
  const { vector, ended } = await endFirst('disabled')

  await expect(vector.step(['up', 'up'])).rejects.toThrow(
    'Cannot step sub-env 0: its episode has ended (call reset({ mask }) for it first)',
  )
  const { observations, infos } = await vector.reset({ seed: [4, 4], mask: [true, false] })

  expect(observations[0]).toMatch(/^start /)
  expect(observations[1]).toBe(ended.observations[1])
  expect(infos[1]).toEqual({})
  expect((await vector.step(['up', 'wait'])).observations).toEqual([
    expect.stringMatching(/^1 /),
    ended.observations[1],
  ])
  await vector.close()
})

test('keeps what it has handed out: later steps do not change it', async () => {
  await using vector = await open('next-step')
  const { observations } = await vector.reset({ seed: 1 })
  const copy = [...observations]

  await vector.step(['up', 'up'])

  expect(observations).toEqual(copy)
})

test('refuses lists of the wrong length', async () => {
  await using vector = await open('next-step')
  await vector.reset()

  await expect(vector.step(['up'])).rejects.toThrow('1 actions for 2 envs')
  await expect(vector.step(['up', 'up', 'up'])).rejects.toThrow('3 actions for 2 envs')
  await expect(vector.reset({ mask: [true] })).rejects.toThrow('the mask has 1 entries for 2 envs')
  await expect(vector.reset({ seed: [1] })).rejects.toThrow('1 seeds for 2 envs')
  await expect(makeVector(() => make(counter), { numEnvs: 0 })).rejects.toThrow('from 1')
})

test('refuses modes and options that there are not', async () => {
  const given = (options: object) => makeVector(() => make(counter), { numEnvs: 2, ...options })

  await expect(given({ autoreset: 'sameStep' })).rejects.toMatchObject({
    name: 'ConfigError',
    message: 'Cannot make a vector env with autoreset "sameStep" (did you mean "same-step"?)',
  })
  await expect(given({ workers: 2 })).rejects.toThrow(
    'Cannot make a vector env with "workers": no such option (choose from numEnvs, autoreset, seed)',
  )
})

test('refuses to step before the first reset, and to leave out what has not begun', async () => {
  await using vector = await open('next-step')

  await expect(vector.step(['up', 'up'])).rejects.toThrow('no episode has begun')
  await expect(vector.reset({ mask: [true, false] })).rejects.toThrow(
    'it has no observation to keep',
  )
})

test('closes every env once, also when one of them fails to', async () => {
  const closed: number[] = []
  const vector = await makeVector(
    async (index) => ({
      ...bareResource(),
      close: async () => {
        closed.push(index)
        if (index === 0) throw new Error('stuck')
      },
    }),
    { numEnvs: 3 },
  )

  await expect(vector.close()).rejects.toThrow('stuck')
  await vector.close().catch(() => {})

  expect(closed.sort()).toEqual([0, 1, 2])
})

test('closes what did open when one env does not', async () => {
  const closed: number[] = []
  const opening = makeVector(
    async (index) => {
      if (index === 1) throw new Error('no more memory')
      return {
        ...bareResource(),
        close: async () => {
          closed.push(index)
        },
      }
    },
    { numEnvs: 3 },
  )

  await expect(opening).rejects.toThrow('no more memory')
  expect(closed.sort()).toEqual([0, 2])
})
