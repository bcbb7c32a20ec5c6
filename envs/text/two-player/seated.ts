import {
  type Agent,
  type Deadlines,
  type Decision,
  EnvError,
  type Trajectory,
  withDeadline,
} from '../../../core/index.ts'
import type { Table } from './table.ts'

type Player = Agent<string, string>

/** Rewards are paid on turns: who leaves before the first one gets this in its place. */
const NO_MOVE = { invalid: 'no move was made', raw: null }

/**
 * The player at its table. The limits are on what it does itself: an episode's own would also count the time in
 * which it waits for the other player.
 */
export function seated(
  agent: Player,
  table: Table<unknown>,
  { setupMs, turnMs }: Deadlines,
): Player {
  return {
    name: agent.name,
    async begin(context) {
      const episodic = await withDeadline('the setup', setupMs, context.signal, () =>
        agent.begin(context),
      )
      let hasDecided = false
      return {
        async act(observation, signal) {
          const decision = await withDeadline('the decision', turnMs, signal, (within) =>
            episodic.act(observation, within),
          )
          const played = hasDecided ? decision : withTurn(decision, table)
          hasDecided = true
          return played
        },
        observe: (answer) => episodic.observe?.(answer),
        async end(trajectory) {
          // Before its own end, for which nobody has to wait.
          reportFailure(table, trajectory)
          await withDeadline('the end of the episode', turnMs, undefined, async () =>
            episodic.end?.(trajectory),
          )
        },
      }
    },
  }
}

/** Where a player failed, the game cannot go on. */
export function reportFailure(table: Table<unknown>, { outcome }: Trajectory): void {
  if (outcome.status === 'completed') return
  table.fail(
    new EnvError(`Cannot go on with the match: the other player failed: ${outcome.error.message}`),
  )
}

/** A first decision that ends an episode has an action; one after the end of the game is the last. */
function withTurn(decision: Decision<string>, table: Table<unknown>): Decision<string> {
  const { actions, stop = table.result() ? 'the game is over' : undefined } = decision
  if (stop === undefined) return decision
  return { ...decision, stop, actions: actions.length > 0 ? actions : [NO_MOVE] }
}
