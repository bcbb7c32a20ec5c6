import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, defineEnv, make, rollout, text, tool } from '../../core/index.ts'
import { repair as repairEnv } from '../../envs/swe/env.ts'
import { loadTaskset } from '../../envs/swe/taskset.ts'
import { solved } from '../../rewards/index.ts'
import { closeSandboxes } from '../../sandboxes/index.ts'
import { repair } from './agent.ts'
import { editsIn } from './edits-in.suite.ts'

afterAll(() => closeSandboxes())

const commandOf = (action: unknown) => (action as { command?: string }).command ?? ''

describe('repair', () => {
  test('resolves several of ten tasks, in twelve actions and without touching tests', async () => {
    const { infos } = await loadTaskset(undefined)
    const sample = infos.filter((_, index) => index % Math.ceil(infos.length / 10) === 0)
    await using env = await make(repairEnv)
    let resolved = 0

    for (const [seed, { id }] of sample.entries()) {
      const { turns, finalSignals, outcome } = await rollout(env, repair, { seed, task: id })

      expect(outcome.status).toBe('completed')
      expect(turns.at(-1)?.action).toEqual({ tool: 'submit' })
      expect(turns.length).toBeLessThanOrEqual(12)
      expect(finalSignals).toMatchObject({ droppedChanges: 0, patchApplies: true })
      // What does not help is taken back.
      expect(Number(finalSignals?.['filesTouched'])).toBeLessThanOrEqual(1)
      if (finalSignals?.['resolved'] === true) resolved++
    }

    expect(sample.length).toBeGreaterThanOrEqual(9)
    expect(resolved).toBeGreaterThanOrEqual(3)
  })

  test('tries the same edits for the same seed', async () => {
    await using env = await make(repairEnv, { maxEpisodeSteps: 12 })
    const played: (readonly string[])[] = []
    for (let run = 0; run < 2; run++) {
      const { turns } = await rollout(env, repair, { seed: 5 })
      played.push(turns.map(({ action }) => commandOf(action)))
    }

    expect(played[1]).toEqual(played[0])
    expect(played[0]?.some((command) => editsIn(command) === 1)).toBe(true)
  })

  test('submits in time when there are hardly any steps', async () => {
    for (const maxEpisodeSteps of [1, 2, 3, 4]) {
      await using env = await make(repairEnv, { maxEpisodeSteps })

      const { turns, outcome } = await rollout(env, repair, { seed: 1 })

      expect(turns.length).toBeLessThanOrEqual(maxEpisodeSteps)
      expect(turns.at(-1)?.action).toEqual({ tool: 'submit' })
      expect(outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    }
  })

  test('refuses an env without its tools', async () => {
    const other = defineEnv({
      id: 'test/NoShell-v0',
      state: 'data',
      observationSpace: text(),
      actionSpace: tool('guess', z.object({ value: z.number() })),
      rewards: { sparse: solved() },
      maxEpisodeSteps: 3,
      reset: () => ({ state: {}, observation: '' }),
      step: () => ({ observation: '', signals: { solved: false } }),
    })
    await using env = await make(other)

    await expect(rollout(env, repair as never)).rejects.toThrow(ConfigError)
    await expect(rollout(env, repair as never)).rejects.toThrow(
      /^Cannot play test\/NoShell-v0 as repair: its actions do not include \{"tool":"bash".*$/,
    )
  })
})
