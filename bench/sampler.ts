/** New tokens/s with their log-probs, prefill included, against a PyTorch loop's in the same rounds. */
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { median } from './median.ts'
import { benchEpisodes } from './sampler/episodes.ts'
import type { Asked } from './sampler/requests.ts'
import { type Answer, openOurs, openTorch, type Side } from './side.ts'

const ROUNDS = 7
const NEW_TOKENS = 64
const GROUP_SIZE = 8
const folder = join(import.meta.dirname, 'sampler')

const a = { width: 128, layers: 2, heads: 4, headSize: 32, feedForward: 512, vocabularySize: 1024 }
const b = { width: 256, layers: 4, heads: 4, headSize: 64, feedForward: 1024, vocabularySize: 2048 }
/** With the least multiple of PyTorch's speed, and how often each is measured in a round. */
const cases = [
  { name: 'A', preset: 'bench-a', config: a, rows: 16, target: 1.7, repeats: 5 },
  { name: 'A', preset: 'bench-a', config: a, rows: 64, target: 1.7, repeats: 2 },
  { name: 'B', preset: 'bench-b', config: b, rows: 16, target: 1.5, repeats: 2 },
  { name: 'B', preset: 'bench-b', config: b, rows: 64, target: 1.5, repeats: 1 },
] as const
type Case = (typeof cases)[number]

export async function benchSampler(): Promise<readonly Figure[]> {
  const threads = process.env['PALAESTRA_BENCH_THREADS'] ?? '1'
  const torch = openTorch(join(folder, 'peer.py'), threads)
  if ('missing' in torch) console.log(`  PyTorch is not measured: ${torch.missing}`)
  const peer = 'missing' in torch ? undefined : torch
  const ours = openOurs(join(folder, 'ours.ts'), threads)
  try {
    const figures: Figure[] = []
    for (const each of cases) figures.push(...(await benchCase(each, ours, peer)))
    return [...figures, ...(await benchEpisodes(Number(threads)))]
  } finally {
    ours.close()
    peer?.close()
  }
}

/** Questions in turn, again and again, so that a neighbour's load falls on all alike. */
async function benchCase(
  { name, preset, config, rows, target, repeats }: Case,
  ours: Side,
  torch: Side | undefined,
): Promise<readonly Figure[]> {
  const sizes = { ...config, keyValueHeads: config.heads, maxLength: 2048 }
  const asked = {
    ...{ preset, config: sizes },
    ...{ rows, promptLength: 64, newTokens: NEW_TOKENS, repeats },
    ...{ arrive: 'together', groupSize: 1, spreadMs: 0 },
  } satisfies Asked
  const together = timing(() => ours.ask(asked))
  const peer = torch && timing(() => torch.ask(asked))
  const shared = timing(() => ours.ask({ ...asked, groupSize: GROUP_SIZE }))
  const staggered = timing(() =>
    ours.ask({ ...asked, repeats: 1, arrive: 'staggered', spreadMs: median(together.ms) }),
  )
  for (let round = 0; round < ROUNDS + 1; round++) {
    for (const each of [together, peer, shared, staggered]) await each?.measure()
    // The first round compiles and warms up.
    if (round === 0) for (const each of [together, peer, shared, staggered]) each?.forget()
  }

  const own = median(together.ms)
  const rate = (ms: number) => (rows * NEW_TOKENS * 1000) / ms
  const figures: Figure[] = [
    { name: `${name}, ${rows} prompts`, value: rate(own), unit: 'new tokens/s', against: [] },
  ]
  if (peer) {
    const other = median(peer.ms)
    const ofProcessor = median(peer.cpuMs) / median(together.cpuMs)
    figures.push({
      name: `${name}, ${rows} prompts, over PyTorch’s ${rounded(rate(other))} new tokens/s`,
      ...{ value: other / own, unit: 'x', target },
      against: [{ name: 'PyTorch by time of the processor', ratio: ofProcessor }],
    })
  }
  return [
    ...figures,
    {
      name: `${name}, ${rows / GROUP_SIZE} prompts with ${GROUP_SIZE} completions each, over ${rows} prompts`,
      ...{ value: own / median(shared.ms), unit: 'x', target: 1.4, against: [] },
    },
    {
      name: `${name}, ${rows} clients that started one by one, over ${rows} prompts at once`,
      ...{ value: own / median(staggered.ms), unit: 'x', target: 0.85, against: [] },
    },
  ]
}

const rounded = (value: number) => Math.round(value).toLocaleString('en-US')

/** What a question took, each time it was asked. */
function timing(ask: () => Promise<Answer>) {
  const ms: number[] = []
  const cpuMs: number[] = []
  return {
    ms,
    cpuMs,
    async measure(): Promise<void> {
      const answer = await ask()
      ms.push(...answer.ms)
      cpuMs.push(...answer.cpuMs)
    },
    forget(): void {
      ms.length = 0
      cpuMs.length = 0
    },
  }
}
