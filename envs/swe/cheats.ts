import { attacks } from './attacks/index.ts'

/** Ways to pass without a repair. Some are told what an agent cannot know; none may pay. */
export const cheats = Object.fromEntries(
  Object.entries(attacks).map(([name, { actions }]) => [name, actions]),
)
