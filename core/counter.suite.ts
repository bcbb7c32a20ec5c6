import { z } from 'zod'
import { progress, solved, weighted } from '../rewards/index.ts'
import {
  type AnyDef,
  createManualClock,
  defineEnv,
  type Env,
  json,
  type SnapshotEnv,
  text,
} from './index.ts'
import { openEnv } from './open-env.ts'

type State = { count: number; goal: number; rolled: number }

/** The env that the tests of this room share: `up` counts to the goal, `roll` draws from the rng. */
export const counter = defineEnv({
  id: 'test/Counter-v0',
  state: 'data',
  options: z.strictObject({ goal: z.int().min(1).default(3) }),
  observationSpace: text(),
  actionSpace: json(z.enum(['up', 'wait', 'roll'])),
  rewards: {
    sparse: solved(),
    dense: weighted({ solved: [1, solved()], progress: [0.5, progress()] }),
  },
  maxEpisodeSteps: 8,
  reset({ rng, options }) {
    const state: State = { count: 0, goal: options.goal, rolled: rng.int(1000) }
    return {
      state,
      observation: `start ${state.rolled}`,
      signals: { solved: false, progress: 0, rolled: state.rolled },
    }
  },
  step(state, action, { rng }) {
    if (action === 'up') state.count++
    if (action === 'roll') state.rolled = rng.int(1000)
    const done = state.count === state.goal
    return {
      observation: `${state.count} ${state.rolled}`,
      signals: { solved: done, progress: state.count / state.goal, rolled: state.rolled },
      terminated: done,
    }
  },
  gold: ({ goal }) => Array.from({ length: goal }, () => 'up' as const),
  noop: 'wait',
})

/** `counter` without wrappers: what a wrapper's own test wraps. */
export function bareCounter(
  definition: AnyDef = counter,
): SnapshotEnv<string, 'up' | 'wait' | 'roll'> {
  return openEnv(definition, {
    options: { goal: 3 },
    reward: definition.rewards.sparse,
    preset: 'sparse',
    maxEpisodeSteps: definition.maxEpisodeSteps,
    seed: undefined,
    clock: createManualClock(),
  }) as unknown as SnapshotEnv<string, 'up' | 'wait' | 'roll'>
}

/** The same env with nothing to save: a resource. */
export const bareResource = (): Env<string, 'up' | 'wait' | 'roll'> =>
  bareCounter({ ...counter, state: 'resource' })
