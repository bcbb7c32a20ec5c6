import { z } from 'zod'
import { ConfigError } from '../../../core/index.ts'

/** Whether worlds have it: none, some (a coin decides), all. */
export type Share = 'none' | 'some' | 'all'

export type Knobs = {
  w: number
  o: number
  q: number
  cooking: Share
  dark: Share
  locks: Share
}

export const levels: Readonly<Record<'easy' | 'standard' | 'hard', Knobs>> = {
  easy: { w: 2, o: 3, q: 4, cooking: 'none', dark: 'none', locks: 'none' },
  standard: { w: 4, o: 6, q: 8, cooking: 'some', dark: 'some', locks: 'some' },
  hard: { w: 8, o: 12, q: 16, cooking: 'some', dark: 'some', locks: 'all' },
}

const share = (what: string) =>
  z.enum(['none', 'some', 'all']).optional().describe(`Worlds with ${what}`)

export const knobOptions = {
  w: z.int().min(1).max(20).optional().describe('Rooms'),
  o: z.int().min(1).max(30).optional().describe('Things that can be carried'),
  q: z.int().min(1).max(30).optional().describe('Commands of the shortest solution'),
  cooking: share('a recipe to be cooked'),
  dark: share('a dark room, for which a lamp is needed'),
  locks: share('something locked, for which a key is needed'),
}

export const PARTS = ['cooking', 'dark', 'locks'] as const
/** Commands that each takes at least, and things to carry. */
export const COSTS = { cooking: 4, dark: 3, locks: 3 }
const THINGS = { cooking: 2, dark: 1, locks: 1 }

export const told = (knobs: Knobs): string =>
  `w ${knobs.w}, o ${knobs.o}, q ${knobs.q}, ${PARTS.map((part) => `${part} ${knobs[part]}`).join(', ')}`

/** Those that cannot be had at all are refused at once. */
export function checkKnobs(knobs: Knobs): void {
  const all = PARTS.filter((part) => knobs[part] === 'all')
  const commands = all.reduce((sum, part) => sum + COSTS[part], all.includes('cooking') ? 0 : 1)
  const things = all.reduce((sum, part) => sum + THINGS[part], 0)
  const refuse = (least: string, raise: string) => {
    throw new ConfigError(
      `Cannot make worlds with ${told(knobs)}: that takes ${least} (raise ${raise})`,
    )
  }
  if (knobs.q < commands) refuse(`${commands} commands or more`, 'q')
  if (knobs.o < things) refuse(`${things} things or more`, 'o')
  // 26 recipes that need nothing but reading: too few for three splits.
  if (knobs.w === 1 && knobs.cooking === 'all' && knobs.q < 5) {
    refuse('5 commands or more where there is only the kitchen', 'q or w')
  }
  if (knobs.dark === 'all' && knobs.w < 2) refuse('a room beside the dark one', 'w')
}
