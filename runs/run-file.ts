import { z } from 'zod'
import { errorClasses } from '../core/index.ts'
import { samplingSchema } from './sampling.ts'

const rewardSpec = z.union([
  z.object({ kind: z.string(), params: z.json() }),
  z.object({ kind: z.literal('custom'), name: z.string() }),
])

const envSpec = z.object({
  id: z.string(),
  options: z.json(),
  reward: z.object({ preset: z.string().nullable(), term: rewardSpec }),
  maxEpisodeSteps: z.int(),
  rewardThreshold: z.number(),
  wrappers: z.array(z.object({ kind: z.string(), params: z.json() })),
})

/** What decides which episodes are played and how they are scored: a resumed run must agree on all of it. */
const runConfigSchema = z.object({
  env: z.string(),
  agent: z.string(),
  seed: z.int(),
  episodes: z.int(),
  groupSize: z.int(),
  reward: z.string().describe('Name of the preset, or the composition as JSON'),
  maxTurns: z.int(),
  options: z.json(),
  split: z.string().nullable(),
  difficulty: z.string().nullable(),
  tasks: z.string().nullable().describe('Number and hash of the tasks to choose from'),
  setupMs: z.number(),
  turnMs: z.number(),
  gradingMs: z.number(),
})
export type RunConfig = z.infer<typeof runConfigSchema>

const spread = z.object({
  mean: z.number().nullable(),
  standardDeviation: z.number().nullable(),
  episodes: z.int(),
})
const quantiles = z.object({ p50: z.number().nullable(), p95: z.number().nullable() })
const rate = z.object({
  rate: z.number().nullable(),
  low: z.number().nullable().describe('Lower end of the 95 % interval'),
  high: z.number().nullable(),
  successes: z.int(),
  of: z.int(),
})
const byK = z.record(z.string(), z.number())

/** The figures of a run, from its episodes alone. */
const summarySchema = z.object({
  episodes: z.int(),
  scored: z.int(),
  unscored: z.int(),
  unscoredByClass: z.partialRecord(z.enum(errorClasses), z.int()),
  success: rate,
  successBy: z.object({
    split: z.record(z.string(), rate),
    difficulty: z.record(z.string(), rate),
    kind: z.record(z.string(), rate),
  }),
  reward: spread.describe('The chosen reward'),
  rewards: z.record(z.string(), spread).describe('Every preset'),
  turns: z.object({ mean: z.number().nullable(), total: z.int() }).extend(quantiles.shape),
  stopped: z
    .record(z.string(), z.int())
    .optional()
    .describe(
      'Episodes that the agent ended before the env did, by its reason; absent without any',
    ),
  failedActions: z.int(),
  retried: z.int().describe('Episodes that took more than one attempt'),
  timings: z.object({
    setupMs: quantiles,
    agentMs: quantiles,
    envMs: quantiles,
    gradingMs: quantiles,
  }),
  groups: z.int(),
  passAtK: byK.describe('At least one of k members of a group succeeds'),
  passHatK: byK.describe('All of k members succeed'),
  sandbox: z.string().nullable().describe('As the env reports it; several are joined by commas'),
  usage: z
    .object({
      requests: z.int(),
      promptTokens: z.number(),
      cachedTokens: z.number(),
      completionTokens: z.number(),
      cost: z.number().optional(),
      estimated: z.literal(true).optional(),
    })
    .optional()
    .describe('What sampling took, failed episodes included; absent where nothing counted it'),
})
export type Summary = z.infer<typeof summarySchema>
export type Rate = z.infer<typeof rate>
export type Spread = z.infer<typeof spread>

export const runFileSchema = z.object({
  version: z.literal(1),
  status: z.enum(['running', 'complete', 'interrupted', 'failed']),
  /** Why, where it failed. */
  error: z.string().optional(),
  config: runConfigSchema,
  env: envSpec,
  /** What the caller needs to start the run again; stored as given. */
  source: z.json(),
  versions: z.record(z.string(), z.string()),
  machine: z.object({ platform: z.string(), cpu: z.string(), cpus: z.int(), memoryMiB: z.int() }),
  concurrency: z.int(),
  startedAt: z.iso.datetime(),
  /** Time spent playing, all sessions of a resumed run together. */
  seconds: z.number(),
  summary: summarySchema.nullable(),
  /** Of runs whose agent draws its tokens here. */
  sampling: samplingSchema.optional(),
})
/** `run.json`. */
export type RunFile = z.infer<typeof runFileSchema>
