/** `keys` has a character a room: a colour's initial, or a dot. The key of the door's colour fits it. */
export type Corridor = { keys: string; door: number; colour: string; at: number }
/** `left`: commands until the door shuts for good. */
export type CorridorState = Corridor & { carried: string; open: boolean; far: number; left: number }

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

/** Fewest actions that open the door from here: what progress is measured by. */
export function actionsLeft({ keys, door, colour, at, carried, open }: CorridorState): number {
  if (open) return 0
  if (carried === colour) return Math.abs(at - door) + 1
  const key = keys.indexOf(colour)
  return Math.abs(at - key) + 1 + Math.abs(key - door) + 1
}

/** Most actions of a player who explores: to one end, to the other, back to the door, a key and a lock. */
export const actionsToExplore = (rooms: number) => 3 * (rooms - 1) + 2
