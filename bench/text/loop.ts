import { type AnyDef, createRng, type Env, make } from '../../core/index.ts'

const ACTIONS = 4096

/** An env and actions that were drawn before: sampling is not measured. */
export interface Loop {
  /** Steps/s of `seconds`, resets included. */
  measure(seconds: number): Promise<number>
}

export async function openLoop(definition: AnyDef, options: object = {}): Promise<Loop> {
  const env: Env<unknown, unknown> = await make(definition, { options })
  const actions = sampled(env)
  await env.reset({ seed: 1 })
  let count = 0
  return {
    async measure(seconds) {
      const first = count
      const started = performance.now()
      for (;;) {
        // Reading the clock every step would be measured, too.
        for (let i = 0; i < 64; i++) {
          const { terminated, truncated } = await env.step(actions[count++ % ACTIONS])
          if (terminated || truncated) await env.reset()
        }
        const elapsed = (performance.now() - started) / 1000
        if (elapsed >= seconds) return (count - first) / elapsed
      }
    },
  }
}

export function sampled(env: Env<unknown, unknown>): readonly unknown[] {
  const rng = createRng(0)
  return Array.from({ length: ACTIONS }, () => env.actionSpace.sample(rng))
}
