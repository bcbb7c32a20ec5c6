import {
  type Agent,
  type Deadlines,
  defineEnv,
  EnvError,
  type Json,
  make,
  rollout,
  type Services,
  type Space,
  type Trajectory,
  text,
} from '../../../core/index.ts'
import { refused } from '../commands.ts'
import type { Seat, TwoPlayerGame } from './game.ts'
import { seatSignals, told, twoPlayerRewards } from './signals.ts'
import { createTable, type Table } from './table.ts'

export interface MatchOptions<Position> {
  /** Id of the one-player env of this game: what the trajectories say they are of. */
  readonly id: string
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
  readonly deadlines?: Partial<Deadlines>
  readonly signal?: AbortSignal
}

/** To a player whose first turn never came: an episode ends with a step. */
const OVER = ' Any answer ends the game.'

/** What each player saw, did and earned; by seat. */
export type Match = readonly [Trajectory, Trajectory]

/**
 * Plays one game between two agents, each through an env of its own: two trajectories, as from two rollouts. A player
 * that reaches its step limit or stops has left, and the other one has won; where one player's episode fails, so does
 * the other's, and neither is scored.
 */
export async function playMatch<Position extends Json>(
  game: TwoPlayerGame<Position>,
  options: MatchOptions<Position>,
): Promise<Match> {
  const table = createTable(game, options.start)
  const [first, second] = await Promise.all([
    playSeat(game, table, 0, options),
    playSeat(game, table, 1, options),
  ])
  return [first, second]
}

async function playSeat<Position extends Json>(
  game: TwoPlayerGame<Position>,
  table: Table<Position>,
  seat: Seat,
  options: MatchOptions<Position>,
): Promise<Trajectory> {
  const { id, seed, agents, reward = 'sparse', group = `${id}/match/${seed}` } = options
  const { services, deadlines, signal, density = 1 } = options
  await using env = await make(seatEnv(game, table, seat, options), {
    reward,
    maxEpisodeSteps: options.maxEpisodeSteps,
    services,
  })
  // The options say who sat where: both trajectories are of one env.
  const spec = {
    ...env.spec,
    options: { seat, opponent: agents[seat === 0 ? 1 : 0].name, density },
  }
  const trajectory = await rollout({ ...env, spec }, agents[seat], {
    id: `${id}/match/${seed}/${seat}`,
    seed,
    agentSeed: 2 * seed + seat,
    group: `${group}/${seat}`,
    ...(services ? { services } : {}),
    ...(deadlines ? { deadlines } : {}),
    signal,
  }).catch((error: unknown) => {
    table.fail(new EnvError(`Cannot go on with the match: the other player was given up`))
    throw error
  })
  const { outcome } = trajectory
  if (outcome.status === 'completed') table.leave(seat)
  else {
    table.fail(
      new EnvError(
        `Cannot go on with the match: the other player failed: ${outcome.error.message}`,
      ),
    )
  }
  return trajectory
}

/** The table as one of its players sees it. */
function seatEnv<Position extends Json>(
  game: TwoPlayerGame<Position>,
  table: Table<Position>,
  seat: Seat,
  { id, actionSpace, density = 1 }: MatchOptions<Position>,
) {
  const signals = () => seatSignals(game, table.position, seat, { density, result: table.result() })
  const look = () => {
    const result = table.result()
    return result ? told(result, seat) : game.show(table.position, seat)
  }
  return defineEnv({
    id,
    state: 'resource',
    observationSpace: text(),
    actionSpace,
    rewards: twoPlayerRewards,
    maxEpisodeSteps: 200,
    async reset({ signal }) {
      const rules = game.rules(table.position)
      await table.turn(seat, signal)
      return {
        state: null,
        observation: `${rules}${table.news(seat)}\n${look()}${table.result() ? OVER : ''}`,
        signals: signals(),
      }
    },
    async step(_, action, { signal }) {
      if (!table.result()) {
        const problem = table.move(seat, action)
        if (problem !== null) return refused(problem, signals())
        await table.turn(seat, signal)
      }
      return {
        observation: `${table.news(seat)}\n${look()}`.trim(),
        signals: signals(),
        terminated: table.result() !== null,
      }
    },
  })
}
