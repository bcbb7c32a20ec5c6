import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderWith, sharedCpu } from '../training.suite.ts'
import {
  configOf,
  goOn,
  letterEnv,
  linesOf,
  samplesOf,
  savedTensors,
  start,
  stopAt,
} from './letter-runs.suite.ts'
import { writeLetterPolicy } from './letters.suite.ts'

const engine = sharedCpu()
let home = ''
let model = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'palaestra-rl-'))
  model = await writeLetterPolicy(home)
})
afterAll(() => rm(home, { recursive: true, force: true }))

const rich = {
  ...{ updates: 6, saveEvery: 2, evalEvery: 2, evalEpisodes: 8, curriculum: 'success' },
  method: {
    ...{ minibatches: 2, entropyFloor: 2, entropyCoefficient: 0.01 },
    ...{ klCoefficient: 0.05, klTarget: 0.001, klHorizon: 50 },
  },
}

describe('a run of reinforcement learning', () => {
  test.each([
    ['grpo with minibatches, controllers and a curriculum', rich],
    ['ppo with its critic', { algorithm: 'ppo', updates: 5, evalEpisodes: 4 }],
  ])('of %s repeats bit for bit, also where it was interrupted', async (_, given) => {
    const folder = await folderWith()
    const [whole, twin, parted] = ['whole', 'twin', 'parted'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    const config = configOf(model, given)

    const first = await start(whole, config, { engine })
    await start(twin, config, { engine })
    const stopped = await start(parted, config, { engine, ...stopAt(3) })
    const resumed = await goOn(parted, { engine })

    expect([first.status, stopped.status, resumed.status]).toEqual([
      ...['complete', 'interrupted', 'complete'],
    ])
    expect([stopped.state.update, resumed.updatesDone]).toEqual([3, 3])
    const lines = await linesOf(whole)
    expect(lines.map((line) => line['global_step'])).toEqual(lines.map((__, at) => at + 1))
    for (const other of [twin, parted]) {
      expect(await linesOf(other)).toEqual(lines)
      expect(await savedTensors(other)).toEqual(await savedTensors(whole))
      expect(await samplesOf(other)).toBe(await samplesOf(whole))
    }
    expect(resumed.state).toEqual(first.state)
  })

  test('moves its controllers, makes two steps an update, and follows its curriculum', async () => {
    const dir = join(await folderWith(), 'run')

    const { state, last } = await start(dir, configOf(model, rich), { engine })

    const lines = await linesOf(dir)
    const betas = lines.map((line) => line['kl_coefficient'] ?? 0)
    expect(betas.every((beta, at) => at === 0 || beta > (betas[at - 1] ?? 0))).toBe(true)
    expect(state.entropy.coefficient).not.toBe(0.01)
    expect(state.optimizerSteps).toBe(12)
    expect(lines[0]).toHaveProperty('success/even')
    expect(lines[0]).not.toHaveProperty('success/odd')
    expect(lines.map((line) => 'eval/success' in line)).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ])
    expect(last?.['sampling/sampling_logp_difference/max']).toBeLessThan(1e-5)
  })

  test('evaluates in the difficulty that it trains', async () => {
    const levelsOf = async (difficulty: string | null) => {
      const dir = join(await folderWith(), 'run')
      const envs = [{ ...letterEnv, difficulty }]
      await start(dir, configOf(model, { envs, updates: 1, evalEpisodes: 8 }), { engine })
      const [line = {}] = await linesOf(dir)
      return Object.keys(line).filter((name) => name.startsWith('eval/success'))
    }

    expect(await levelsOf(null)).toEqual(['eval/success', 'eval/success/even', 'eval/success/odd'])
    expect(await levelsOf('even')).toEqual(['eval/success'])
  })

  test('that died goes on from its last save: what came after it is done again', async () => {
    const folder = await folderWith()
    const [whole, died] = [join(folder, 'whole'), join(folder, 'died')]
    const config = configOf(model, { updates: 5, saveEvery: 2 })
    const onUpdate = (_: unknown, { done }: { readonly done: number }) => {
      if (done === 4) throw new Error('the plug was pulled')
    }

    await start(whole, config, { engine })
    await expect(start(died, config, { engine, onUpdate })).rejects.toThrow('the plug was pulled')
    await appendFile(join(died, 'samples.jsonl'), '{"update":4,"gro')
    const resumed = await goOn(died, { engine })

    expect(resumed.updatesDone).toBe(2)
    expect(await linesOf(died)).toEqual(await linesOf(whole))
    expect(await samplesOf(died)).toBe(await samplesOf(whole))
    expect(await savedTensors(died)).toEqual(await savedTensors(whole))
  })

  test('may run its rollouts ahead: tokens are stale, within the bound, and it says so', async () => {
    const dir = join(await folderWith(), 'run')
    const alarms: string[] = []
    const config = configOf(model, { updates: 6, staleness: 1, concurrency: 8 })

    const { status, lockstep } = await start(dir, config, {
      ...{ engine, onAlarm: ({ name }) => void alarms.push(name) },
    })

    const lines = await linesOf(dir)
    expect([status, lockstep, lines.length]).toEqual(['complete', false, 6])
    const oldest = lines.map((line) => line['staleness/max'] ?? Number.NaN)
    expect(oldest[0]).toBe(0)
    expect(Math.max(...oldest)).toBe(1)
    expect(alarms).not.toContain('stale-tokens')
  })

  test('of algorithms with a greedy baseline, held to a grammar, or of an adapter, runs and resumes', async () => {
    const folder = await folderWith()
    const options = { engine, agent: { constrained: true } }
    const given = { method: { advantage: 'remax', klCoefficient: 0.1 }, loraRank: 2, updates: 3 }
    const config = configOf(model, given)

    const whole = await start(join(folder, 'whole'), config, options)
    await start(join(folder, 'parted'), config, { ...options, ...stopAt(1) })
    const resumed = await goOn(join(folder, 'parted'), options)

    expect(whole.policy.trained).toBeLessThan(whole.policy.parameters)
    expect(whole.last?.['sampling/sampling_logp_difference/max']).toBeLessThan(1e-5)
    expect(await linesOf(resumed.dir)).toEqual(await linesOf(whole.dir))
    expect(await savedTensors(resumed.dir)).toEqual(await savedTensors(whole.dir))
    // At first the policy is its reference.
    expect(Math.abs((await linesOf(whole.dir))[0]?.['kl'] ?? 1)).toBeLessThan(1e-6)
    expect(whole.exported).toBe(join(whole.dir, 'adapter'))
  })
})
