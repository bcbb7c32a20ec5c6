import { type Agent, decide } from '../../core/index.ts'
import { requireTools, submit } from './script.ts'
import { repairScript } from './search.ts'

/**
 * Repairs without a model, in at most twelve actions: reads report, tests and sources, watches what
 * failing and passing runs touch, and tries one small edit an action, ranked by weights that were fitted
 * on the split train of `swe/Repair-v0`.
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
