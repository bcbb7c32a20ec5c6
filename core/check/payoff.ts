import { type Agent, decide, type EpisodeContext } from '../agent.ts'
import type { Plan } from '../env.ts'
import { EnvError } from '../errors.ts'
import type { Trajectory } from '../trajectory.ts'
import type { Finding } from './report.ts'
import type { Subject } from './subject.ts'

/** The declared solution pays. */
export async function checkGold({ expect, play, seeds }: Subject): Promise<Finding> {
  if ('none' in expect.gold) return { waived: expect.gold.none }
  const { min, reason } = expect.gold
  const gold = planner('gold', (context) => context.gold?.())
  for (const seed of seeds) {
    const value = returnOf(await play(gold, seed))
    if (value < min) {
      throw new Error(`the declared solution earns ${value} on seed ${seed}, less than ${min}`)
    }
  }
  return `the declared solution earns at least ${min}${because(reason)}`
}

/** Doing nothing does not pay. */
export async function checkNull({ expect, play, seeds }: Subject): Promise<Finding> {
  const { max, reason } = expect.null
  for (const seed of seeds) {
    const value = returnOf(await play(idle, seed))
    if (value > max) {
      throw new Error(`doing nothing earns ${value} on seed ${seed}, more than ${max}`)
    }
  }
  return `doing nothing earns at most ${max}${because(reason)}`
}

/** A declared attack earns no more than doing nothing may. */
export async function checkCheat(subject: Subject, name: string): Promise<Finding> {
  const { max } = subject.expect.null
  for (const seed of subject.seeds) {
    await using env = await subject.open()
    const cheat = planner(name, () => env.runner?.cheat(name))
    const value = returnOf(await subject.play(cheat, seed, env))
    if (value > max) {
      throw new Error(`it earns ${value} on seed ${seed}, more than doing nothing may (${max})`)
    }
  }
  return `does not pay on ${subject.seeds.length} seeds`
}

const because = (reason: string | undefined) => (reason ? ` (${reason})` : '')

/** Follows a plan; what it does after the plan's end is nothing. */
function planner(
  name: string,
  planOf: (context: EpisodeContext<unknown, unknown>) => Plan<unknown> | undefined,
): Agent<unknown, unknown> {
  return {
    name,
    async begin(context) {
      const plan = planOf(context)
      if (!plan) {
        throw new EnvError(`Cannot follow ${name}: none is declared (declare it, or expect none)`)
      }
      return { act: async () => decide((await plan()) ?? doNothing(context)) }
    },
  }
}

const idle: Agent<unknown, unknown> = {
  name: 'idle',
  begin: async (context) => ({ act: async () => decide(doNothing(context)) }),
}

function doNothing(context: EpisodeContext<unknown, unknown>): unknown {
  return context.noop ?? { invalid: 'no action', raw: null }
}

function returnOf({ outcome }: Trajectory): number {
  if (outcome.status === 'failed') throw new Error(`the episode failed: ${outcome.error.message}`)
  if (outcome.reward.status === 'unscored') throw new Error(`unscored: ${outcome.reward.cause}`)
  return outcome.reward.value
}
