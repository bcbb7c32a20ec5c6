import { counter } from '../counter.suite.ts'
import { text } from '../index.ts'

/** What tests of worker threads do to them: an action's first word says what happens. */
export const trouble = {
  ...counter,
  id: 'test/Trouble-v0',
  state: 'resource' as const,
  actionSpace: text(),
  async step(state: { count: number; goal: number; rolled: number }, action: string) {
    if (action === 'throw') throw new Error('the floor gave way')
    if (action === 'class') {
      throw Object.assign(new Error('Cannot reach the sandbox'), { name: 'SandboxError' })
    }
    if (action === 'exit') process.exit(3)
    if (action === 'memory') hoard()
    if (action === 'hang') await new Promise(() => {})
    if (action === 'function') return { ...measured(state), observation: (() => '') as never }
    if (action === 'up') state.count++
    return measured(state)
  },
}

/** Refuses to open, and what is no definition. */
export const broken = { ...trouble, rewards: {} }
export const nothing = 1

const measured = ({ count, goal, rolled }: { count: number; goal: number; rolled: number }) => ({
  observation: `${count} ${rolled}`,
  signals: { solved: count === goal, progress: count / goal, rolled },
  terminated: count === goal,
})

function hoard(): never {
  const kept: unknown[] = []
  for (;;) kept.push(new Array(1_000_000).fill(kept.length))
}
