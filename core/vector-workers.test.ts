import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counter } from './counter.suite.ts'
import {
  type AutoresetMode,
  make,
  makeVector,
  makeWorkerVector,
  type VectorLoop,
  type WorkerVectorOptions,
} from './index.ts'
import type { trouble } from './vector-worker/trouble.suite.ts'

type Troubled = Partial<WorkerVectorOptions<typeof trouble>>

const counters = { module: new URL('./counter.suite.ts', import.meta.url), name: 'counter' }
const troubles = {
  module: new URL('./vector-worker/trouble.suite.ts', import.meta.url),
  name: 'trouble',
}
const openTroubled = async (options: Troubled = {}) => {
  const vector = await makeWorkerVector<typeof trouble>({
    env: troubles,
    numEnvs: 4,
    workers: 2,
    ...options,
  })
  await vector.reset({ seed: 1 })
  return vector
}

type Call =
  | { reset: { seed?: number | number[]; mask?: boolean[] } }
  | { step: (string | { invalid: string; raw: null })[] }

function anyCalls(numEnvs: number): fc.Arbitrary<Call[]> {
  const each = <T>(one: fc.Arbitrary<T>) =>
    fc.array(one, { minLength: numEnvs, maxLength: numEnvs })
  const action = fc.constantFrom('up', 'up', 'up', 'wait', 'roll', 'nonsense')
  const invalid = fc.constant({ invalid: 'it is no JSON', raw: null })
  const reset = fc.record(
    { seed: fc.oneof(fc.nat(), each(fc.nat())), mask: each(fc.boolean()) },
    { requiredKeys: [] },
  )
  return fc.array(
    fc.oneof(
      { weight: 1, arbitrary: fc.record({ reset }) },
      { weight: 6, arbitrary: fc.record({ step: each(fc.oneof(action, invalid)) }) },
    ),
    { maxLength: 12 },
  )
}

async function told(vector: VectorLoop<string, never>, call: Call): Promise<unknown> {
  try {
    return 'reset' in call
      ? await vector.reset(call.reset)
      : await vector.step(call.step as never[])
  } catch (error) {
    return String(error)
  }
}

const cases = [
  ['next-step', 1],
  ['next-step', 2],
  ['same-step', 2],
  ['same-step', 3],
  ['disabled', 1],
  ['disabled', 3],
] as const

test.each(cases)(
  '%s, %i workers: every call gives what it gives in one thread',
  {
    timeout: 60_000,
  },
  async (autoreset: AutoresetMode, workers) => {
    const numEnvs = 4
    const settings = { options: { goal: 2 }, reward: 'dense' as const, maxEpisodeSteps: 4 }
    const shared = { numEnvs, autoreset, seed: 5 }
    await using here = await makeVector(() => make(counter, settings), shared)
    await using there = await makeWorkerVector<typeof counter>({
      env: counters,
      workers,
      ...settings,
      ...shared,
    })

    await fc.assert(
      fc.asyncProperty(anyCalls(numEnvs), async (calls) => {
        for (const call of calls) {
          expect(await told(there, call)).toEqual(await told(here, call))
        }
      }),
      { numRuns: 15 },
    )
  },
)

test('never starts more workers than there are envs, and one where a machine has one core', async () => {
  await using alone = await makeWorkerVector<typeof counter>({
    env: counters,
    numEnvs: 1,
    workers: 8,
  })
  await using usual = await makeWorkerVector<typeof counter>({ env: counters, numEnvs: 3 })

  expect((await alone.reset({ seed: 1 })).observations).toHaveLength(1)
  expect((await usual.reset({ seed: 1 })).observations).toHaveLength(3)
  expect([usual.numEnvs, usual.autoreset]).toEqual([3, 'next-step'])
})

test('says what keeps it from opening, with its class', async () => {
  const open = (options: object) =>
    makeWorkerVector({ env: counters, numEnvs: 2, workers: 2, ...options })

  await expect(open({ options: { gaol: 2 } })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('it has no option "gaol"'),
  })
  await expect(open({ env: { ...counters, name: 'conter' } })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(/^Cannot load env conter from .*it exports no definition/),
  })
  await expect(
    open({ env: { module: new URL('./nowhere.ts', import.meta.url), name: 'x' } }),
  ).rejects.toThrow(/^Cannot load env x from .*nowhere/)
  await expect(open({ env: { module: './counter.suite.ts', name: 'counter' } })).rejects.toThrow(
    'a relative path has no meaning in another thread (give new URL("./counter.suite.ts", import.meta.url))',
  )
  await expect(open({ options: { goal: () => 2 } })).rejects.toThrow(
    'let its options be plain data',
  )
  await expect(open({ numEnvs: 0 })).rejects.toThrow('from 1')
  await expect(open({ workers: 0 })).rejects.toThrow('Cannot start 0 workers')
  for (const memoryMiB of [-5, 0, 1.5]) {
    await expect(open({ memoryMiB })).rejects.toThrow(
      `Cannot give each thread ${memoryMiB} MiB of memory (give a whole number from 1)`,
    )
  }
  await expect(open({ worker: 3 })).rejects.toMatchObject({
    name: 'ConfigError',
    message: 'Cannot make a vector env with "worker": no such option (did you mean "workers"?)',
  })
  await expect(open({ autoreset: 'sameStep' })).rejects.toThrow('did you mean "same-step"?')
})

test('an error of a sub-env arrives with its class and number, and all go on', async () => {
  await using vector = await openTroubled()

  await expect(vector.step(['up', 'up', 'up', 'throw'])).rejects.toMatchObject({
    name: 'EnvError',
    message: 'Cannot step sub-env 3: the floor gave way',
    cause: expect.objectContaining({ stack: expect.stringContaining('trouble.suite') }),
  })
  await expect(vector.step(['wait', 'class', 'wait', 'throw'])).rejects.toMatchObject({
    name: 'SandboxError',
    message: 'Cannot step sub-env 1: Cannot reach the sandbox',
  })
  const { observations } = await vector.step(['up', 'up', 'up', 'up'])

  expect(observations.map((seen) => seen.split(' ')[0])).toEqual(['2', '2', '2', '1'])
})

test('what cannot be sent to another thread is an error that says so', async () => {
  await using vector = await openTroubled({ numEnvs: 2 })

  await expect(vector.step([(() => 'up') as never, 'wait'])).rejects.toThrow(
    /^Cannot step sub-env 0: .*\(let actions be plain data\)/,
  )
  await expect(vector.step(['wait', 'function'])).rejects.toThrow()
  expect((await vector.step(['up', 'wait'])).observations[0]).toMatch(/^1 /)
})

test.each([
  ['exit', 'it left with exit code 3'],
  ['memory', 'out of memory'],
])(
  'a thread that ends (%s) rejects the step and every later call, and closes',
  {
    timeout: 60_000,
  },
  async (action, reason) => {
    const vector = await openTroubled({ memoryMiB: 128 })
    const message = `Cannot go on with sub-envs 2 to 3: their thread ended: ${reason} (their episodes are lost: close this vector env and make a new one)`

    await expect(vector.step(['up', 'up', 'up', action])).rejects.toMatchObject({
      name: 'EnvError',
      message,
    })

    await expect(vector.step(['up', 'up', 'up', 'up'])).rejects.toThrow(message)
    await expect(vector.reset()).rejects.toThrow(message)
    await vector.close()
    await vector.close()
  },
)

test('closes while a step is pending, and twice; nothing runs afterwards', async () => {
  const vector = await openTroubled()
  const closed = { name: 'ResetNeededError', message: expect.stringContaining('they are closed') }
  const stuck = expect(vector.step(['up', 'up', 'up', 'hang'])).rejects.toMatchObject(closed)

  await Promise.all([vector.close(), vector.close()])

  await stuck
  await expect(vector.step(['up', 'up', 'up', 'up'])).rejects.toMatchObject(closed)
  await expect(vector.reset()).rejects.toMatchObject(closed)
})

test('keeps no process alive, closed or not', { timeout: 60_000 }, () => {
  for (const closing of ['await vector.close()', '']) {
    const program = `
      import { makeWorkerVector } from '${new URL('./index.ts', import.meta.url)}'
      const env = { module: '${counters.module}', name: 'counter' }
      const vector = await makeWorkerVector({ env, numEnvs: 2, workers: 2 })
      await vector.reset()
      console.log((await vector.step(['up', 'up'])).observations.length)
      ${closing}`

    const { stdout, status } = spawnSync(
      process.execPath,
      ['--conditions=palaestra-source', '--import', 'tsx', '--input-type=module', '-e', program],
      { encoding: 'utf8', timeout: 50_000 },
    )

    expect([stdout.trim(), status]).toEqual(['2', 0])
  }
})
