import {
  type ErrorClass,
  type Json,
  type Score,
  sumUsage,
  type TaskInfo,
  type Timings,
  type Trajectory,
  type Usage,
} from '../core/index.ts'

/** What the figures of a run need of one episode: small, so that a run of any length fits in memory. */
export interface EpisodeResult {
  readonly id: string
  readonly group: string
  readonly task: TaskInfo | null
  /** The chosen reward. */
  readonly reward: Score
  /** The reward under each preset. */
  readonly scores: Readonly<Record<string, Score>>
  /** null: unscored. */
  readonly success: boolean | null
  readonly turns: number
  /** Why the agent ended the episode; null where it did not. */
  readonly stop: string | null
  readonly failedActions: number
  readonly attempts: number
  readonly timings: Timings
  readonly sandbox: string | null
  /** What the agent's sampling took; null where nothing counted it. */
  readonly usage: Usage | null
  /** Why there is no trajectory to learn from. */
  readonly error: string | null
}

/** One line of `scores.jsonl`: an episode under every preset, or a group under its reward. */
export type ScoreLine = EpisodeScores | GroupScores

export interface EpisodeScores {
  readonly episode: string
  readonly scores: Readonly<Record<string, Score>>
  readonly success: boolean | null
}

export interface GroupScores {
  readonly group: string
  /** Name of the preset; null for a composition. */
  readonly reward: string | null
  /** By episode id. */
  readonly values: Readonly<Record<string, Score>>
}

export function resultOf(trajectory: Trajectory, scores: EpisodeScores): EpisodeResult {
  const { id, group, task, turns, decisions, outcome, attempts, timings, initial } = trajectory
  const { sandbox } = initial.info
  const reward = chosenScore(rewardOf(trajectory), trajectory.env.reward.preset, scores)
  const usages = decisions.flatMap(({ usage }) => usage ?? [])
  return {
    id,
    group,
    task,
    reward,
    scores: scores.scores,
    success: successOf(reward, scores),
    turns: turns.length,
    stop: decisions.at(-1)?.stop ?? null,
    failedActions: turns.filter(({ invalid, info }) => invalid !== undefined || failed(info))
      .length,
    attempts,
    timings,
    sandbox: sandboxKind(sandbox),
    usage: usages.length > 0 ? sumUsage(usages) : null,
    error: outcome.status === 'failed' ? outcome.error.message : null,
  }
}

/** The chosen reward as the scores have it: recomputed, it is not what the episode was played with. */
export function chosenScore(
  played: Score,
  preset: string | null,
  { scores }: EpisodeScores,
): Score {
  return (preset === null ? undefined : scores[preset]) ?? played
}

/** An episode whose chosen reward is unscored counts in no figure, though another preset may know it. */
export function successOf(reward: Score, { success }: EpisodeScores): boolean | null {
  return reward.status === 'scored' ? success : null
}

/** The chosen reward of an episode; of a failed one: unscored, by the class of its failure. */
export function rewardOf({ outcome }: Trajectory): Score {
  if (outcome.status === 'completed') return outcome.reward
  return { status: 'unscored', cause: outcome.error.class }
}

export function causeOf(score: Score): ErrorClass | null {
  return score.status === 'unscored' ? score.cause : null
}

const failed = (info: Readonly<Record<string, Json | undefined>> | undefined) =>
  info?.['failed'] === true

/** Envs report `info.sandbox` as the kind, or as `{ kind, reason }` where it was picked for them. */
function sandboxKind(reported: Json | undefined): string | null {
  if (typeof reported === 'string') return reported
  const { kind } = (reported ?? {}) as { readonly kind?: Json }
  return typeof kind === 'string' ? kind : null
}
