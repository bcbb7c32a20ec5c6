import type { Rng } from '../../../core/index.ts'
import { refused } from '../commands.ts'
import type { Opponent, Seat, TwoPlayerGame } from './game.ts'
import { seatSignals, told } from './signals.ts'

/** State of an env in which one player is the agent and the other one plays by rule. */
export type AgainstOpponent<Position> = { position: Position; seat: Seat; opponent: string }

/**
 * `reset` and `step` of a one-player env made from a two-player game: the opponent answers within the agent's own
 * step, and begins where it has the first move. It draws from the episode's rng.
 */
export function againstOpponent<Position>(
  game: TwoPlayerGame<Position>,
  opponents: Readonly<Record<string, Opponent<Position>>>,
) {
  type State = AgainstOpponent<Position>

  /** Lets the opponent move as long as it is its turn; what it did, in words. */
  function answer(state: State, rng: Rng): string {
    let words = ''
    while (!game.result(state.position) && game.toMove(state.position) !== state.seat) {
      const moved = game.move(
        state.position,
        opponents[state.opponent]?.(state.position, rng) ?? '',
      )
      if ('refused' in moved) {
        throw new Error(
          `Opponent ${state.opponent} made a move that is not allowed: ${moved.refused}`,
        )
      }
      state.position = moved.position
      words += ` Your opponent ${moved.told}.`
    }
    return words
  }

  return {
    reset(state: State, rng: Rng, options: { readonly density: number }) {
      const rules = game.rules(state.position)
      const words = answer(state, rng)
      const { position, seat } = state
      return {
        state,
        observation: `${rules}${words}\n${game.show(position, seat)}`,
        signals: seatSignals(game, position, seat, options),
      }
    },
    step(state: State, action: string, rng: Rng, options: { readonly density: number }) {
      const moved = game.move(state.position, action)
      if ('refused' in moved) {
        return refused(moved.refused, seatSignals(game, state.position, state.seat, options))
      }
      state.position = moved.position
      const words = answer(state, rng)
      const { position, seat } = state
      const result = game.result(position)
      return {
        observation: `You ${moved.told}.${words}\n${result ? told(result, seat) : game.show(position, seat)}`,
        signals: seatSignals(game, position, seat, options),
        terminated: result !== null,
      }
    },
  }
}
