import { type Agent, decide } from '../../core/index.ts'
import { requireTools, submit } from './script.ts'
import { repairScript } from './search.ts'

/**
 * Repairs without a model: reads the failing tests and the report, localises by stack, name and what
 * failing runs touch, tries one small edit an action, and keeps what helps.
 */
export const repair: Agent<unknown, unknown> = {
  name: 'repair',
  async begin(context) {
    requireTools(context)
    const { rng, spec } = context
    let script: ReturnType<typeof repairScript> | undefined
    return {
      async act(observation) {
        script ??= repairScript(String(observation), spec.maxEpisodeSteps, rng)
        const { value, done } = script.next(String(observation))
        return decide(done || !value ? submit : value)
      },
    }
  },
}
