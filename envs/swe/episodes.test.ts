import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  type Agent,
  createManualClock,
  decide,
  make,
  rollout,
  SandboxError,
  type Trajectory,
} from '../../core/index.ts'
import { closeSandboxes, openSandbox, type Sandbox } from '../../sandboxes/index.ts'
import { defineRepair, repair } from './env.ts'
import { loadTaskset } from './taskset.ts'
import type { RepairAction } from './tools/action-space.ts'

const folders: string[] = []
afterAll(async () => {
  closeSandboxes()
  for (const folder of folders) await rm(folder, { recursive: true })
})

const byHand = {
  id: 'add-1',
  files: {
    'package.json': '{"type":"module"}',
    'src/add.js': 'export const add = (a, b) => a - b\nexport const twice = (a) => add(a, a)\n',
    'test/add.test.js':
      "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\nimport { add } from '../src/add.js'\ntest('adds nothing', () => assert.equal(add(2, 0), 2))\n",
  },
  hiddenFiles: {
    'hidden/add.test.js':
      "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\nimport { add, twice } from '../src/add.js'\ntest('adds', () => assert.equal(add(2, 3), 5))\ntest('doubles', () => assert.equal(twice(2), 4))\n",
  },
  gold: '--- a/src/add.js\n+++ b/src/add.js\n@@ -1,2 +1,2 @@\n-export const add = (a, b) => a - b\n+export const add = (a, b) => a + b\n export const twice = (a) => add(a, a)\n',
  statement: 'add(2, 3) gives -1.',
  failToPass: ['hidden/add.test.js > adds', 'hidden/add.test.js > doubles'],
  passToPass: ['test/add.test.js > adds nothing'],
}

/** A task file of its own, removed after the tests. */
async function taskFile(...tasks: readonly object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-swe-'))
  folders.push(folder)
  const path = join(folder, 'mine.jsonl')
  await writeFile(path, tasks.map((task) => `${JSON.stringify(task)}\n`).join(''))
  return path
}

const right: RepairAction = { tool: 'edit', path: 'src/add.js', find: 'a - b', replace: 'a + b' }
const wrong: RepairAction = { tool: 'edit', path: 'src/add.js', find: 'a - b', replace: 'a * b' }
const submit: RepairAction = { tool: 'submit' }

const following = (...actions: readonly RepairAction[]): Agent<string, RepairAction> => ({
  name: 'following',
  begin: async () => {
    const left = [...actions]
    return { act: async () => decide(left.shift() ?? submit) }
  },
})

function returnOf({ outcome }: Trajectory): number {
  if (outcome.status === 'failed') throw new Error(outcome.error.message)
  if (outcome.reward.status === 'unscored') throw new Error('unscored')
  return outcome.reward.value
}

const signalsOf = ({ turns }: Trajectory, name: string) => turns.map((turn) => turn.signals?.[name])

test('an episode begins with the report, the files and the tools', async () => {
  await using env = await make(repair)
  const { observation, info } = await env.reset({ seed: 3 })
  const { observation: listing } = await env.step({
    tool: 'bash',
    command: 'ls -aR . /tmp; git log --oneline; git status --short',
  })

  expect(observation).toMatch(/The repository .* has \d+ files:\n {2}README\.md\n/)
  expect(observation).toContain('Tools: bash runs a command')
  expect(listing).toContain('src')
  expect(listing).toMatch(/^[0-9a-f]{7} base$/m)
  expect(`${observation}${listing}`).not.toContain('hidden')
  expect(info).toMatchObject({
    sandbox: { kind: 'virtual', reason: 'auto picked it: it has bash, git, node' },
    signals: { resolved: false, progress: 0, failToPass: 0, passToPass: 1, failedActions: 0 },
  })
})

test('gives equal transcripts for equal seeds and actions', async () => {
  const actions: RepairAction[] = [
    { tool: 'bash', command: 'date; echo $RANDOM; node --test; ls -l' },
    { tool: 'write', path: 'src/new.js', text: 'export {}\n' },
    submit,
  ]
  const transcripts: string[] = []
  for (let run = 0; run < 2; run++) {
    await using env = await make(repair, { reward: 'dense' })
    const { initial, turns, outcome } = await rollout(env, following(...actions), {
      seed: 11,
      clock: createManualClock(),
    })
    transcripts.push(JSON.stringify([initial, turns, outcome]))
  }

  expect(transcripts[0]).toBe(transcripts[1])
})

describe('rewards', () => {
  test('dense pays what an edit gains and takes it back when it is undone', async () => {
    const options = { tasks: await taskFile(byHand) }
    const undo: RepairAction = { ...right, find: 'a + b', replace: 'a - b' }
    const look: RepairAction = { tool: 'view', path: 'src/add.js' }
    await using env = await make(repair, { reward: 'dense', options })

    const back = await rollout(env, following(right, look, undo, look, submit))
    const there = await rollout(env, following(wrong, look, submit))

    expect(signalsOf(back, 'progress')).toEqual([1, 1, 0, 0, 0])
    expect(back.turns.map(({ reward }) => reward)).toEqual([0.5, 0, -0.5, 0, 0])
    expect(returnOf(back)).toBe(0)
    // `twice` works by chance: one of two tests passes, and what worked before does not any more.
    expect(there.finalSignals).toMatchObject({ failToPass: 0.5, passToPass: 0, progress: 0 })
    expect(returnOf(there)).toBe(0)
  })

  test('the sum of progress gains is the progress at the end, however it was reached', async () => {
    const options = { tasks: await taskFile(byHand) }
    const steps: RepairAction[] = [
      wrong,
      { tool: 'edit', path: 'src/add.js', find: 'a * b', replace: '+a + b' },
      { tool: 'write', path: 'src/add.js', text: 'broken(' },
      { tool: 'bash', command: 'git checkout -q src' },
      right,
    ]
    for (const progress of ['each-edit', 'end'] as const) {
      await using env = await make(repair, { reward: 'dense', options: { ...options, progress } })
      const { outcome } = await rollout(env, following(...steps, submit))
      if (outcome.status === 'failed') throw new Error(outcome.error.message)
      const gains = outcome.parts['progress']?.map((score) =>
        score.status === 'scored' ? score.value : Number.NaN,
      )

      expect(gains?.reduce((sum, gain) => sum + gain, 0)).toBe(1)
      expect(gains?.filter((gain) => gain !== 0).length).toBe(progress === 'end' ? 1 : 3)
    }
  })

  test('gated counts progress and tidiness only where the task was resolved', async () => {
    const options = { tasks: await taskFile(byHand) }
    const slip: RepairAction = { tool: 'view', path: 'nothing.js' }
    await using env = await make(repair, { reward: 'gated', options })

    expect(returnOf(await rollout(env, following(right, submit)))).toBeCloseTo(1.5)
    expect(returnOf(await rollout(env, following(slip, slip, right, submit)))).toBeCloseTo(1.4)
    expect(returnOf(await rollout(env, following(slip, wrong, submit)))).toBe(0)
  })

  test('a repair that was not submitted counts when the steps have run out', async () => {
    const options = { tasks: await taskFile(byHand) }
    await using env = await make(repair, { options, maxEpisodeSteps: 1 })

    const trajectory = await rollout(env, following(right))

    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'truncated' })
    expect(returnOf(trajectory)).toBe(1)
  })
})

describe('user tasks', () => {
  const refusal = async (...tasks: readonly object[]) => {
    await using env = await make(repair, { options: { tasks: await taskFile(...tasks) } })
    const last = tasks.at(-1) as { id: string }
    return env.reset({ task: last.id }).then(
      () => 'no error',
      (error: Error) => `${error.name}: ${error.message}`,
    )
  }

  test('are refused when their fix does not pass', async () => {
    const gold = byHand.gold.replace('a + b', 'a * b')

    expect(await refusal(byHand, { ...byHand, id: 'add-2', gold })).toBe(
      'ConfigError: Cannot use task add-2 of mine.jsonl line 2: its gold patch does not pass (test hidden/add.test.js > adds fails: Expected values to be strictly equal) (fix the patch or the tests)',
    )
  })

  test('are refused when the bug does not show, or shows where it should not', async () => {
    const [first, second] = byHand.failToPass
    const shown = { ...byHand, failToPass: [first], passToPass: [second] }
    const passing = { ...byHand, failToPass: [first, ...byHand.passToPass], passToPass: [] }

    expect(await refusal(passing)).toContain(
      'add-1 of mine.jsonl line 1: its bug does not show (test test/add.test.js > adds nothing of failToPass passes without the fix)',
    )
    expect(await refusal(shown)).toContain('doubles of passToPass fails before the fix')
  })

  test('are refused when the fix changes tests, or does not fit', async () => {
    const test = '--- a/test/add.test.js\n+++ b/test/add.test.js\n@@ -5,0 +5,1 @@\n+// more\n'

    expect(await refusal({ ...byHand, gold: byHand.gold + test })).toContain(
      'its gold patch changes what is not graded: tests changed: test/add.test.js was changed',
    )
    expect(await refusal({ ...byHand, gold: byHand.gold.replace('a - b', 'b - a') })).toMatch(
      /^ConfigError: Cannot use task add-1 of mine\.jsonl line 1: Cannot apply patch: .*$/,
    )
  })

  test('are read again once their file has been mended', async () => {
    const path = await taskFile()
    await expect(loadTaskset(path)).rejects.toThrow('it holds no task')

    await writeFile(path, JSON.stringify(byHand))

    expect((await loadTaskset(path)).infos).toMatchObject([{ id: 'add-1', split: 'train' }])
  })
})

describe('failures of the machinery', () => {
  /** Opens real sandboxes; those from the given one on fail at their first command. */
  const failingFrom = (first: number) => {
    let opened = 0
    return defineRepair(async (options): Promise<Sandbox> => {
      const sandbox = await openSandbox(options)
      if (++opened < first) return sandbox
      const exec = async () => {
        throw new SandboxError('Cannot run the command: its worker ended')
      }
      const fork = async () => Object.assign(await openSandbox(options), { exec })
      return Object.assign(sandbox, { exec, fork })
    })
  }
  const play = async (first: number) => {
    await using env = await make(failingFrom(first), {
      options: { tasks: await taskFile(byHand), progress: 'end' },
    })
    return (await rollout(env, following({ tool: 'bash', command: 'true' }, right, submit))).outcome
  }

  test('leave the episode unscored, whichever phase they hit', async () => {
    // Prepared, played; then two for checking the task.
    expect(await play(1)).toMatchObject({ status: 'failed', phase: 'setup' })
    expect(await play(2)).toMatchObject({ status: 'failed', error: { class: 'SandboxError' } })
    expect(await play(3)).toMatchObject({ status: 'failed', phase: 'setup' })
    expect(await play(99)).toMatchObject({ status: 'completed' })
    expect(await play(2)).not.toHaveProperty('reward')
  })

  test('an interrupted reset rejects with the reason it was given', async () => {
    await using env = await make(repair)

    await expect(env.reset({ signal: AbortSignal.abort(new Error('given up')) })).rejects.toThrow(
      'given up',
    )
  })
})
