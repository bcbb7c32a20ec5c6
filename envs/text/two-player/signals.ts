import { solved, weighted } from '../../../rewards/index.ts'
import { measured, textRewards } from '../measures.ts'
import type { Result, Seat, TwoPlayerGame } from './game.ts'

export const twoPlayerRewards = {
  ...textRewards,
  /** 1 for a win, -1 for a loss, 0 for a draw: what one player gains the other loses. */
  zeroSum: weighted({ won: [1, solved()], lost: [-1, solved({ signal: 'lost' })] }),
}

/** What a player's own step measures. */
export function seatSignals<Position>(
  game: TwoPlayerGame<Position>,
  position: Position,
  seat: Seat,
  { density, result = game.result(position) }: { density: number; result?: Result | null },
) {
  const won = result !== null && result.winner === seat
  const lost = result !== null && result.winner !== null && result.winner !== seat
  const progressed = won ? 1 : lost ? 0 : game.progress(position, seat)
  // A game starts between won and lost: at marks of a density, where it starts would depend on the dial.
  return { ...measured(won, progressed, { density: density > 0 ? 1 : 0 }), lost }
}

/** How the game ended, said to one of its players. */
export function told(result: Result, seat: Seat): string {
  if (result.winner === null) return 'The game is a draw.'
  return result.winner === seat ? 'You have won.' : 'You have lost.'
}
