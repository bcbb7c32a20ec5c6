import type { Env } from './env.ts'
import { createRng, deriveSeed, type Rng } from './rng.ts'

export interface CheckResult {
  readonly name: string
  /** `waived`: declared not to hold, with its reason as the detail. */
  readonly status: 'passed' | 'failed' | 'waived'
  readonly detail: string
}

export const rngFor = (purpose: string): Rng => createRng(deriveSeed(0, 'checkEnv', purpose))

const SAMPLES = 200

/** Spaces contain what they sample, survive JSON, describe themselves, and refuse what they must. */
export async function checkSpaces(env: Env<unknown, unknown>): Promise<string> {
  const rng = rngFor('spaces')
  for (const [name, space] of [
    ['observationSpace', env.observationSpace],
    ['actionSpace', env.actionSpace],
  ] as const) {
    for (let i = 0; i < SAMPLES; i++) {
      const sample = space.sample(rng)
      if (!space.contains(sample)) {
        throw new Error(`${name} does not contain its own sample ${JSON.stringify(sample)}`)
      }
      const through = JSON.parse(JSON.stringify(sample)) as unknown
      if (!space.contains(through)) {
        throw new Error(`${name}: ${JSON.stringify(sample)} does not survive JSON`)
      }
    }
    if (space.contains(undefined)) throw new Error(`${name} contains undefined`)
    if (typeof space.jsonSchema() !== 'object') throw new Error(`${name} has no JSON Schema`)
  }
  const { observation } = await env.reset({ seed: 0 })
  if (!env.observationSpace.contains(observation)) {
    throw new Error('the first observation is outside observationSpace')
  }
  const { observation: answer, info } = await env.step({ invalid: 'a probe', raw: null })
  if (!env.observationSpace.contains(answer)) {
    throw new Error('the observation for an invalid action is outside observationSpace')
  }
  if (info.invalid === undefined) throw new Error('an invalid action is not marked in info.invalid')
  return `${SAMPLES} samples of each are contained; an invalid action is an observation`
}
