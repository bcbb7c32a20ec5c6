/** A game that a Python library has, too, with our options that give the same rules and sizes. */
export interface PeerGame {
  readonly id: string
  readonly options: Readonly<Record<string, unknown>>
  readonly library: 'gymnasium' | 'gem' | 'textarena'
  /** The peer's name of it: a function of `peers.py`. */
  readonly peer: string
  /** Least ratio to the peer. */
  readonly target: number
  /** Steps/s that were measured on another machine of this kind: shown where the peer is not here. */
  readonly elsewhere: number
}

/**
 * The peers' defaults, given by name in `peers.py` as well. Where a peer draws a new board every episode, so do we:
 * our tasks are generated when they are reset, and none is kept.
 */
export const peerGames: readonly PeerGame[] = [
  {
    // 4x4, the published map, always the same start; not slippery on either side.
    id: 'text/FrozenLake-v0',
    options: { size: 4, map: 'published', randomStart: false },
    library: 'gymnasium',
    peer: 'FrozenLake',
    target: 2,
    elsewhere: 167_000,
  },
  {
    id: 'text/GuessNumber-v0',
    options: { range: 20, tries: 10 },
    library: 'gem',
    peer: 'GuessTheNumber',
    target: 2,
    elsewhere: 278_000,
  },
  {
    // Four digits of 1 to 6, none twice, 20 tries.
    id: 'text/Mastermind-v0',
    options: { pegs: 4, colours: 6, tries: 20, duplicates: false },
    library: 'gem',
    peer: 'Mastermind',
    target: 2,
    elsewhere: 134_000,
  },
  {
    // Ours are solvable without a guess, which makes a board dearer.
    id: 'text/Minesweeper-v0',
    options: { width: 8, height: 8, mines: 10 },
    library: 'gem',
    peer: 'Minesweeper',
    target: 2,
    elsewhere: 49_000,
  },
  {
    id: 'text/Game2048-v0',
    options: { size: 4, target: 2048 },
    library: 'gem',
    peer: 'Game2048',
    target: 2,
    elsewhere: 35_000,
  },
  {
    // A new level each episode, its walls included in the size.
    id: 'text/Sokoban-v0',
    options: { width: 6, height: 6, boxes: 3 },
    library: 'gem',
    peer: 'Sokoban',
    target: 10,
    elsewhere: 2_200,
  },
  {
    // All disks in one tower at first.
    id: 'text/TowerOfHanoi-v0',
    options: { disks: 3, scattered: false },
    library: 'textarena',
    peer: 'TowerOfHanoi',
    target: 2,
    elsewhere: 81_000,
  },
]
