import type { Rng } from '../../../core/index.ts'

/** Who moves first has seat 0. */
export type Seat = 0 | 1

export const otherSeat = (seat: Seat): Seat => (seat === 0 ? 1 : 0)

/** A game of two players by turns, as pure functions over plain JSON positions. */
export interface TwoPlayerGame<Position> {
  /** The rules and the form of a move: told once. */
  rules(position: Position): string
  /** The position as this player may see it. */
  show(position: Position, seat: Seat): string
  toMove(position: Position): Seat
  /** The position after a move and the move in plain words, or why it is not allowed. */
  move(
    position: Position,
    said: string,
  ): { readonly position: Position; readonly told: string } | { readonly refused: string }
  /** null while the game goes on; no winner: a draw. */
  result(position: Position): Result | null
  /** How near this player is to winning: in [0, 1], 1 once it has won. */
  progress(position: Position, seat: Seat): number
}

export interface Result {
  readonly winner: Seat | null
}

/** A player by rule: says the move for whoever is to move. */
export type Opponent<Position> = (position: Position, rng: Rng) => string
