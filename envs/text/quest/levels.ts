import { z } from 'zod'

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
