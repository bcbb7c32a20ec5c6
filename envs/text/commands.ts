import { z } from 'zod'
import { type Rng, type Space, schemaSpace } from '../../core/index.ts'

/** Longer commands are refused before anybody looks at them. */
const LONGEST = 1000
const LONGEST_SHOWN = 40

/** Any text as an action; `sample` gives what a player without a clue might say. */
export function commands(description: string, sample: (rng: Rng) => string): Space<string> {
  const schema = z.string().max(LONGEST, 'a command has at most 1,000 characters')
  return schemaSpace('text', schema.describe(description), sample)
}

/** A command as games read it: compatible characters unified, control characters gone, one space, lower case. */
export function normalized(command: string): string {
  if (/^[a-z0-9]*$/.test(command)) return command
  return command
    .normalize('NFKC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .toLowerCase()
}

/** What a player said, as it can be said back: short, on one line, without control characters. */
export function quoted(command: string): string {
  const characters = [...command.slice(0, 4 * LONGEST_SHOWN).replace(/[\p{C}\s]+/gu, ' ')]
  const shown = characters.slice(0, LONGEST_SHOWN).join('').trim()
  return JSON.stringify(characters.length > LONGEST_SHOWN ? `${shown}…` : shown)
}

/** The answer to a move that is not allowed: nothing changed but what the rules say a move costs. */
export function refused<Sig>(reason: string, signals: Sig) {
  return {
    observation: `Invalid move: ${reason}.`,
    signals,
    info: { invalid: reason },
  }
}
