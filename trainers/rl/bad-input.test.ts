import { execFileSync } from 'node:child_process'
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { folderWith, sharedCpu } from '../training.suite.ts'
import { readTrainingRun } from '../training-run.ts'
import {
  configOf,
  type Given,
  goOn,
  letterEnv,
  linesOf,
  savedTensors,
  start,
} from './letter-runs.suite.ts'
import { lettersOfResource, writeLetterPolicy } from './letters.suite.ts'

const engine = sharedCpu()
let home = ''
let model = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'palaestra-rl-'))
  model = await writeLetterPolicy(home)
})
afterAll(() => rm(home, { recursive: true, force: true }))

const envWith = (given: Partial<Record<keyof typeof letterEnv, unknown>>) => ({
  envs: [{ ...letterEnv, ...given }],
})

/** A run with what it said. */
async function runOf(given: Given) {
  const dir = join(await folderWith(), 'run')
  const warnings: string[] = []
  const alarms: string[] = []
  const result = await start(dir, configOf(model, given), {
    engine,
    onWarning: (message) => void warnings.push(message),
    onAlarm: ({ name }) => void alarms.push(name),
  })
  return { dir, result, warnings, alarms, lines: await linesOf(dir) }
}

describe('what cannot be trained is told in one line, before anything is written', () => {
  test.each<readonly [string, Given, string]>([
    [
      'gigpo where states have no hash',
      { method: { advantage: 'gigpo' }, ...envWith({ env: lettersOfResource.id }) },
      `Cannot train grpo (gigpo advantages, ppo loss) on ${lettersOfResource.id}: it does not tell the hash`,
    ],
    [
      'a group of one',
      { groupSize: 1 },
      'Cannot train grpo with groups of 1: each episode is compared',
    ],
    [
      'an option of another advantage',
      { method: { advantage: 'rloo', lambda: 0.9 } },
      'Cannot train with lambda 0.9: advantage rloo does not use it (it has ',
    ],
    ['a reward that there is not', envWith({ reward: 'rich' }), 'rich'],
    ['a size', { model: 'nano' }, 'Cannot train nano with rewards: it is a size'],
  ])('%s', async (_, given, reason) => {
    const dir = join(await folderWith(), 'run')

    const refused = await start(dir, configOf(model, given), { engine }).catch((error) => error)

    expect(refused).toMatchObject({ name: 'ConfigError' })
    expect(refused.message).toContain(reason)
    expect(refused.message).not.toContain('\n')
    expect(existsSync(dir)).toBe(false)
  })

  test('reinforce-pp and ppo take groups of one', async () => {
    for (const algorithm of ['reinforce-pp', 'ppo']) {
      const { result } = await runOf({ algorithm, groupSize: 1, groups: 4, updates: 1 })
      expect(result.state.optimizerSteps).toBeGreaterThan(0)
    }
  })
})

describe('an update without a scored episode', () => {
  test.each([
    ['where the machinery fails', envWith({ options: { failing: 1 } }), 'SandboxError'],
    ['where rewards are not a number', envWith({ reward: 'nan' }), 'RewardError'],
    ['where rewards are infinite', envWith({ reward: 'infinite' }), 'RewardError'],
  ])('%s is skipped and said, and the run goes on', async (_, given, cause) => {
    const { dir, result, warnings, alarms, lines } = await runOf({
      ...given,
      updates: 2,
      saveEvery: 1,
    })

    expect(result).toMatchObject({ status: 'complete', unscored: { [cause]: 32 } })
    expect(warnings[0]).toBe(
      'Update 1: The update is skipped: no group was kept. 4 were played, the most for an update; discarded: 4 unscored.',
    )
    expect(alarms).toEqual(['unscored-episodes'])
    expect(lines.map((line) => line[`unscored/${cause}`])).toEqual([16, 16])
    expect(lines.flatMap((line) => Object.values(line)).every(Number.isFinite)).toBe(true)
    expect(lines[0]).not.toHaveProperty('reward')
    expect((await readTrainingRun(dir)).status).toBe('complete')
  })

  test('between others leaves no trace: its tokens are in no loss, those after it are not stale', async () => {
    const { result, alarms, lines } = await runOf({
      ...envWith({ options: { failing: 0.6, cursed: '!' } }),
      ...{ updates: 8, groups: 2, groupSize: 8, saveEvery: 8 },
    })

    const kept = lines.map((line) => line['rollout/kept_groups'] ?? 0)
    const skipped = kept.indexOf(
      0,
      kept.findIndex((count) => count > 0),
    )
    expect(skipped).toBeGreaterThan(0)
    expect(kept.slice(skipped).some((count) => count > 0)).toBe(true)
    expect(result.unscored['SandboxError']).toBeGreaterThan(0)
    expect(lines.map((line) => line['staleness/max'])).toEqual(lines.map(() => 0))
    expect(alarms).not.toContain('stale-tokens')
  })
})

describe('a step whose gradient is not finite', () => {
  const huge = { ...envWith({ reward: 'huge' }), method: { scale: 'none' } }

  test('is skipped: weights stay, its samples are kept, and it is said', async () => {
    const given = { ...huge, updates: 2, groups: 4, groupSize: 8, samplesEvery: 0 }
    const { dir, result, warnings, alarms } = await runOf({ ...given, saveEvery: 1 })

    expect(result.state).toMatchObject({ optimizerSteps: 0, skipped: 2, skippedInARow: 2 })
    expect(warnings).toContain(
      `A step of update 1 was skipped: its gradient is not finite. Its samples are in ${join(dir, 'samples.jsonl')}.`,
    )
    expect(alarms).toContain('skipped-steps')
    const kept = (await readFile(join(dir, 'samples.jsonl'), 'utf8')).trimEnd().split('\n')
    const updates = kept.map((line) => (JSON.parse(line) as { update: number }).update)
    expect(new Set(updates)).toEqual(new Set([1, 2]))
    expect(updates).toHaveLength(2 * 4 * 8)
    const untouched = await runOf({ ...envWith({ options: { failing: 1 } }), updates: 2 })
    expect((await savedTensors(dir))['weights']).toBe(
      (await savedTensors(untouched.dir))['weights'],
    )
  })

  test('beside others is left out of what they measured', async () => {
    const { result, lines } = await runOf({
      ...{ envs: [letterEnv, { ...letterEnv, reward: 'huge' }] },
      ...{ updates: 2, groups: 4, groupSize: 8, method: { scale: 'none', minibatches: 4 } },
    })

    expect(result.state.skipped).toBeGreaterThan(0)
    expect(result.state.optimizerSteps).toBeGreaterThan(0)
    expect(result.state.skippedInARow).toBe(0)
    for (const line of lines) expect(line['entropy']).toBeGreaterThan(2)
  })

  test('again and again ends the run, which keeps its last save', async () => {
    const dir = join(await folderWith(), 'run')
    const config = configOf(model, {
      ...{ ...huge, method: { ...huge.method, minibatches: 4 }, saveEvery: 1 },
      ...{ updates: 20, groups: 4, groupSize: 8, samplesEvery: 0 },
    })

    const failing = start(dir, config, { engine })

    await expect(failing).rejects.toThrow(
      'Cannot go on training: 20 steps in a row had no finite gradient (lower --learning-rate)',
    )
    expect(await readTrainingRun(dir)).toMatchObject({ status: 'failed' })
    expect((await savedTensors(dir))['step']).not.toBe('')
  })
})

describe('a save that fails', () => {
  const given = { updates: 6, saveEvery: 2 }

  test('ends the run in one line; the save before it is whole, and is gone on from', async () => {
    const folder = await folderWith()
    const [whole, broken] = [join(folder, 'whole'), join(folder, 'broken')]
    const config = configOf(model, given)
    const saves = join(broken, 'checkpoint')
    let begun = 0
    await start(whole, config, { engine })

    const failing = start(broken, config, {
      engine,
      onPhase: (phase) => {
        // A file stands where the folder of saves should be.
        if (phase !== 'rollout' || ++begun < 4) return
        renameSync(saves, `${saves}-away`)
        writeFileSync(saves, '')
      },
    })

    await expect(failing).rejects.toThrow(/^Cannot write .*step-00000004: .* \(.*\)$/)
    expect(await readTrainingRun(broken)).toMatchObject({ status: 'failed' })
    await rm(saves)
    await rename(`${saves}-away`, saves)
    const resumed = await goOn(broken, { engine })
    expect(resumed.updatesDone).toBe(2)
    expect(await linesOf(broken)).toEqual(await linesOf(whole))
    expect(await savedTensors(broken)).toEqual(await savedTensors(whole))
  })

  test.skipIf(!canMount())('because the disk is full is no other (needs a mount)', async () => {
    const dir = join(await folderWith(), 'run')
    const saves = join(dir, 'checkpoint')
    onTestFinished(() => void execFileSync('umount', [saves]))
    const mount = (...args: readonly string[]) => execFileSync('mount', [...args, saves])

    const failing = start(dir, configOf(model, given), {
      engine,
      onUpdate: (_, { done }) => {
        if (done !== 1) return
        execFileSync('mkdir', [saves])
        mount('-t', 'tmpfs', '-o', 'size=160k', 'tmpfs')
      },
    })

    await expect(failing).rejects.toThrow(
      /^Cannot write .*step-0000000\d.*: the disk is full \(make room\)$/,
    )
    mount('-o', 'remount,size=4m')
    const resumed = await goOn(dir, { engine })
    expect(resumed.updatesDone).toBeGreaterThan(0)
    expect(resumed.status).toBe('complete')
  })
})

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    execFileSync('rmdir', [folder])
  }
}

test('groups that all failed are trained by the entropy bonus alone, where that is asked for', async () => {
  const given: Given = { groups: 2, groupSize: 2, resample: 1, updates: 6 }
  const method = { entropyCoefficient: 0.01 }
  const plain = await runOf({ ...given, method })
  const explored = await runOf({ ...given, method, exploreFailed: true })

  const emptyOf = (lines: typeof plain.lines) =>
    lines.filter((line) => line['rollout/kept_groups'] === 0 && line['rollout/frac_all_bad'] === 1)
  expect(emptyOf(plain.lines).length).toBeGreaterThan(0)
  for (const line of emptyOf(plain.lines)) expect(line['grad_norm']).toBeUndefined()
  expect(emptyOf(explored.lines).length).toBeGreaterThan(0)
  for (const line of emptyOf(explored.lines)) expect(line['grad_norm']).toBeGreaterThan(0)
  await expect(runOf({ ...given, exploreFailed: true })).rejects.toThrow(
    'there is no entropy bonus',
  )
})
