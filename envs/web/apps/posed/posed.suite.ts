import { describe, expect, test } from 'vitest'
import { checkSplits } from '../../../../core/check/splits.ts'
import { createManualClock, createRng, type TaskInfo } from '../../../../core/index.ts'
import type { WebWorld } from '../../world.ts'
import type { PosedOptions, PosedWorld } from './posed-tasks.ts'
import type { Facts } from './verdict.ts'

const options: PosedOptions = { instances: 3 }

/** What the tasks of every application are held to. */
export function describePosedTasks<State, World extends PosedWorld<State, unknown>>(
  family: WebWorld<World, PosedOptions>,
  templates: readonly unknown[],
  factsOf: (state: State) => Facts,
): void {
  describe('tasks', () => {
    test('there are at least sixteen templates, in splits that share no task', async () => {
      expect(templates.length).toBeGreaterThanOrEqual(16)
      expect(checkSplits(await family.tasks.list(options))).toContain('3 splits')
    })

    test('the operations of every task are allowed, and change the state unless nothing may change', async () => {
      for (const task of await family.tasks.list(options)) {
        const { posed, initial, expected, state } = await open(family, task)
        const isSame = JSON.stringify(initial) === JSON.stringify(expected)
        expect(isSame, task.id).toBe(posed.operations.length === 0)
        expect(factsOf(state)).toEqual(initial)
        if (isSame) expect(posed.answer ?? posed.isInfeasible, task.id).toBeDefined()
      }
    })
  })
}

/** The first task of a template, and how it is judged where that was answered. */
export async function openFirst<World>(family: WebWorld<World, PosedOptions>, template: string) {
  const tasks = await family.tasks.list(options)
  const world = await open(family, tasks.find(({ kind }) => kind === template) as TaskInfo)
  const judge = (answer: string) =>
    family.judge(world, { session: {} as never, answer, infeasible: null, said: [] })
  return { world, judge }
}

const open = <World>(family: WebWorld<World, PosedOptions>, task: TaskInfo) =>
  family.open({ task, options, rng: createRng(1), clock: createManualClock() })
