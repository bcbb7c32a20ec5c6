import type { Env } from '../env.ts'
import { classifyError } from '../errors.ts'
import type { Subject } from './subject.ts'

const MOST_STEPS = 10_000

/** `step()` is refused before the first reset and after the end; `reset()` is not refused in the middle. */
export async function checkOrder({ open }: Subject): Promise<string> {
  await using env = await open()
  await refusesStep(env, 'before reset()')
  await env.reset({ seed: 0 })
  await env.reset({ seed: 1 })
  const limit = Math.min(env.spec.maxEpisodeSteps, MOST_STEPS)
  for (let i = 1; i <= limit; i++) {
    const step = await env.step({ invalid: 'a probe', raw: null })
    if (!step.terminated && !step.truncated) continue
    await refusesStep(env, 'after the end of an episode')
    return 'step() needs a running episode; reset() in the middle of one is allowed'
  }
  if (limit < env.spec.maxEpisodeSteps) return 'step() before reset() is refused'
  throw new Error(`an episode goes on after its limit of ${limit} steps`)
}

/** Closing twice is fine, and nothing runs afterwards. */
export async function checkClose({ open }: Subject): Promise<string> {
  const env = await open()
  await env.reset({ seed: 0 })
  await env.close()
  await env.close()
  await refusesStep(env, 'after close()')
  return 'twice is fine, and nothing runs afterwards'
}

async function refusesStep(env: Env<unknown, unknown>, when: string): Promise<void> {
  try {
    await env.step({ invalid: 'a probe', raw: null })
  } catch (error) {
    if (classifyError(error, 'EnvError') === 'ResetNeededError') return
    throw error
  }
  throw new Error(`step() ${when} is accepted`)
}
