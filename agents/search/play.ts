import { type Agent, decide } from '../../core/index.ts'
import { type AnswerCall, type Plan, requireSearch, type SearchCall } from './call.ts'
import { readSeen, type Seen } from './seen.ts'

/** An agent that follows a plan; what it cannot read or do becomes the action that does nothing. */
export const planned = (
  name: string,
  plan: (first: Seen) => Plan<AnswerCall>,
): Agent<unknown, unknown> => ({
  name,
  async begin(context) {
    requireSearch(name, context)
    const { actionSpace, noop, rng } = context
    let running: Plan<AnswerCall> | null = null
    return {
      async act(observation) {
        const seen = readSeen(observation)
        let call: SearchCall | null = null
        if (seen !== null) {
          if (running === null) {
            running = plan(seen)
            call = running.next().value
          } else {
            call = running.next(seen).value ?? null
          }
        }
        const fits = call !== null && actionSpace.contains(call)
        return decide(fits ? call : (noop ?? actionSpace.sample(rng)))
      },
    }
  },
})
