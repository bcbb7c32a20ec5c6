import type {
  AgentFactory,
  AnyDef,
  Clock,
  Deadlines,
  EnvSpec,
  Json,
  MakeOptions,
  Services,
  Trajectory,
} from '../core/index.ts'
import type { EpisodeFixtures } from '../fixtures/index.ts'
import type { PlannedEpisode } from './plan.ts'
import type { Progress } from './progress.ts'
import type { EpisodeResult } from './result.ts'
import type { Summary } from './run-file.ts'
import type { RunSampling, Sampling } from './sampling.ts'

export interface RunOptions {
  readonly definition: AnyDef
  readonly agent: AgentFactory<unknown, unknown>
  /** Undefined: each task once, or as often as a group is large. */
  readonly episodes: number | undefined
  /** Folder of a new run; must be empty or not exist. */
  readonly out: string
  /** Go on with the run stored in `out`: the same configuration, or more episodes of it. */
  readonly resume?: boolean
  /** Default 0. Decides tasks, their order and every episode's seed. */
  readonly seed?: number
  readonly options?: MakeOptions<AnyDef>['options']
  readonly reward?: MakeOptions<AnyDef>['reward']
  readonly maxEpisodeSteps?: number | undefined
  readonly split?: string | undefined
  readonly difficulty?: string | number | undefined
  /** Episodes that share seed and task (default 1). */
  readonly groupSize?: number
  /** Episodes at a time (default: `defaultConcurrency()`). */
  readonly concurrency?: number
  readonly deadlines?: Partial<Deadlines> | undefined
  /** Further attempts after an infrastructure failure (default 2). */
  readonly retries?: number
  /** Before the first further attempt; doubled for each (default 200). */
  readonly retryDelayMs?: number
  readonly services?: Services | undefined
  /** What the services draw tokens with, where they do. */
  readonly sampling?: RunSampling | undefined
  readonly clock?: Clock
  /** Records the episodes, or plays them from a recording (default: they are played live). */
  readonly fixtures?: EpisodeFixtures | undefined
  /** Exactly these, instead of what seed, tasks and counts lead to. */
  readonly plan?: readonly PlannedEpisode[] | undefined
  /** Stored in `run.json` as it is: what the caller needs to start the run again. */
  readonly source?: Json
  /** Aborted: the run leaves at once, without what is being played, and throws the signal's reason. */
  readonly signal?: AbortSignal
  /** Aborted: the run finishes what is being played, and ends as `interrupted`. */
  readonly stop?: AbortSignal
  readonly onStart?: (start: RunStart) => void
  readonly onProgress?: (progress: Progress) => void
  /**
   * Each finished episode once, those of an earlier session included, with the task it was planned for:
   * one that failed early does not name it itself. Nothing of the trajectory is held here.
   */
  readonly onEpisode?: ((trajectory: Trajectory, task: string | null) => void) | undefined
  readonly onWarning?: (message: string) => void
}

/** What is settled before the first episode. */
export interface RunStart {
  readonly dir: string
  readonly env: EnvSpec
  readonly agent: string
  readonly total: number
  /** Finished in an earlier session. */
  readonly done: number
  readonly concurrency: number
}

export interface RunResult {
  readonly dir: string
  readonly status: 'complete' | 'interrupted'
  readonly env: EnvSpec
  readonly agent: string
  readonly summary: Summary
  /** Time spent playing, all sessions together. */
  readonly seconds: number
  readonly episodesPerSecond: number
  /** Where tokens were drawn here. */
  readonly sampling?: Sampling
  /** In the order of the plan. */
  readonly results: readonly EpisodeResult[]
}
