import { Bench } from 'tinybench'
import { defineEnv, discrete, type Env, make } from '../core/index.ts'
import { solved } from '../rewards/index.ts'
import type { Figure } from './figure.ts'

const BATCH = 10_000

/** As little env as there can be: what remains is our own overhead. */
const trivial = defineEnv({
  id: 'bench/Trivial-v0',
  state: 'data',
  observationSpace: discrete(16),
  actionSpace: discrete(4),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 100,
  invalid: () => 0,
  reset: () => ({ state: { position: 0 }, observation: 0 }),
  step(state, action) {
    state.position = (state.position + action) & 15
    return { observation: state.position, signals: { solved: state.position === 15 } }
  },
})

/** Steps per second of an env behind `make()` with all default wrappers, resets included. */
export async function benchSteps(): Promise<readonly Figure[]> {
  await using wrapped = await make(trivial)
  const bare = bareLoop()
  const bench = new Bench({ time: 2_000, warmupTime: 500 })
  bench.add('make', () => play(wrapped))
  bench.add('bare', () => bare())
  await bench.run()
  const perSecond = (name: string) => {
    const result = bench.getTask(name)?.result
    if (!result || !('throughput' in result)) throw new Error(`Cannot read the benchmark ${name}`)
    return BATCH * result.throughput.mean
  }
  const steps = perSecond('make')
  return [
    {
      name: 'steps/s through make(), all default wrappers',
      value: steps,
      unit: 'steps/s',
      target: 1_000_000,
      against: [
        { name: 'the same loop without an env (await only)', ratio: steps / perSecond('bare') },
        // Measured on a machine of this kind; Python is not part of this command.
        { name: 'Gymnasium FrozenLake, 167,000 steps/s', ratio: steps / 167_000 },
        { name: 'GEM GuessTheNumber, 278,000 steps/s', ratio: steps / 278_000 },
      ],
    },
  ]
}

async function play(env: Env<number, number>): Promise<void> {
  await env.reset({ seed: 1 })
  for (let i = 0; i < BATCH; i++) {
    const { terminated, truncated } = await env.step(i & 3)
    if (terminated || truncated) await env.reset({ seed: 1 })
  }
}

function bareLoop(): () => Promise<void> {
  let position = 0
  const step = async (action: number) => {
    position = (position + action) & 15
    return { position, terminated: false }
  }
  return async () => {
    for (let i = 0; i < BATCH; i++) await step(i & 3)
  }
}
