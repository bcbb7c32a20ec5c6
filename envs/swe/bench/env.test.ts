import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nullAgent } from '../../../agents/null.ts'
import { oracle } from '../../../agents/oracle.ts'
import { type Agent, decide, make, rollout } from '../../../core/index.ts'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import { running } from '../real-processes.suite.ts'
import type { RepairAction } from '../tools/action-space.ts'
import { bench } from './env.ts'
import { makeHarborTask } from './fixtures/harbor.ts'
import { type Fixtures, makeFixtures } from './fixtures/make.ts'
import { openInstances } from './instances/index.ts'

describeWith('bubblewrap', 'swe/Bench-v0', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'palaestra-bench-'))
  const sandbox = 'bubblewrap'
  let fixtures: Fixtures

  beforeAll(async () => {
    fixtures = await makeFixtures(join(scratch, 'fixtures'))
  }, 60_000)
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true })
    closeSandboxes()
  })

  async function play(
    agent: Agent<string, RepairAction> | typeof oracle,
    task: string | undefined,
    options: Record<string, unknown> = {},
  ) {
    await using env = await make(bench, {
      options: { tasks: fixtures.file, sandbox, ...options },
    })
    return await rollout(env, agent as Agent<string, RepairAction>, { task })
  }

  const javascript = () => fixtures.ids.find((id) => id.includes('phrase')) ?? ''

  describe('an instance', () => {
    test('is resolved by its fix, and each test that judges it has a verdict', async () => {
      const trajectory = await play(oracle, javascript())

      expect(trajectory.outcome).toMatchObject({ reward: { status: 'scored', value: 1 } })
      expect(trajectory.finalSignals).toMatchObject({
        verdict: 1,
        resolved: true,
        resolvedStrict: true,
        progress: 1,
        patchApplies: true,
      })
      expect(trajectory.finalInfo).toMatchObject({
        report: { instance_id: javascript(), resolved: true, resolved_strict: true },
        results: 'harness',
      })
      expect(trajectory.artifacts?.['diff']).toMatchObject({
        type: 'diff',
        text: expect.stringContaining('diff --git'),
      })
      expect(trajectory.initial.info['sandbox']).toMatchObject({ kind: sandbox })
    })

    test('is resolved as a program of this machine, too, where each sandbox is another folder', async () => {
      const options = { sandbox: 'process', unsafeProcess: true }

      const { outcome } = await play(oracle, javascript(), options)

      expect(outcome).toMatchObject({ reward: { status: 'scored', value: 1 } })
    })

    test('earns nothing, and runs no test, where nothing was changed', async () => {
      const trajectory = await play(nullAgent, javascript())

      expect(trajectory.outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
      expect(trajectory.finalInfo).toEqual({
        report: expect.objectContaining({ resolved: false, patch_successfully_applied: false }),
        problem: 'no source was changed',
      })
    })

    test('is graded at the step limit, too, with what was tried', async () => {
      await using env = await make(bench, {
        options: { tasks: fixtures.file, sandbox },
        maxEpisodeSteps: 2,
      })
      const agent = running('git log --all --oneline', 'echo "" > package.json', 'true')

      const trajectory = await rollout(env, agent, { task: javascript() })

      expect(trajectory.outcome).toMatchObject({
        status: 'completed',
        ended: 'truncated',
        reward: { value: 0 },
      })
      expect(trajectory.finalInfo?.['integrity']).toEqual([
        'looked for history beyond the base commit, of which there is none: git log --all',
        'left out package.json: package metadata',
      ])
      expect(trajectory.turns[0]?.info?.['integrity']).toHaveLength(1)
    })

    test('shows its agent where it is, and no later commit', async () => {
      const acting: Agent<string, RepairAction> = running(
        'git log --oneline | wc -l; git log -1 --format=%s; git status --short; git remote; git tag',
      )

      const { initial, turns } = await play(acting, javascript())

      expect(initial.observation).toContain('Your working directory is /workspace')
      expect(initial.observation).toContain('  package.json\n')
      const commits = Number(String(turns[0]?.observation).split('\n')[0])
      expect(commits).toBeGreaterThanOrEqual(20)
    })
  })

  describe('predictions', () => {
    async function predict(patch: string | null) {
      const file = join(scratch, `predictions-${Math.abs(patch?.length ?? -1)}.jsonl`)
      const row = { instance_id: javascript(), model_name_or_path: 'm', model_patch: patch }
      writeFileSync(file, `${JSON.stringify(row)}\n`)
      return play(nullAgent, undefined, { predictions: file })
    }

    test('are graded without an agent', async () => {
      const { gold } = await (await openInstances(fixtures.file)).open(javascript())

      const { outcome, task, finalInfo } = await predict(gold ?? '')

      expect(task?.id).toBe(javascript())
      expect(outcome).toMatchObject({ reward: { value: 1 } })
      expect(finalInfo).toMatchObject({ report: { resolved: true } })
    })

    test('that cannot be put on, or are null, resolve nothing', async () => {
      const torn = await predict(
        'diff --git a/x.js b/x.js\n--- a/x.js\n+++ b/x.js\n@@ -1 +1 @@\n-a\n+b\n',
      )
      const none = await predict(null)

      expect(torn.outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
      expect(torn.finalInfo).toMatchObject({
        problem: 'the change cannot be put onto the repository',
        report: { patch_exists: true, patch_successfully_applied: false, resolved: false },
      })
      expect(none.finalInfo).toMatchObject({ report: { patch_is_None: true, resolved: false } })
    })

    test('for an instance that is not there are the mistake of the user', async () => {
      const file = join(scratch, 'unknown.jsonl')
      writeFileSync(file, '{"instance_id":"acme__phrase-72","model_patch":""}\n')

      await expect(play(nullAgent, undefined, { predictions: file })).rejects.toThrow(
        /Cannot grade the prediction for acme__phrase-72: there is no such instance .*acme__phrase-27/,
      )
    })
  })

  describe('a Harbor task', () => {
    test('is worth what its verifier says', async () => {
      const folder = join(scratch, 'harbor', 'ledger')
      await makeHarborTask(folder)

      const solved = await play(oracle, undefined, { tasks: folder })
      const untouched = await play(nullAgent, undefined, { tasks: folder })

      expect(solved.outcome).toMatchObject({ reward: { status: 'scored', value: 1 } })
      expect(solved.finalInfo).toMatchObject({
        verifier: { reward: 1, metrics: { wrote: 1 } },
      })
      expect(untouched.outcome).toMatchObject({ reward: { status: 'scored', value: 0 } })
      expect(JSON.stringify(solved.turns.map(({ observation }) => observation))).not.toContain(
        'test.sh',
      )
    })
  })

  test('one of many that cannot be opened is unscored, and alone ends the run', async () => {
    const lines = readFileSync(fixtures.file, 'utf8').trim().split('\n')
    const lost = {
      ...JSON.parse(lines[0] ?? ''),
      instance_id: 'lost',
      repo: 'no/where',
      snapshot: undefined,
    }
    const unfit = {
      ...JSON.parse(lines[0] ?? ''),
      instance_id: 'unfit',
      test_patch: 'diff --git a/no.py b/no.py\n--- a/no.py\n+++ b/no.py\n@@ -1 +1 @@\n-a\n+b\n',
    }
    const many = join(dirname(fixtures.file), 'many.jsonl')
    const one = join(dirname(fixtures.file), 'one.jsonl')
    writeFileSync(many, [lost, unfit].map((row) => JSON.stringify(row)).join('\n'))
    writeFileSync(one, JSON.stringify(lost))

    const unscored = [
      await play(nullAgent, 'lost', { tasks: many }),
      await play(nullAgent, 'unfit', { tasks: many }),
    ]

    expect(unscored.map(({ outcome }) => outcome)).toMatchObject(
      [
        {
          status: 'failed',
          phase: 'setup',
          error: { class: 'EnvError', message: /^Cannot find the repository of lost/ },
        },
        {
          status: 'failed',
          phase: 'setup',
          error: { class: 'EnvError', message: /^Cannot play unfit: its test_patch/ },
        },
      ].map(({ error: { message, ...error }, ...outcome }) => ({
        ...outcome,
        error: { ...error, message: expect.stringMatching(message) },
      })),
    )
    await expect(play(nullAgent, 'lost', { tasks: one })).rejects.toThrow(
      'Cannot find the repository',
    )
  })

  test('a folder of Harbor tasks and instances is refused', async () => {
    const folder = join(scratch, 'mixed')
    await makeHarborTask(join(folder, 'ledger'))
    writeFileSync(join(folder, 'instances.jsonl'), '')

    await expect(play(nullAgent, undefined, { tasks: folder })).rejects.toThrow(
      'it holds Harbor tasks and instances (instances.jsonl)',
    )
  })

  test('a sandbox without processes is refused', async () => {
    await expect(play(nullAgent, javascript(), { sandbox: 'virtual' })).rejects.toThrow(/sandbox/)
  })

  test('acting on nothing says so', async () => {
    const file = join(scratch, 'acting.jsonl')
    writeFileSync(file, `{"instance_id":"${javascript()}","model_patch":""}\n`)
    const acting: Agent<string, RepairAction> = {
      name: 'acting',
      begin: async () => {
        const left: RepairAction[] = [{ tool: 'bash', command: 'ls' }]
        return { act: async () => decide<RepairAction>(left.shift() ?? { tool: 'submit' }) }
      },
    }

    const { turns } = await play(acting, undefined, { predictions: file })

    expect(turns[0]?.observation).toContain('there is nothing to act on')
  })
})
