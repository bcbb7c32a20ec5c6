import {
  type ErrorClass,
  type Score,
  scored,
  type TaskInfo,
  type Trajectory,
  type Turn,
  unscored,
} from '../../core/index.ts'
import type { GroupPlan, RolloutGroup } from './rollout-group.ts'

export const task = (id: string, difficulty?: string | number, split = 'train'): TaskInfo => ({
  id,
  split,
  hash: id,
  ...(difficulty === undefined ? {} : { difficulty }),
})

export const plan = (index = 0, given: Partial<GroupPlan> = {}): GroupPlan => ({
  index,
  env: 0,
  seed: index,
  task: null,
  size: 4,
  key: `g${index}`,
  ...given,
})

export interface Episode {
  readonly env?: string
  readonly task?: TaskInfo | null
  /** Final reward of each turn; null: a judge did not answer. */
  readonly rewards?: readonly (number | null)[]
  /** One action a turn; `?` is invalid. */
  readonly actions?: string
  /** Ids that each decision drew (default: two a turn); a turn each, as far as there are actions. */
  readonly drew?: readonly (readonly number[])[]
  readonly parts?: Readonly<Record<string, readonly number[]>>
  readonly ended?: 'terminated' | 'truncated'
  readonly failed?: ErrorClass
  readonly info?: Trajectory['initial']['info']
  readonly stateHash?: string
}

/** A record of an episode, as if it had been played. */
export function trajectory(episode: Episode = {}): Trajectory {
  const { actions = 'ab', ended = 'terminated', failed, info = {}, stateHash } = episode
  const { rewards = [...actions].map(() => 0), drew = [...actions].map(() => [1, 2]) } = episode
  const turns = rewards.map((value) => (value === null ? unscored('JudgeError') : scored(value)))
  return {
    version: 1,
    id: 'e',
    env: {
      id: episode.env ?? 'test/Toy-v0',
      options: {},
      reward: { preset: 'sparse', term: { kind: 'solved', params: {} } },
      maxEpisodeSteps: 10,
      rewardThreshold: 1,
      wrappers: [],
    },
    agent: 'policy',
    task: episode.task ?? null,
    seed: 0,
    group: 'g',
    initial: {
      observation: '',
      info,
      signals: null,
      ...(stateHash === undefined ? {} : { stateHash }),
    },
    decisions: drew.map((ids) => ({ samples: [sampleOf(ids)], durationMs: 0 })),
    turns: [...actions].map(turnOf),
    finalSignals: null,
    outcome: failed
      ? { status: 'failed', phase: 'turn', error: { class: failed, message: 'it broke' } }
      : {
          status: 'completed',
          ended,
          turns,
          parts: Object.fromEntries(
            Object.entries(episode.parts ?? {}).map(([name, values]) => [name, values.map(scored)]),
          ),
          reward: total(turns),
        },
    timings: { setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0 },
    attempts: 1,
    versions: {},
  }
}

const sampleOf = (ids: readonly number[]) => ({
  purpose: 'act' as const,
  parent: null,
  newPromptIds: [0],
  ids,
  logProbs: ids.map(() => -1),
  temperature: 1,
  policyVersions: [[0, ids.length]] as const,
})

const turnOf = (action: string, index: number): Turn => ({
  index,
  decision: index,
  action,
  ...(action === '?' ? { invalid: 'no such action' } : {}),
  observation: '',
  signals: null,
  reward: 0,
  rewards: {},
  terminated: false,
  truncated: false,
  durationMs: 0,
})

const total = (turns: readonly Score[]): Score =>
  turns.find(({ status }) => status === 'unscored') ??
  scored(turns.reduce((sum, each) => sum + (each.status === 'scored' ? each.value : 0), 0))

/** A played group; a return of 1 or more is a success. */
export function groupOf(
  episodes: readonly Episode[],
  given: Partial<GroupPlan> = {},
  more: Partial<RolloutGroup> = {},
): RolloutGroup {
  const planned = plan(given.index, { size: episodes.length, ...given })
  const trajectories = episodes.map((episode) => trajectory({ task: planned.task, ...episode }))
  const returns = trajectories.map(({ outcome }) =>
    outcome.status === 'completed' && outcome.reward.status === 'scored'
      ? outcome.reward.value
      : null,
  )
  const successes = returns.map((value) => (value === null ? null : value >= 1))
  return { plan: planned, trajectories, returns, successes, startedAt: 0, ...more }
}

/** Episodes of one turn with these returns; null is unscored. */
export const returning = (
  returns: readonly (number | null)[],
  given: Partial<GroupPlan> = {},
): RolloutGroup =>
  groupOf(
    returns.map((value) => ({ rewards: [value], actions: 'a' })),
    given,
  )
