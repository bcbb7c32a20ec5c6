import {
  type Agent,
  type AnyDef,
  createManualClock,
  type Decision,
  make,
  type RolloutOptions,
  rollout,
  type Trajectory,
} from './index.ts'

/** An agent that is its `act`. */
export const acting = (act: () => Promise<Decision<unknown>>): Agent<unknown, unknown> => ({
  name: 'acting',
  begin: async () => ({ act }),
})
export const never = () => new Promise<never>(() => {})
export const throws = (error: Error) => () => {
  throw error
}

/** One episode of a definition, on a clock that stands still. */
export async function play(
  definition: AnyDef,
  agent: Agent<unknown, unknown>,
  options: RolloutOptions = {},
): Promise<Trajectory> {
  await using env = await make(definition)
  return await rollout(env, agent, { clock: createManualClock(), ...options })
}
