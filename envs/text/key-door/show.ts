import { COLOURS, type CorridorState, NONE } from './corridor.ts'

export function opening(state: CorridorState, brief: boolean): string {
  const { keys, colour, left } = state
  if (brief) return `${keys.length.toString(36)}${colour} ${placeOf(state)}`
  const decoys = [...keys].some((key) => key !== NONE && key !== colour)
  return `A corridor has ${keys.length} rooms in a row, from room 1 at the left end on. In one is a locked ${COLOURS[colour]} door; in another lies the ${COLOURS[colour]} key that opens it${decoys ? ', and keys of other colours lie about, which do not' : ''}. Open the door.
You see the room you are in. You can carry one key: who takes another leaves the first in its place.
Answer with left, right, take (the key in the room) or unlock. After ${left} commands, failed ones included, the door shuts for good.
${situation(state)}`
}

/** Where the player is, what is there, and what it carries. */
export function situation(state: CorridorState): string {
  const { keys, door, colour, at, carried } = state
  const key = keys.charAt(at)
  const here = [
    ...(key === NONE ? [] : [`${articled(COLOURS[key] ?? '')} key`]),
    ...(door === at ? [`the locked ${COLOURS[colour]} door`] : []),
  ]
  return [
    `You are in room ${at + 1} of ${keys.length}.`,
    here.length > 0 ? `Here is ${here.join(' and ')}.` : 'There is nothing here.',
    ...(carried === NONE ? [] : [`You carry the ${COLOURS[carried]} key.`]),
    commandsLeft(state),
  ].join(' ')
}

export const commandsLeft = ({ left }: CorridorState) =>
  left === 1 ? '1 command left.' : `${left} commands left.`

export function shut({ keys, door, colour, carried }: CorridorState): string {
  const key = carried === colour ? 'in your hands' : `in room ${keys.indexOf(colour) + 1}`
  return `That was your last command: the door in room ${door + 1} stays shut. Its key is ${key}.`
}

/**
 * Room from 1 (base 36), key, door and carried key by their initials, and the commands left; `!` once the door is
 * open, `x` once it is shut for good.
 */
export function placeOf({ keys, door, colour, at, carried, open, left }: CorridorState): string {
  if (open) return '!'
  if (left === 0) return 'x'
  return `${(at + 1).toString(36)}${keys.charAt(at)}${door === at ? colour : NONE}${carried} ${left}`
}

const articled = (word: string) => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`
