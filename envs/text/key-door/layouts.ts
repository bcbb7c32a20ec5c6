import { ConfigError, createRng, deriveSeed, type Rng } from '../../../core/index.ts'
import type { Wants } from '../puzzles.ts'
import { COLOURS, type Corridor, NONE } from './corridor.ts'

export type Knobs = { rooms: number; decoys: number; start: number; apart: number; spare: number }

/** What is where; colours aside. */
interface Layout {
  readonly key: number
  readonly door: number
  readonly at: number
  readonly decoys: readonly number[]
}

/** More layouts are drawn from, not listed. */
const MOST_LISTED = 10_000

export function refuseCrowded({ rooms, decoys, apart }: Knobs): void {
  if (decoys >= rooms) {
    throw new ConfigError(
      `Cannot make text/KeyDoor-v0: ${decoys} decoys and the key do not fit into ${rooms} rooms (give decoys as well as rooms, at most ${rooms - 1})`,
    )
  }
  if (apart >= rooms) {
    throw new ConfigError(
      `Cannot make text/KeyDoor-v0: no two of ${rooms} rooms are ${apart} apart (give apart as well as rooms, at most ${rooms - 1})`,
    )
  }
}

/** Every corridor, each in colours of its own; null where there are many. */
export function fewCorridors(knobs: Knobs): readonly Corridor[] | null {
  const { rooms, decoys, start } = knobs
  const bare = pairsOf(knobs).flatMap(([key, door]) =>
    near(key, rooms, start).map((at) => ({ key, door, at })),
  )
  if (bare.length * waysToChoose(decoys, rooms - 1) > MOST_LISTED) return null
  const rng = createRng(deriveSeed(0, 'text/KeyDoor-v0', 'colours', rooms, decoys))
  return bare.flatMap((layout) => {
    const free = roomsOf(rooms).filter((room) => room !== layout.key)
    return choices(free, decoys).map((chosen) =>
      coloured(rng, rooms, { ...layout, decoys: chosen }),
    )
  })
}

/** A corridor where there are many. What is where decides the split; colours are dealt out. */
export function drawCorridor(rng: Rng, knobs: Knobs, wants: Wants): Corridor | null {
  const { rooms, decoys, start } = knobs
  const [key, door] = rng.pick(pairsOf(knobs))
  const at = rng.pick(near(key, rooms, start))
  const others = rng.shuffle(roomsOf(rooms).filter((room) => room !== key)).slice(0, decoys)
  if (!wants([key, others.toSorted((a, b) => a - b), door, at])) return null
  return coloured(rng, rooms, { key, door, at, decoys: others })
}

function coloured(rng: Rng, rooms: number, { key, door, at, decoys }: Layout): Corridor {
  const [colour = '', ...wrong] = decoys.length > 0 ? rng.shuffle(Object.keys(COLOURS)) : ['r']
  const keys = new Array<string>(rooms).fill(NONE)
  keys[key] = colour
  for (const [index, room] of decoys.entries()) keys[room] = wrong[index] ?? NONE
  return { keys: keys.join(''), door, colour, at }
}

/** Rooms for the key and the door. */
function pairsOf({ rooms, apart }: Knobs): readonly (readonly [number, number])[] {
  return roomsOf(rooms).flatMap((key) =>
    roomsOf(rooms)
      .filter((door) => Math.abs(key - door) >= apart)
      .map((door) => [key, door] as const),
  )
}

const roomsOf = (rooms: number) => Array.from({ length: rooms }, (_, room) => room)

function near(room: number, rooms: number, distance: number): readonly number[] {
  return roomsOf(rooms).filter((other) => Math.abs(other - room) <= distance)
}

function waysToChoose(count: number, of: number): number {
  let ways = 1
  for (let i = 0; i < count; i++) ways = (ways * (of - i)) / (i + 1)
  return ways
}

function choices(rooms: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return rooms.flatMap((room, index) =>
    choices(rooms.slice(index + 1), count - 1).map((others) => [room, ...others]),
  )
}
