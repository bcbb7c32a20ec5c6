import { type Agent, decide } from '../core/index.ts'

/** Samples the action space, seeded by the episode. */
export const random: Agent<unknown, unknown> = {
  name: 'random',
  begin: async ({ rng, actionSpace }) => ({ act: async () => decide(actionSpace.sample(rng)) }),
}
