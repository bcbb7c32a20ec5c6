import {
  type Agent,
  ConfigError,
  type Deadlines,
  defaultDeadlines,
  EnvError,
  type Json,
  make,
  rollout,
  type Services,
  type Space,
  type Trajectory,
} from '../../../core/index.ts'
import type { Seat, TwoPlayerGame } from './game.ts'
import { seatEnv } from './seat-env.ts'
import { reportFailure, seated } from './seated.ts'
import type { twoPlayerRewards } from './signals.ts'
import { createTable, type Table } from './table.ts'

export interface MatchOptions<Position> {
  /** Id of the one-player env of this game: what the trajectories say they are of. */
  readonly id: string
  /** Options of that env which hold for this match: the trajectories carry them, and `density`. */
  readonly options?: Readonly<Record<string, Json>>
  readonly start: Position
  readonly actionSpace: Space<string>
  /** Who moves first, and the other; one agent may take both seats. */
  readonly agents: readonly [Agent<string, string>, Agent<string, string>]
  readonly seed: number
  /** A preset of `twoPlayerRewards` (default `sparse`). */
  readonly reward?: keyof typeof twoPlayerRewards
  /** Steps of each player, refused moves included, after which it has left the game (default 200). */
  readonly maxEpisodeSteps?: number
  readonly density?: number
  readonly group?: string
  readonly services?: Services
  /** Of what a player does itself: the time in which it waits for the other one does not count. */
  readonly deadlines?: Partial<Deadlines>
  readonly signal?: AbortSignal
}

/** What each player saw, did and earned; by seat. */
export type Match = readonly [Trajectory, Trajectory]

/**
 * Plays one game between two agents, each through an env of its own: two trajectories, as from two rollouts. A player
 * that reaches its step limit or stops has left: it has lost, and the other one has won. Where one player's episode
 * fails before the game is over, so does the other's, and neither is scored.
 */
export async function playMatch<Position extends Json>(
  game: TwoPlayerGame<Position>,
  options: MatchOptions<Position>,
): Promise<Match> {
  if (game.result(options.start)) {
    throw new ConfigError(
      `Cannot play a match of ${options.id}: the game is over at its start (give a position in which somebody can move)`,
    )
  }
  const table = createTable(game, options.start)
  const seats = [playSeat(game, table, 0, options), playSeat(game, table, 1, options)] as const
  // Neither goes on behind the back of a caller who was told of the other.
  await Promise.allSettled(seats)
  return Promise.all(seats)
}

async function playSeat<Position extends Json>(
  game: TwoPlayerGame<Position>,
  table: Table<Position>,
  seat: Seat,
  options: MatchOptions<Position>,
): Promise<Trajectory> {
  const { id, seed, agents, reward, group = `${id}/match/${seed}` } = options
  const { services, density, signal, maxEpisodeSteps, actionSpace } = options
  const limits = { ...defaultDeadlines, ...options.deadlines }
  const names = [agents[0].name, agents[1].name] as const
  try {
    await using env = await make(seatEnv(game, table, seat, { id, actionSpace, names }), {
      options: { ...options.options, density },
      reward,
      maxEpisodeSteps,
      services,
    })
    const trajectory = await rollout(env, seated(agents[seat], table, limits), {
      id: `${id}/match/${seed}/${seat}`,
      seed,
      agentSeed: 2 * seed + seat,
      group: `${group}/${seat}`,
      ...(services ? { services } : {}),
      deadlines: { ...limits, setupMs: Number.POSITIVE_INFINITY, turnMs: Number.POSITIVE_INFINITY },
      signal,
    })
    reportFailure(table, trajectory)
    return trajectory
  } catch (error) {
    table.fail(new EnvError('Cannot go on with the match: the other player was given up'))
    throw error
  }
}
