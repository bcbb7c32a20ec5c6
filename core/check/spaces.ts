import type { Env } from '../env.ts'
import type { Space } from '../spaces/space.ts'
import { rngFor, type Subject } from './subject.ts'

const SAMPLES = 200
const STEPS = 16

/** Spaces contain what they sample, survive JSON, describe themselves, and hold what the env says. */
export async function checkSpaces({ open }: Subject): Promise<string> {
  await using env = await open()
  checkSpace('observationSpace', env.observationSpace)
  checkSpace('actionSpace', env.actionSpace)
  const noop = env.runner?.noop ?? null
  if (noop !== null && !env.actionSpace.contains(noop)) {
    throw new Error(`noop ${JSON.stringify(noop)} is outside actionSpace`)
  }
  await checkObservations(env)
  return `${SAMPLES} samples of each are contained; an invalid action is an observation`
}

function checkSpace(name: string, space: Space<unknown>): void {
  const rng = rngFor(name)
  for (let i = 0; i < SAMPLES; i++) {
    const sample = space.sample(rng)
    if (!space.contains(sample)) {
      throw new Error(`${name} does not contain its own sample ${JSON.stringify(sample)}`)
    }
    if (!space.contains(JSON.parse(JSON.stringify(sample)))) {
      throw new Error(`${name}: ${JSON.stringify(sample)} does not survive JSON`)
    }
  }
  if (space.contains(undefined)) throw new Error(`${name} contains undefined`)
  if (typeof space.jsonSchema() !== 'object') throw new Error(`${name} has no JSON Schema`)
}

async function checkObservations(env: Env<unknown, unknown>): Promise<void> {
  const rng = rngFor('observations')
  const { observation } = await env.reset({ seed: 0 })
  refuseOutside(env, 'the first observation', observation)
  const answer = await env.step({ invalid: 'a probe', raw: null })
  refuseOutside(env, 'the observation for an invalid action', answer.observation)
  if (answer.info.invalid === undefined) {
    throw new Error('an invalid action is not marked in info.invalid')
  }
  let ended = answer.terminated || answer.truncated
  for (let i = 0; i < STEPS && !ended; i++) {
    const step = await env.step(env.actionSpace.sample(rng))
    refuseOutside(env, `the observation of step ${i + 2}`, step.observation)
    ended = step.terminated || step.truncated
  }
}

function refuseOutside(env: Env<unknown, unknown>, what: string, observation: unknown): void {
  if (env.observationSpace.contains(observation)) return
  throw new Error(`${what} is outside observationSpace: ${JSON.stringify(observation)}`)
}
