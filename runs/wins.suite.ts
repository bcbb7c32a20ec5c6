import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import {
  type Agent,
  type AnyDef,
  decide,
  defineEnv,
  type ResetContext,
  type RewardTerm,
  type TaskInfo,
  text,
} from '../core/index.ts'
import { type RunOptions, run } from './index.ts'

type Sig = { solved: boolean; tries: number }
type State = { tries: number }

const won: RewardTerm<Sig> = {
  spec: { kind: 'custom', name: 'won' },
  step: ({ signals }) => (signals.solved ? 1 : 0),
}
const tried: RewardTerm<Sig> = {
  spec: { kind: 'custom', name: 'tried' },
  step: () => 0.25,
}
/** Each member's return minus the group's mean. */
const ranked: RewardTerm<Sig> = {
  spec: { kind: 'custom', name: 'ranked' },
  ...(won.step ? { step: won.step } : {}),
  group: async (trajectories) => {
    const returns = trajectories.map(({ outcome }) =>
      outcome.status === 'completed' && outcome.reward.status === 'scored'
        ? outcome.reward.value
        : 0,
    )
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
    return returns.map((value) => ({ status: 'scored', value: value - mean }))
  },
}
const judged: RewardTerm<Sig> = {
  spec: { kind: 'custom', name: 'judged' },
  needs: ['judge'],
  step: () => 1,
}
const broken: RewardTerm<Sig> = {
  spec: { kind: 'custom', name: 'broken' },
  finalize: async () => {
    throw new Error('no verdict')
  },
}

export interface WinsOptions {
  readonly tasks?: readonly TaskInfo[]
  /** Runs in every reset: throws, hangs or counts. */
  readonly onReset?: (context: ResetContext<{ label: string }>) => Promise<void>
  readonly onClose?: () => Promise<void>
  readonly firstReward?: 'won' | 'broken'
}

/** The env that the tests of this room share: the action `win` solves it, anything else is a try. */
export function winsEnv(options: WinsOptions = {}): AnyDef {
  const { tasks } = options
  const rewards: Readonly<Record<string, RewardTerm<Sig>>> =
    options.firstReward === 'broken' ? { broken } : { won, tried, ranked, judged }
  return defineEnv({
    id: 'test/Wins-v0',
    state: 'resource',
    options: z.strictObject({ label: z.string().default('plain') }),
    observationSpace: text(),
    actionSpace: text({ minLength: 1 }),
    rewards,
    maxEpisodeSteps: 3,
    ...(tasks ? { tasks: { list: () => tasks } } : {}),
    async reset(context) {
      await options.onReset?.(context)
      const state: State = { tries: 0 }
      return { state, observation: 'win?', info: { sandbox: 'none' } }
    },
    step(state, action) {
      state.tries++
      const solved = action === 'win'
      return {
        observation: solved ? 'won' : 'again',
        signals: { solved, tries: state.tries },
        terminated: solved,
        ...(action === 'fail' ? { info: { failed: true } } : {}),
      }
    },
    close: () => options.onClose?.(),
  })
}

/** Says one thing all the time. */
export const says = (word: string): Agent<unknown, unknown> => ({
  name: `says ${word}`,
  begin: async () => ({ act: async () => decide(word) }),
})

/** Wins half of its episodes, by its own stream of numbers. */
const tossing: Agent<unknown, unknown> = {
  name: 'tossing',
  begin: async ({ rng }) => {
    const word = rng.chance(0.5) ? 'win' : 'lose'
    return { act: async () => decide(word) }
  },
}

/** A folder that is gone when the test is over. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-runs-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A run in a scratch folder, with what the tests have in common. */
export async function runWins(options: Partial<RunOptions> = {}) {
  const out = options.out ?? join(await scratchFolder(), 'run')
  return run({
    definition: winsEnv(),
    agent: async () => tossing,
    episodes: 8,
    retryDelayMs: 1,
    ...options,
    out,
  })
}

export const task = (id: string, split = 'train', difficulty = 'easy'): TaskInfo => ({
  id,
  split,
  difficulty,
  hash: `hash of ${id}`,
})
