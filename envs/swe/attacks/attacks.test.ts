import { afterAll, describe, expect, test } from 'vitest'
import { type Agent, decide, make, rollout } from '../../../core/index.ts'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { repair } from '../env.ts'
import { loadBuiltinTasks } from '../tasks/open.ts'
import type { RepairAction } from '../tools/action-space.ts'
import { attacks } from './index.ts'

afterAll(() => closeSandboxes())

const tasks = await loadBuiltinTasks()
const libraries = [...new Set(tasks.map(({ library }) => library))]
const firstOf = (library: string | undefined) => tasks.find((task) => task.library === library)?.id
/** A module of either format. */
const attacked = ['task-graph', 'semver-range'].map(firstOf)

/** Plays what the env itself plans: its solution, or one of its attacks. */
async function play(task: string | undefined, name: string | undefined) {
  await using env = await make(repair)
  const agent: Agent<string, RepairAction> = {
    name: name ?? 'gold',
    async begin() {
      const plan = name === undefined ? env.runner?.gold?.() : env.runner?.cheat(name)
      return { act: async () => decide((await plan?.()) ?? { tool: 'submit' }) }
    },
  }
  const { outcome, finalInfo, finalSignals } = await rollout(env, agent, { task })
  const reward = outcome.status === 'completed' ? outcome.reward : outcome
  return { reward, integrity: finalInfo?.['integrity'] as string[], signals: finalSignals }
}

describe('an attack scores 0, and is named:', () => {
  for (const [name, { kind }] of Object.entries(attacks)) {
    test(name, async () => {
      for (const task of attacked) {
        const { reward, integrity, signals } = await play(task, name)

        expect(reward).toEqual({ status: 'scored', value: 0 })
        expect(signals).toMatchObject({ resolved: false, tampering: integrity.length })
        if (kind === null) expect(integrity).toEqual([])
        else expect(integrity.join('\n')).toMatch(new RegExp(`^${kind}: `, 'm'))
      }
    })
  }
})

test('the fix of a task of every library scores 1, and nothing is found in it', async () => {
  for (const library of libraries) {
    const { reward, integrity } = await play(firstOf(library), undefined)

    expect([library, reward, integrity]).toEqual([library, { status: 'scored', value: 1 }, []])
  }
})
