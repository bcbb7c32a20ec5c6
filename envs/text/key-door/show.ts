import { COLOURS, type CorridorState, NONE } from './corridor.ts'

export function opening(state: CorridorState, brief: boolean): string {
  const { keys, colour } = state
  if (brief) return `${keys.length.toString(36)}${colour} ${placeOf(state)}`
  const decoys = [...keys].some((key) => key !== NONE && key !== colour)
  return `A corridor has ${keys.length} rooms in a row, from room 1 at the left end on. In one is a locked ${COLOURS[colour]} door; in another lies the ${COLOURS[colour]} key that opens it${decoys ? ', and keys of other colours lie about, which do not' : ''}. Open the door.
You see the room you are in. You can carry one key: who takes another leaves the first in its place.
Answer with left, right, take (the key in the room) or unlock.
${situation(state)}`
}

/** Where the player is, what is there, and what it carries. */
export function situation({ keys, door, colour, at, carried }: CorridorState): string {
  const key = keys.charAt(at)
  const here = [
    ...(key === NONE ? [] : [`a ${COLOURS[key]} key`]),
    ...(door === at ? [`the locked ${COLOURS[colour]} door`] : []),
  ]
  return [
    `You are in room ${at + 1} of ${keys.length}.`,
    here.length > 0 ? `Here is ${here.join(' and ')}.` : 'There is nothing here.',
    ...(carried === NONE ? [] : [`You carry the ${COLOURS[carried]} key.`]),
  ].join(' ')
}

/** Room from 1 (base 36), key, door and carried key by their initials; `!` once the door is open. */
export function placeOf({ keys, door, colour, at, carried, open }: CorridorState): string {
  if (open) return '!'
  return `${(at + 1).toString(36)}${keys.charAt(at)}${door === at ? colour : NONE}${carried}`
}
