import { availableParallelism } from 'node:os'
import {
  type AnyDef,
  make,
  makeVector,
  makeWorkerVector,
  type VectorLoop,
} from '../../core/index.ts'
import type { Figure } from '../figure.ts'
import { median } from '../median.ts'
import { sampled } from './loop.ts'

const NUM_ENVS = 16
const ROUNDS = 3
const SECONDS = 0.7

/** Where threads pay and where they do not: the same envs and actions in one thread and in all cores' threads. */
export async function benchVectors(): Promise<readonly Figure[]> {
  const subjects = [
    { module: '../../envs/text/guess-number/env.ts', name: 'guessNumber' },
    { module: '../../envs/text/sokoban/env.ts', name: 'sokoban' },
    { module: './busy.ts', name: 'busy' },
  ]
  const figures: Figure[] = []
  for (const { module, name } of subjects) {
    const url = new URL(module, import.meta.url)
    const definition = ((await import(url.href).catch(() => ({}))) as Record<string, AnyDef>)[name]
    if (definition) figures.push(await compare(definition, { module: url, name }))
    else console.log(`  ${name} is not there yet: left out`)
  }
  return figures
}

async function compare(definition: AnyDef, env: { module: URL; name: string }): Promise<Figure> {
  const workers = availableParallelism()
  await using single = await make(definition)
  await using here = await makeVector(() => make(definition), { numEnvs: NUM_ENVS })
  await using there = await makeWorkerVector({ env, numEnvs: NUM_ENVS, workers })
  const actions = sampled(single)
  const rates = { here: [] as number[], there: [] as number[] }
  for (const loop of [here, there]) await rate(loop, actions)
  for (let round = 0; round < ROUNDS; round++) {
    rates.here.push(await rate(here, actions))
    rates.there.push(await rate(there, actions))
  }
  const value = median(rates.there)
  return {
    name: `${NUM_ENVS} envs of ${definition.id} over ${workers} worker threads`,
    value,
    unit: 'steps/s',
    against: [{ name: 'the same vector in one thread', ratio: value / median(rates.here) }],
  }
}

async function rate(
  vector: VectorLoop<unknown, unknown>,
  actions: readonly unknown[],
): Promise<number> {
  await vector.reset({ seed: 1 })
  const started = performance.now()
  for (let steps = 1; ; steps++) {
    const from = (steps * NUM_ENVS) % (actions.length - NUM_ENVS)
    await vector.step(actions.slice(from, from + NUM_ENVS))
    const elapsed = (performance.now() - started) / 1000
    if (elapsed >= SECONDS) return (steps * NUM_ENVS) / elapsed
  }
}
