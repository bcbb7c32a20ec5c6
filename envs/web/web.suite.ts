import { expect } from 'vitest'
import { nullAgent } from '../../agents/null.ts'
import { oracle } from '../../agents/oracle.ts'
import {
  type Agent,
  type AnyDef,
  createManualClock,
  decide,
  make,
  rollout,
  type Trajectory,
} from '../../core/index.ts'

export interface PlayOptions {
  readonly task?: string
  readonly seed?: number
  readonly options?: Readonly<Record<string, unknown>>
}

/** Plays one episode in a real browser; what failed is thrown. */
export async function playWeb(
  definition: AnyDef,
  agent: Agent<unknown, unknown>,
  { task, seed = 0, options = {} }: PlayOptions = {},
): Promise<Trajectory> {
  await using env = await make(definition, { options, clock: createManualClock() })
  const trajectory = await rollout(env, agent, { seed, task })
  const { outcome } = trajectory
  if (outcome.status === 'failed') {
    throw new Error(
      `${definition.id} ${task} failed: ${outcome.error.message}\n${told(trajectory)}`,
    )
  }
  return trajectory
}

/** The declared solution, held to solving its task. */
export async function expectGold(definition: AnyDef, options: PlayOptions): Promise<Trajectory> {
  const trajectory = await playWeb(definition, oracle, options)
  expect(trajectory.finalSignals?.['solved'], told(trajectory)).toBe(true)
  return trajectory
}

/** A named attack, held to solving nothing. */
export async function expectCheatFails(
  definition: AnyDef,
  name: string,
  options: PlayOptions,
): Promise<Trajectory> {
  await using env = await make(definition, {
    options: options.options ?? {},
    clock: createManualClock(),
  })
  const agent: Agent<unknown, unknown> = {
    name: `cheat ${name}`,
    async begin({ noop }) {
      const plan = env.runner?.cheat(name)
      return { act: async () => decide((await plan?.()) ?? noop ?? { invalid: 'over', raw: null }) }
    },
  }
  const trajectory = await rollout(env, agent, { seed: options.seed ?? 0, task: options.task })
  if (trajectory.outcome.status === 'failed') throw new Error(trajectory.outcome.error.message)
  expect(trajectory.finalSignals?.['solved'], told(trajectory)).toBe(false)
  return trajectory
}

/** Doing nothing, held to solving nothing. */
export async function expectNullFails(
  definition: AnyDef,
  options: PlayOptions,
): Promise<Trajectory> {
  const trajectory = await playWeb(definition, nullAgent, options)
  expect(trajectory.finalSignals?.['solved'], told(trajectory)).toBe(false)
  return trajectory
}

/** What was done, for the message of a failed test. */
export function told({ initial, turns }: Trajectory): string {
  return [
    JSON.stringify(initial.observation).slice(0, 1500),
    ...turns.map(
      ({ action, observation, signals }) =>
        `${JSON.stringify(action)}\n${JSON.stringify(signals)}\n${JSON.stringify(observation).slice(0, 1500)}`,
    ),
  ].join('\n')
}
