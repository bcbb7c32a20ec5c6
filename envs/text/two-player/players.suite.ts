import { type Agent, type Decision, decide, type Trajectory } from '../../../core/index.ts'
import { opponents } from '../nim/rules.ts'

type Player = Agent<string, string>

/** Plays Nim by rule from what it is shown alone. */
export const ruled = (name: keyof typeof opponents): Player => ({
  name,
  async begin({ rng }) {
    return {
      async act(observation) {
        const shown = observation.split('\n').at(-1) ?? ''
        const piles = [...shown.matchAll(/[A-J] (\d+)(?=[,.])/g)].map(([, n]) => Number(n))
        if (piles.length === 0) return decide('thanks')
        return decide(opponents[name]({ piles, toMove: 0 }, rng))
      },
    }
  },
})

export const perfect = ruled('perfect')

/** A player that is nothing but its decisions. */
export const thinking = (
  name: string,
  act: (observation: string, signal: AbortSignal) => Promise<Decision<string>>,
): Player => ({ name, begin: async () => ({ act }) })

/** null: failed, or unscored. */
export const earned = ({ outcome }: Trajectory) =>
  outcome.status === 'completed' && outcome.reward.status === 'scored' ? outcome.reward.value : null
