import { ConfigError, type Rng } from '../../../core/index.ts'

/** Cells row by row: F frozen, H hole, G goal. */
export type LakeMap = string

export const SIDES = ['left', 'down', 'right', 'up'] as const

/** The maps that Gymnasium ships; both start at the top left. */
const PUBLISHED: Readonly<Record<number, LakeMap>> = {
  4: 'FFFF FHFH FFFH HFFG'.replaceAll(' ', ''),
  8: 'FFFFFFFF FFFFFFFF FFFHFFFF FFFFFHFF FFFHFFFF FHHFFFHF FHFFHFHF FFFHFFFG'.replaceAll(' ', ''),
}
const MOST_REMEMBERED = 256

export const isPublished = (size: number): boolean => Object.hasOwn(PUBLISHED, size)

export function publishedMap(size: number): LakeMap {
  const map = PUBLISHED[size]
  if (map) return map
  throw new ConfigError(
    `Cannot play a published lake of size ${size}: there are 4 and 8 (choose one, or map: 'generated')`,
  )
}

/** One map for a lake and its mirror image along the way from corner to corner. */
export function canonical(map: LakeMap, size: number): LakeMap {
  let mirrored = ''
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) mirrored += map[row * size + column]
  }
  return mirrored < map ? mirrored : map
}

/** A map as Gymnasium generates it, or null where no path leads from the top left to the bottom right. */
export function generatedMap(rng: Rng, size: number, frozen: number): LakeMap | null {
  const last = size * size - 1
  let map = 'F'
  for (let cell = 1; cell < last; cell++) map += rng.chance(frozen) ? 'F' : 'H'
  map += 'G'
  return distancesOf(map, size)[0] === UNREACHABLE ? null : map
}

/** Where a step to a side leads; the edge holds. */
export function neighbour(size: number, at: number, side: number): number {
  switch (side) {
    case 0:
      return at % size > 0 ? at - 1 : at
    case 1:
      return at + size < size * size ? at + size : at
    case 2:
      return at % size < size - 1 ? at + 1 : at
    default:
      return at >= size ? at - size : at
  }
}

/** Cells from which the goal can be walked to, without the goal. */
export function startsOf(map: LakeMap, size: number): readonly number[] {
  const starts: number[] = []
  for (const [cell, distance] of distancesOf(map, size).entries()) {
    if (distance > 0) starts.push(cell)
  }
  return starts
}

export const UNREACHABLE = -1

/** Steps from each cell to the goal around the holes, by breadth-first search from the goal. */
export const distancesOf = remembered((map, size) => {
  const distances = new Array<number>(map.length).fill(UNREACHABLE)
  const goal = map.indexOf('G')
  const queue = [goal]
  distances[goal] = 0
  for (const cell of queue) {
    for (let side = 0; side < SIDES.length; side++) {
      const next = neighbour(size, cell, side)
      if (distances[next] !== UNREACHABLE || map[next] === 'H') continue
      distances[next] = (distances[cell] ?? 0) + 1
      queue.push(next)
    }
  }
  return distances
})

/** A function of a map alone, with its last results at hand: what it gives never depends on what was asked before. */
export function remembered<T extends object>(
  fn: (map: LakeMap, size: number) => T,
): (map: LakeMap, size: number) => T {
  const known = new Map<LakeMap, T>()
  return (map, size) => {
    const found = known.get(map)
    if (found) return found
    const made = fn(map, size)
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(map, made)
    return made
  }
}
