import { z } from 'zod'
import { ConfigError } from '../core/index.ts'

const sampledSchema = z.object({
  requests: z.int(),
  promptTokens: z.int(),
  cachedTokens: z
    .int()
    .describe('Of the prompt tokens: those whose keys and values were there already'),
  sampledTokens: z.int(),
  busySeconds: z.number().describe('Time in which there was something to sample'),
  ticks: z.int().describe('Passes of the model over a batch'),
  occupancy: z.number().describe('Mean number of requests that a tick drew a token for'),
  queueMs: z
    .object({ mean: z.number(), max: z.number() })
    .describe("From a request's arrival to its first tick"),
})
/** What was sampled until now. */
export type Sampled = z.infer<typeof sampledSchema>

const computedBySchema = z.object({
  policy: z.string().describe('Identity of the weights: a resumed run has the same'),
  engine: z.string(),
  device: z.string(),
  threads: z.int(),
  reason: z.string().describe('Why engine and device were chosen'),
  versions: z.record(z.string(), z.string()),
})

export const samplingSchema = z.object({
  ...computedBySchema.shape,
  ...sampledSchema.shape,
  tokensPerSecond: z.number().nullable().describe('Sampled tokens in a busy second'),
})
/** How the tokens of a run were drawn, all its sessions together; the engine is that of the last. */
export type Sampling = z.infer<typeof samplingSchema>

/** What draws a run's tokens: shown, and stored with the run. */
export interface RunSampling {
  readonly computedBy: z.infer<typeof computedBySchema>
  /** Since this start. */
  statistics(): Promise<Sampled>
}

/** The figures of this start, with those of earlier ones. */
export function samplingOf(
  { computedBy }: Pick<RunSampling, 'computedBy'>,
  now: Sampled,
  before: Sampled | undefined,
): Sampling {
  const sampled = before ? addSampled(before, now) : sampledSchema.parse(now)
  const { sampledTokens, busySeconds } = sampled
  const tokensPerSecond = busySeconds > 0 ? sampledTokens / busySeconds : null
  return { ...computedBySchema.parse(computedBy), ...sampled, tokensPerSecond }
}

export const nothingSampled: Sampled = {
  ...{ requests: 0, promptTokens: 0, cachedTokens: 0, sampledTokens: 0 },
  ...{ busySeconds: 0, ticks: 0, occupancy: 0, queueMs: { mean: 0, max: 0 } },
}

function addSampled(a: Sampled, b: Sampled): Sampled {
  const requests = a.requests + b.requests
  const ticks = a.ticks + b.ticks
  const meanOf = (sum: number, count: number) => (count === 0 ? 0 : sum / count)
  return {
    requests,
    promptTokens: a.promptTokens + b.promptTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    sampledTokens: a.sampledTokens + b.sampledTokens,
    busySeconds: a.busySeconds + b.busySeconds,
    ticks,
    occupancy: meanOf(a.occupancy * a.ticks + b.occupancy * b.ticks, ticks),
    queueMs: {
      mean: meanOf(a.queueMs.mean * a.requests + b.queueMs.mean * b.requests, requests),
      max: Math.max(a.queueMs.max, b.queueMs.max),
    },
  }
}

/** @throws ConfigError where a run would go on with other weights under the same name. */
export function checkSamePolicy(
  dir: string,
  stored: Sampling | undefined,
  given: RunSampling | undefined,
): void {
  if (!stored || !given || stored.policy === given.computedBy.policy) return
  throw new ConfigError(
    `Cannot resume ${dir}: the weights of its policy, or its tokenizer, have changed since it began (restore them, or start a new run)`,
  )
}
