import type { Rng, SampleRequest, TokenSampler } from '../../core/index.ts'

/** What a side is asked: how many requests at once, and in which manner they come. */
export interface Asked {
  readonly preset: 'bench-a' | 'bench-b'
  readonly config: { readonly vocabularySize: number }
  readonly rows: number
  readonly promptLength: number
  readonly newTokens: number
  /** `together`: all at once; `staggered`: so many clients, each with four requests one after another. */
  readonly arrive: 'together' | 'staggered'
  /** Completions of one prompt. */
  readonly groupSize: number
  /** From the first client's first request to the last client's, evenly. */
  readonly spreadMs: number
  readonly repeats: number
}

const REQUESTS_OF_A_CLIENT = 4

/** Prompts nobody has seen: what was computed for an earlier round helps none of this one. */
export function requestsOf(
  { config, rows, promptLength, newTokens, groupSize }: Asked,
  rng: Rng,
): readonly SampleRequest[] {
  const prompts = Array.from({ length: rows / groupSize }, () =>
    Array.from({ length: promptLength }, () => rng.int(config.vocabularySize)),
  )
  return prompts.flatMap((prompt) =>
    Array.from({ length: groupSize }, () => ({
      ...{ prompt, maxTokens: newTokens, temperature: 1, stopIds: [] },
      seed: rng.int(2 ** 31),
    })),
  )
}

/** Time that `rows` whole samples take, in ms. */
export async function timeOf(sampler: TokenSampler, asked: Asked, rng: Rng): Promise<number> {
  if (asked.arrive === 'staggered') return staggered(sampler, asked, rng)
  const requests = requestsOf(asked, rng)
  const began = performance.now()
  await Promise.all(requests.map((request) => whole(sampler, request)))
  return performance.now() - began
}

/**
 * Clients start one by one, and then go on without a pause, as environments do: no two rows stand at the
 * same position. Timed from the first client's second request to its last sample: before and after that
 * not all clients are there.
 */
async function staggered(sampler: TokenSampler, asked: Asked, rng: Rng): Promise<number> {
  const { rows, spreadMs } = asked
  const ends: number[][] = []
  const client = async (index: number) => {
    const own: number[] = []
    ends.push(own)
    await new Promise((resolve) => setTimeout(resolve, (index * spreadMs) / rows))
    for (let i = 0; i < REQUESTS_OF_A_CLIENT; i++) {
      for (const request of requestsOf({ ...asked, rows: 1 }, rng)) await whole(sampler, request)
      own.push(performance.now())
    }
  }
  await Promise.all(Array.from({ length: rows }, (_, index) => client(index)))
  const [first = 0, last = 0] = [ends[0]?.[0], ends[0]?.at(-1)]
  const samples = ends.flat().filter((end) => end > first && end <= last).length
  return ((last - first) * rows) / samples
}

async function whole(sampler: TokenSampler, request: SampleRequest): Promise<void> {
  const { ids, logProbs } = await sampler.sample(request)
  if (ids.length !== request.maxTokens || logProbs.length !== ids.length) {
    throw new Error(`A sample of ${request.maxTokens} tokens has ${ids.length}`)
  }
}
