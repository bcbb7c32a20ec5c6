import { type Agent, decide } from '../core/index.ts'

/** Does nothing: the env's own `noop`, or no action at all. What it earns must not be worth learning. */
export const nullAgent: Agent<unknown, unknown> = {
  name: 'null',
  begin: async ({ noop }) => ({
    act: async () => decide(noop ?? { invalid: 'no action was given', raw: null }),
  }),
}
