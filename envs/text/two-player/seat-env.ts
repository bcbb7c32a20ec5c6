import { z } from 'zod'
import { defineEnv, type Space, text } from '../../../core/index.ts'
import { refused } from '../commands.ts'
import { otherSeat, type Seat, type TwoPlayerGame } from './game.ts'
import { seatSignals, told, twoPlayerRewards } from './signals.ts'
import type { Table } from './table.ts'

export interface SeatOptions {
  readonly id: string
  readonly actionSpace: Space<string>
  /** Who plays, by seat. */
  readonly names: readonly [string, string]
}

/** To a player whose first turn never came: an episode ends with a step. */
const OVER = ' Any answer ends the game.'

/** The table as one of its players sees it. Waiting for the other one is part of `reset` and `step`. */
export function seatEnv<Position>(
  game: TwoPlayerGame<Position>,
  table: Table<Position>,
  seat: Seat,
  { id, actionSpace, names }: SeatOptions,
) {
  const signals = ({ density }: { density: number }) =>
    seatSignals(game, table.position, seat, { density, result: table.result() })
  const look = () => {
    const result = table.result()
    return result ? told(result, seat) : game.show(table.position, seat)
  }
  return defineEnv({
    id,
    state: 'resource',
    // Of the one-player env there are more: its trajectories carry them, a match has no use for them.
    options: z.looseObject({ density: z.number().min(0).max(1).default(1) }),
    observationSpace: text(),
    actionSpace,
    rewards: twoPlayerRewards,
    maxEpisodeSteps: 200,
    async reset({ signal, options }) {
      const rules = game.rules(table.position)
      await table.turn(seat, signal)
      return {
        state: null,
        observation: `${rules}${table.news(seat)}\n${look()}${table.result() ? OVER : ''}`,
        signals: signals(options),
        info: { seat, opponent: names[otherSeat(seat)] },
      }
    },
    async step(_, action, { signal, options }) {
      if (!table.result()) {
        const problem = table.move(seat, action)
        if (problem !== null) return refused(problem, signals(options))
        await table.turn(seat, signal)
      }
      return {
        observation: `${table.news(seat)}\n${look()}`.trim(),
        signals: signals(options),
        terminated: table.result() !== null,
      }
    },
    finish(_, { options }) {
      // An episode that ended before its game: measured only now, since only now the player is gone.
      table.leave(seat)
      return signals(options)
    },
  })
}
