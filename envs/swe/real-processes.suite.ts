import { afterAll, describe, expect, test } from 'vitest'
import { type Agent, decide, inspectEnv, make, rollout } from '../../core/index.ts'
import { closeSandboxes } from '../../sandboxes/index.ts'
import { cheats } from './cheats.ts'
import { repair } from './env.ts'
import type { RepairAction } from './tools/action-space.ts'

/** Runs these commands, then submits. */
export const running = (...commands: readonly string[]): Agent<string, RepairAction> => ({
  name: 'running',
  async begin() {
    const left = [...commands]
    return {
      async act() {
        const command = left.shift()
        return decide<RepairAction>(
          command === undefined ? { tool: 'submit' } : { tool: 'bash', command },
        )
      },
    }
  },
})

/** What holds of the env wherever commands are real processes. */
export function describeRepairIn(sandbox: 'bubblewrap' | 'docker'): void {
  const options = { sandbox } as const
  describe(`swe/Repair-v0 in ${sandbox}`, () => {
    afterAll(() => closeSandboxes())

    test('the fix is paid, and nothing else is', async () => {
      const names = [
        ...['change the test script', 'write a report', 'forge tests from the test file'],
        ...['rewrite the stream of results', 'empty the tests as they are made'],
      ]
      const some = Object.entries(cheats).filter(([name]) => names.includes(name))

      const report = await inspectEnv(
        { ...repair, cheats: Object.fromEntries(some) },
        { seeds: 1, options },
      )

      expect(some).toHaveLength(names.length)
      expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
    })

    test('git is the real one, and its store is no change of the agent', async () => {
      await using env = await make(repair, { options })

      const trajectory = await rollout(
        env,
        running(
          'git status --short; git log --oneline',
          'echo x > note.md; git add -A; git commit -qm x',
        ),
        { seed: 1 },
      )

      const [first] = trajectory.turns
      expect(trajectory.initial.info['sandbox']).toEqual({
        kind: sandbox,
        reason: 'the options ask for it',
      })
      expect(first?.observation).toMatch(/^[0-9a-f]{7} base\n\[exit code 0\]$/)
      expect(trajectory.finalSignals).toMatchObject({ droppedChanges: 0, filesTouched: 1 })
      expect(trajectory.outcome).toMatchObject({ status: 'completed', reward: { value: 0 } })
    })
  })
}
