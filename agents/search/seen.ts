import { z } from 'zod'

const dated = { page: z.string(), title: z.string(), date: z.string().nullish() }

const seen = z.object({
  question: z.string(),
  hits: z.array(z.object({ ...dated, snippet: z.string() })),
  reading: z.object({ ...dated, text: z.string(), part: z.int(), parts: z.int() }).nullable(),
  blockedQueries: z.number().default(0),
  budget: z.object({ calls: z.number(), tokens: z.number() }),
})

/** What these agents look at in an observation of a search env. */
export type Seen = z.output<typeof seen>
export type SeenHit = Seen['hits'][number]

/** null where it is no observation of a search env. */
export const readSeen = (observation: unknown): Seen | null =>
  seen.safeParse(observation).data ?? null
