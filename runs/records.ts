import { z } from 'zod'
import { errorClasses, type Trajectory } from '../core/index.ts'
import type { ScoreLine } from './result.ts'

const score = z.discriminatedUnion('status', [
  z.object({ status: z.literal('scored'), value: z.number() }),
  z.object({ status: z.literal('unscored'), cause: z.enum(errorClasses) }),
])
const signals = z.record(z.string(), z.json()).nullable()
const phaseMs = z.number().min(0)

/**
 * What reading a stored trajectory relies on; anything else in the line is kept as it is, so that a
 * file of a later release can still be read.
 */
export const trajectorySchema = z.looseObject({
  version: z.literal(1),
  id: z.string(),
  env: z.looseObject({
    id: z.string(),
    reward: z.looseObject({ preset: z.string().nullable() }),
    rewardThreshold: z.number(),
  }),
  agent: z.string(),
  task: z.looseObject({ id: z.string(), split: z.string(), hash: z.string() }).nullable(),
  seed: z.int(),
  group: z.string(),
  initial: z.looseObject({ info: z.record(z.string(), z.unknown()), signals }),
  decisions: z.array(z.looseObject({})),
  turns: z.array(
    z.looseObject({
      index: z.int(),
      invalid: z.string().optional(),
      signals,
      reward: z.number(),
      terminated: z.boolean(),
      truncated: z.boolean(),
    }),
  ),
  finalSignals: signals,
  finalInfo: z.record(z.string(), z.json()).optional(),
  artifacts: z.record(z.string(), z.looseObject({ type: z.string() })).optional(),
  outcome: z.discriminatedUnion('status', [
    z.looseObject({
      status: z.literal('completed'),
      ended: z.enum(['terminated', 'truncated']),
      parts: z.record(z.string(), z.array(score)),
      turns: z.array(score),
      reward: score,
    }),
    z.looseObject({
      status: z.literal('failed'),
      phase: z.enum(['setup', 'turn', 'grading']),
      error: z.looseObject({ class: z.enum(errorClasses), message: z.string() }),
    }),
  ]),
  timings: z.object({ setupMs: phaseMs, agentMs: phaseMs, envMs: phaseMs, gradingMs: phaseMs }),
  attempts: z.int(),
}) as unknown as z.ZodType<Trajectory>

const scores = z.record(z.string(), score)

export const scoreLineSchema: z.ZodType<ScoreLine> = z.union([
  z.object({ episode: z.string(), scores, success: z.boolean().nullable() }),
  z.object({ group: z.string(), reward: z.string().nullable(), values: scores }),
])
