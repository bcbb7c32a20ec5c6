import { defineLake, sideToGoal } from './lake.ts'

/** Cross a frozen lake to the goal, around the holes. */
export const frozenLake = defineLake({
  id: 'text/FrozenLake-v0',
  description: 'Cross a frozen lake to the goal without falling into a hole.',
  slippery: false,
  maxEpisodeSteps: 100,
  best: sideToGoal,
})
