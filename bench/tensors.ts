/** Training steps of small decoders on one thread, against PyTorch's in the same rounds. */
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { median } from './median.ts'
import { type Answer, openOurs, openTorch, type Side } from './side.ts'
import { benchLarge } from './tensors/large.ts'

const ROUNDS = 5
const folder = join(import.meta.dirname, 'tensors')
const oursFile = join(folder, 'ours.ts')
const peerFile = join(folder, 'peer.py')

const configs = {
  'bench-a': {
    width: 128,
    layers: 2,
    heads: 4,
    headSize: 32,
    feedForward: 512,
    vocabularySize: 1024,
  },
  'bench-b': {
    width: 256,
    layers: 4,
    heads: 4,
    headSize: 64,
    feedForward: 1024,
    vocabularySize: 2048,
  },
} as const
type Preset = keyof typeof configs
const presets = [
  ['bench-a', 'A', 8],
  ['bench-b', 'B', 3],
] as const

const question = (preset: Preset, shape: object) => ({
  preset,
  config: { ...configs[preset], keyValueHeads: configs[preset].heads },
  ...shape,
})

export async function benchTensors(): Promise<readonly Figure[]> {
  const threads = process.env['PALAESTRA_BENCH_THREADS'] ?? '1'
  const ours = openOurs(oursFile, threads)
  const torch = openTorch(peerFile, threads)
  if ('missing' in torch) console.log(`  PyTorch is not measured: ${torch.missing}`)
  const peer = 'missing' in torch ? undefined : torch
  try {
    return [
      ...(await benchSteps(ours, peer)),
      ...(await benchPacking(ours)),
      ...(await benchStart()),
      ...(await benchMemory(threads, peer !== undefined)),
      ...(await benchLarge()),
    ]
  } finally {
    ours.close()
    peer?.close()
  }
}

/** Rounds in which each side runs in turn, so that a neighbour's load falls on all alike. */
async function interleaved(asks: readonly (() => Promise<Answer>)[]): Promise<readonly number[]> {
  const times: number[][] = asks.map(() => [])
  for (let round = 0; round < ROUNDS + 1; round++) {
    for (const [side, ask] of asks.entries()) {
      const { ms } = await ask()
      // The first round compiles and warms up.
      if (round > 0) times[side]?.push(...ms)
    }
  }
  return times.map(median)
}

async function benchSteps(ours: Side, torch: Side | undefined): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const [preset, name, steps] of presets) {
    const asked = question(preset, { rows: 8, length: 256, steps })
    const asks = [() => ours.ask(asked)]
    if (torch) asks.push(() => torch.ask(asked))
    const [own = Number.NaN, other] = await interleaved(asks)
    figures.push({ name: `training step, ${name}`, value: own, unit: 'ms', against: [] })
    if (other === undefined) continue
    figures.push({
      name: `training step, ${name}, share of PyTorch’s ${other.toFixed(0)} ms`,
      ...{ value: own / other, unit: 'x', target: 1.05, lowerIsBetter: true, against: [] },
    })
  }
  return figures
}

/** Eight completions of 64 behind one prompt of 64, and the same as eight rows. */
async function benchPacking(ours: Side): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const [preset, name, steps] of presets) {
    const shape = { rows: 8, length: 128, trainFrom: 64, steps }
    const [rows = Number.NaN, packed = Number.NaN] = await interleaved([
      () => ours.ask(question(preset, shape)),
      () => ours.ask(question(preset, { ...shape, packed: true, blocks: 1 })),
    ])
    figures.push({
      name: `shared prompt, ${name}, share of the ${rows.toFixed(0)} ms of rows`,
      ...{ value: packed / rows, unit: 'x', target: 0.72, lowerIsBetter: true, against: [] },
    })
  }
  return figures
}

async function benchStart(): Promise<readonly Figure[]> {
  const side = openOurs(oursFile, '1')
  const { firstMs = Number.NaN } = await side.ask(
    question('bench-a', { rows: 8, length: 256, steps: 1 }),
  )
  side.close()
  const value = firstMs / 1000
  const name = 'from the start of the process to the end of the first step, A'
  return [{ name, value, unit: 's', target: 3, lowerIsBetter: true, against: [] }]
}

/** Each side in a process that trains one configuration alone. */
async function benchMemory(threads: string, withTorch: boolean): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const [preset, name] of presets) {
    const asked = question(preset, { rows: 8, length: 256, steps: 6 })
    const peak = async (side: Side | { missing: string }) => {
      if ('missing' in side) return Number.NaN
      const { peakMiB } = await side.ask(asked)
      side.close()
      return peakMiB
    }
    const value = await peak(openOurs(oursFile, threads))
    figures.push({ name: `peak memory, ${name}`, value, unit: 'MiB', against: [] })
    if (!withTorch) continue
    const other = await peak(openTorch(peerFile, threads))
    figures.push({
      name: `peak memory, ${name}, share of PyTorch’s ${other.toFixed(0)} MiB`,
      ...{ value: value / other, unit: 'x', target: 1.2, lowerIsBetter: true, against: [] },
    })
  }
  return figures
}
