import { z } from 'zod'

/** What the envs of this family have in common. */
export const playOptions = {
  unsafeProcess: z
    .boolean()
    .default(false)
    .describe('Agree to the sandbox `process`, which protects nothing'),
  maxObservationChars: z
    .int()
    .min(200)
    .max(1_000_000)
    .default(10_000)
    .describe('Characters of an observation; what is over is left out of its middle'),
}
