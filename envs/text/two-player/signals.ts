import { custom, solved, weighted } from '../../../rewards/index.ts'
import { measured, textRewards } from '../measures.ts'
import type { Result, Seat, TwoPlayerGame } from './game.ts'

/** What a player's own step measures. */
export type SeatSignals = ReturnType<typeof seatSignals>

export const twoPlayerRewards = {
  ...textRewards,
  /** 1 for a win, -1 for a loss, 0 for a draw: what one player gains the other loses. */
  zeroSum: weighted({
    won: [1, solved()],
    lost: [-1, custom<SeatSignals>('lost', ({ signals }) => (signals.lost ? 1 : 0))],
  }),
}

export function seatSignals<Position>(
  game: TwoPlayerGame<Position>,
  position: Position,
  seat: Seat,
  { density, result = game.result(position) }: { density: number; result?: Result | null },
) {
  const won = result !== null && result.winner === seat
  const lost = result !== null && result.winner !== null && result.winner !== seat
  const progressed = won ? 1 : lost ? 0 : game.progress(position, seat)
  return { ...measured(won, progressed, { density }), lost }
}

/** How the game ended, said to one of its players. */
export function told(result: Result, seat: Seat): string {
  if (result.winner === null) return 'The game is a draw.'
  return result.winner === seat ? 'You have won.' : 'You have lost.'
}
