import { type Agent, AgentError, decide } from '../core/index.ts'

/** Follows the env's own solution: privileged, the upper bound. */
export const oracle: Agent<unknown, unknown> = {
  name: 'oracle',
  async begin({ gold, noop, spec }) {
    if (!gold) {
      throw new AgentError(
        `Cannot play ${spec.id} as oracle: it declares no solution (choose another agent)`,
      )
    }
    const plan = gold()
    return {
      act: async () =>
        decide((await plan()) ?? noop ?? { invalid: 'the solution has ended', raw: null }),
    }
  },
}
