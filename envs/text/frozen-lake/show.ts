import { SIDES } from './map.ts'

export type Lake = { map: string; size: number; at: number }

const RULES = `You stand on a frozen lake. Reach the goal without falling into a hole.
P is you, F is ice that holds, H is a hole (the game ends), G is the goal.`
const SLIPPERY = `
The ice is slippery: one step in three goes where you want, the others to one of the two sides at a right angle to it.`
const ACTIONS = 'Answer with left, down, right or up.'

/** The rules and the lake. In brief: the place, behind the map where it is not a published one. */
export function opening(lake: Lake, slippery: boolean, brief: boolean, published: boolean): string {
  if (brief)
    return published ? placeOf(lake) : `${rowsOf(lake.map, lake.size, '/')} ${placeOf(lake)}`
  return `${RULES}${slippery ? SLIPPERY : ''}\n${ACTIONS}\n${gridOf(lake)}`
}

/** What a step led to; `from` and the side the player went to say what it was. */
export function outcome(lake: Lake, from: number, wanted: number, went: number): string {
  const cell = lake.map[lake.at]
  const moved =
    lake.at === from
      ? `The edge holds you${went === wanted ? '' : `, slipping ${SIDES[went]}`}.`
      : `You ${went === wanted ? 'go' : 'slip'} ${SIDES[went]}.`
  if (cell === 'G') return `${moved} You are at the goal.`
  if (cell === 'H') return `${moved} You fall into a hole: the game is lost.`
  return `${moved}\n${gridOf(lake)}`
}

/** Row and column from 0, in base 36; the cell's letter where the game has ended. */
export function placeOf({ map, size, at }: Lake): string {
  const cell = map[at]
  if (cell === 'G' || cell === 'H') return cell
  return Math.floor(at / size).toString(36) + (at % size).toString(36)
}

function gridOf({ map, size, at }: Lake): string {
  return rowsOf(`${map.slice(0, at)}P${map.slice(at + 1)}`, size, '\n')
}

function rowsOf(cells: string, size: number, separator: string): string {
  let rows = cells.slice(0, size)
  for (let begin = size; begin < cells.length; begin += size) {
    rows += separator + cells.slice(begin, begin + size)
  }
  return rows
}
