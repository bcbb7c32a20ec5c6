import type {
  EnvSpec,
  Json,
  Outcome,
  Score,
  TaskInfo,
  Trajectory,
  Turn,
} from '../../../core/index.ts'
import { resultOf } from '../../result.ts'
import type { RunFile } from '../../run-file.ts'
import { summarize } from '../../summary.ts'
import type { Block } from '../blocks.ts'
import type { AnyPanel, PanelRun } from '../panel.ts'

/** What a made-up episode is about; the rest is filled in. */
export interface FakeEpisode {
  readonly value?: number | null
  readonly success?: boolean | null
  readonly parts?: Readonly<Record<string, readonly Score[]>>
  readonly task?: Partial<TaskInfo> & { readonly id: string }
  readonly seed?: number
  readonly group?: string
  readonly ended?: 'terminated' | 'truncated'
  readonly turns?: readonly (Partial<Turn> & { readonly action: Json })[]
  readonly timings?: Partial<Trajectory['timings']>
  readonly outcome?: Outcome
  readonly attempts?: number
  readonly finalInfo?: Trajectory['finalInfo']
}

export const score = (value: number | null): Score =>
  value === null ? { status: 'unscored', cause: 'JudgeError' } : { status: 'scored', value }

export const failed = (message: string, phase: 'setup' | 'turn' = 'setup'): Outcome => ({
  status: 'failed',
  phase,
  error: { class: 'SandboxError', message },
})

export const fakeEnv: EnvSpec = {
  id: 'test/Env-v0',
  options: {},
  reward: { preset: 'sparse', term: { kind: 'custom', name: 'won' } },
  maxEpisodeSteps: 9,
  rewardThreshold: 1,
  wrappers: [],
}

/** A run as one panel sees it, its figures from `summarize`. */
export function fakeRun(
  panel: AnyPanel,
  label: string,
  episodes: readonly FakeEpisode[],
  file: Partial<RunFile> = {},
): PanelRun<unknown> {
  const trajectories = episodes.map(trajectoryOf)
  const results = trajectories.map((trajectory, index) => {
    const { value = 1, success = value === null ? null : value >= 1 } = episodes[index] ?? {}
    const isFailed = trajectory.outcome.status === 'failed'
    const preset: Score = isFailed ? { status: 'unscored', cause: 'SandboxError' } : score(value)
    return resultOf(trajectory, {
      episode: trajectory.id,
      scores: { sparse: preset },
      success: isFailed ? null : success,
    })
  })
  return {
    label,
    dir: `runs/${label}`,
    file,
    agent: 'fake',
    training: null,
    summary: summarize(results),
    results,
    facts: trajectories.map((trajectory) => panel.read?.(trajectory)),
  }
}

function trajectoryOf(episode: FakeEpisode, index: number): Trajectory {
  const { value = 1, turns = [{ action: 'go' }], ended = 'terminated' } = episode
  const id = `e${String(index).padStart(6, '0')}`
  return {
    version: 1,
    id,
    env: fakeEnv,
    agent: 'fake',
    task: episode.task ? { split: 'train', hash: 'h', ...episode.task } : null,
    seed: episode.seed ?? index,
    group: episode.group ?? `g${index}`,
    initial: { observation: '', info: {}, signals: null },
    decisions: [],
    turns: turns.map((turn, at) => ({
      index: at,
      decision: at,
      observation: '',
      signals: null,
      reward: 0,
      rewards: {},
      terminated: false,
      truncated: false,
      durationMs: 1,
      ...turn,
    })),
    finalSignals: null,
    ...(episode.finalInfo === undefined ? {} : { finalInfo: episode.finalInfo }),
    outcome: episode.outcome ?? {
      status: 'completed',
      ended,
      parts: episode.parts ?? { won: [score(value)] },
      turns: [score(value)],
      reward: score(value),
    },
    timings: { setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0, ...episode.timings },
    attempts: episode.attempts ?? 1,
    versions: {},
  }
}

/** The aggregates of a panel, as `--json` gives them. */
export async function collected<Data>(
  panel: AnyPanel,
  runs: readonly PanelRun<unknown>[],
): Promise<Data> {
  const data = await panel.collect(runs)
  return JSON.parse(JSON.stringify(data)) as Data
}

/** What a panel shows of its runs. */
export async function shown(
  panel: AnyPanel,
  runs: readonly PanelRun<unknown>[],
): Promise<readonly Block[]> {
  const data = await panel.collect(runs)
  return data === null ? [] : panel.show(data)
}

/** The rows of every table of a kind of block, by its title. */
export function tableOf(blocks: readonly Block[], title: string) {
  const block = blocks.find((block) => 'title' in block && block.title === title)
  if (!block || !('table' in block)) throw new Error(`there is no table ${title}`)
  return block.table
}
