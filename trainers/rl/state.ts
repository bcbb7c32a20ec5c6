import { z } from 'zod'
import { ConfigError, type Json, zodProblem } from '../../core/index.ts'

const json = z.json() as z.ZodType<Json>
const controller = z.strictObject({ coefficient: z.number(), measured: z.number().nullable() })

const evaluation = z.strictObject({
  update: z.int(),
  success: z.number().nullable(),
  return: z.number(),
})

const rlStateSchema = z.strictObject({
  /** Updates done. */
  update: z.int().min(0),
  optimizerSteps: z.int().min(0),
  episodes: z.int().min(0),
  tokens: z.int().min(0),
  /** Optimizer steps without a finite gradient: all, and those at the end one after another. */
  skipped: z.int().min(0),
  skippedInARow: z.int().min(0),
  /** What the next group is: of a run ahead, of the first update that is not trained. */
  planner: json,
  kl: controller,
  entropy: controller,
  alarms: json,
  best: evaluation.nullable(),
  /** The last one. */
  evaluated: evaluation.nullable(),
})

/** What a run is resumed with, beside parameters and moments. */
export type RlState = z.output<typeof rlStateSchema>
export type BestEvaluation = NonNullable<RlState['best']>

/** @throws ConfigError for what is no state of a run. */
export function readRlState(state: Json): RlState {
  const parsed = rlStateSchema.safeParse(state)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot resume: the save holds no state of a run (${zodProblem(parsed.error)}) (start a new run)`,
  )
}
