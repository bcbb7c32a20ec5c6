import { type Agent, decide } from '../../core/index.ts'
import { requireRefs, type WebCall } from './call.ts'
import { readGoal } from './goal.ts'
import { readPage } from './page-text.ts'
import type { Proposal } from './proposal.ts'
import { proposalsFor } from './proposals.ts'

/** So often a proposal that says so is made again, as long as it changes the page. */
const MOST_AGAIN = 12

/**
 * Matches the words of the goal to labels, without a model: fills and chooses what the goal gives, presses what
 * it names, then what looks like the end. What changed nothing is not done again.
 */
export const labels: Agent<unknown, unknown> = {
  name: 'labels',
  async begin(context) {
    requireRefs('labels', context)
    const { actionSpace, noop } = context
    const done = new Map<string, number>()
    const written = new Set<string>()
    let goal = readGoal('')
    let last: { readonly proposal: Proposal; readonly look: string } | null = null
    return {
      async act(observation) {
        const page = readPage(observation)
        if (page.goal !== null) goal = readGoal(page.goal)
        if (last && last.look === page.look) done.set(last.proposal.key, MOST_AGAIN)
        // A button may be pressed anew for what was filled in since.
        else if (last?.proposal.call.tool === 'fill') forgetPresses(done)
        const proposal = proposalsFor(page, goal, written).find(
          ({ key, call, isRepeatable }) =>
            (done.get(key) ?? 0) < (isRepeatable ? MOST_AGAIN : 1) && actionSpace.contains(call),
        )
        const call: WebCall = proposal?.call ?? { tool: 'answer', text: 'done' }
        if (proposal) done.set(proposal.key, (done.get(proposal.key) ?? 0) + 1)
        if (call.tool === 'fill') written.add(call.text)
        last = proposal ? { proposal, look: page.look } : null
        return decide(actionSpace.contains(call) ? call : (noop ?? actionSpace.sample(context.rng)))
      },
    }
  },
}

function forgetPresses(done: Map<string, number>): void {
  for (const [key, times] of done) {
    if (key.startsWith('press ') && times < MOST_AGAIN) done.delete(key)
  }
}
