import { ConfigError, type Rng } from '../../../core/index.ts'
import type { Wants } from '../puzzles.ts'

export type CorridorKnobs = { rooms: number; decoys: number; start: number }

/** `keys` has a character a room: a colour's initial, or a dot. The key of the door's colour fits it. */
export type Corridor = { keys: string; door: number; colour: string; at: number }
export type CorridorState = Corridor & { carried: string; open: boolean; far: number }

/** By initials, which are all different. */
export const COLOURS: Readonly<Record<string, string>> = {
  r: 'red',
  b: 'blue',
  g: 'green',
  y: 'yellow',
  w: 'white',
  o: 'orange',
  p: 'purple',
  s: 'silver',
}
export const NONE = '.'

/** A corridor with decoys. What is where decides the split; colours are dealt out. */
export function drawCorridor(rng: Rng, knobs: CorridorKnobs, wants: Wants): Corridor | null {
  const { rooms, decoys, start } = knobs
  if (decoys >= rooms) {
    throw new ConfigError(
      `Cannot place ${decoys} decoys beside the key in ${rooms} rooms: a room holds one key (give fewer decoys, or more rooms)`,
    )
  }
  const places = rng.shuffle(Array.from({ length: rooms }, (_, room) => room))
  const [key = 0, ...others] = places.slice(0, 1 + decoys)
  const door = otherThan(key, rng.int(rooms - 1))
  const at = rng.pick(near(key, rooms, start))
  if (!wants([key, others.toSorted((a, b) => a - b), door, at])) return null
  const [colour = '', ...wrong] = decoys > 0 ? rng.shuffle(Object.keys(COLOURS)) : ['r']
  const keys = new Array<string>(rooms).fill(NONE)
  keys[key] = colour
  for (const [index, room] of others.entries()) keys[room] = wrong[index] ?? NONE
  return { keys: keys.join(''), door, colour, at }
}

/** Every corridor without decoys. */
export function everyCorridor({ rooms, start }: CorridorKnobs): readonly Corridor[] {
  const all: Corridor[] = []
  for (let key = 0; key < rooms; key++) {
    const keys = `${NONE.repeat(key)}r${NONE.repeat(rooms - key - 1)}`
    for (let other = 0; other < rooms - 1; other++) {
      for (const at of near(key, rooms, start)) {
        all.push({ keys, door: otherThan(key, other), colour: 'r', at })
      }
    }
  }
  return all
}

/** Fewest actions that open the door from here: what progress is measured by. */
export function actionsLeft({ keys, door, colour, at, carried, open }: CorridorState): number {
  if (open) return 0
  if (carried === colour) return Math.abs(at - door) + 1
  const key = keys.indexOf(colour)
  return Math.abs(at - key) + 1 + Math.abs(key - door) + 1
}

const otherThan = (room: number, other: number) => (other < room ? other : other + 1)

function near(room: number, rooms: number, distance: number): readonly number[] {
  const low = Math.max(0, room - distance)
  const high = Math.min(rooms - 1, room + distance)
  return Array.from({ length: high - low + 1 }, (_, index) => low + index)
}
