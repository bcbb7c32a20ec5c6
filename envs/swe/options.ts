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

/** What every task of swe/Repair-v0 is played with. */
export const needs = { commands: ['bash', 'git', 'node'] } as const

/** Limits of time, in milliseconds of the sandbox, as far as they were chosen. */
export interface Times {
  readonly commandTimeoutMs?: number | undefined
  readonly testTimeoutMs?: number | undefined
}

/** Simulated time counts work; real time also counts what else the machine has to do. */
export function timesIn(isSimulated: boolean, chosen: Times) {
  const [command, test] = isSimulated ? [5_000, 1_000] : [30_000, 10_000]
  const { commandTimeoutMs = command, testTimeoutMs = test } = chosen
  return { commandTimeoutMs, testTimeoutMs }
}
