import type { CorridorState } from './corridor.ts'

/**
 * Walks to what it needs next where it has seen it, else to the nearest room it has not seen. Of the state it looks
 * at what the player is told: the room it is in, what it carries, the door's colour and how many rooms there are.
 */
export function explorer(): (state: CorridorState) => string {
  let seen = new Set<number>()
  let [keyAt, doorAt]: (number | null)[] = [null, null]
  return ({ keys, door, colour, at, carried }) => {
    seen.add(at)
    if (keys.charAt(at) === colour) keyAt = at
    else if (keyAt === at) keyAt = null
    if (door === at) doorAt = at
    const hasKey = carried === colour
    const goal = hasKey ? doorAt : keyAt
    if (goal === at) return hasKey ? 'unlock' : 'take'
    if (goal === null && seen.size === keys.length) seen = new Set([at])
    return (goal ?? nearestUnseen(seen, at, keys.length)) < at ? 'left' : 'right'
  }
}

function nearestUnseen(seen: ReadonlySet<number>, at: number, rooms: number): number {
  for (let distance = 1; distance < rooms; distance++) {
    for (const room of [at - distance, at + distance]) {
      if (room >= 0 && room < rooms && !seen.has(room)) return room
    }
  }
  return at
}
