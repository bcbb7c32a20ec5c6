import { otherSeat, type Result, type Seat, type TwoPlayerGame } from './game.ts'

/** A game two players sit at: each waits for its turn, and nobody waits for a player who is gone. */
export interface Table<Position> {
  readonly position: Position
  /** What was moved since this player last looked, in words. */
  news(seat: Seat): string
  /** Why a move is not allowed; null once it is played. */
  move(seat: Seat, said: string): string | null
  result(): Result | null
  /** Settled when this player is to move or the game is over. @throws what the other player failed by */
  turn(seat: Seat, signal: AbortSignal | undefined): Promise<void>
  /** This player plays no more: the other one has won, where the game was not over. */
  leave(seat: Seat): void
  /** The game cannot go on: who waits is told why. One that is over stands. */
  fail(error: Error): void
}

export function createTable<Position>(
  game: TwoPlayerGame<Position>,
  start: Position,
): Table<Position> {
  let position = start
  let forfeited: Seat | null = null
  let failure: Error | null = null
  const unread: [string[], string[]] = [[], []]
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of [...waiting]) look()
  }
  const result = () =>
    game.result(position) ?? (forfeited === null ? null : { winner: otherSeat(forfeited) })

  return {
    get position() {
      return position
    },
    news(seat) {
      return unread[seat].splice(0).join('')
    },
    move(seat, said) {
      const moved = game.move(position, said)
      if ('refused' in moved) return moved.refused
      position = moved.position
      unread[seat].push(`You ${moved.told}.`)
      unread[otherSeat(seat)].push(` Your opponent ${moved.told}.`)
      wake()
      return null
    },
    result,
    turn(seat, signal) {
      return new Promise<void>((resolve, reject) => {
        const settle = (how: () => void) => {
          waiting.delete(look)
          signal?.removeEventListener('abort', aborted)
          how()
        }
        const aborted = () => settle(() => reject(signal?.reason))
        const look = () => {
          if (result()) settle(resolve)
          else if (failure) settle(() => reject(failure))
          else if (game.toMove(position) === seat) settle(resolve)
        }
        if (signal?.aborted) return reject(signal.reason)
        signal?.addEventListener('abort', aborted, { once: true })
        waiting.add(look)
        look()
      })
    },
    leave(seat) {
      if (result()) return
      forfeited = seat
      unread[otherSeat(seat)].push(' Your opponent has left the game.')
      wake()
    },
    fail(error) {
      failure ??= error
      wake()
    },
  }
}
