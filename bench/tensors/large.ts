/** A checkpoint of the size of Qwen2-0.5B: whether it fits, and what one LoRA step of it takes. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Figure } from '../figure.ts'
import { openSide } from '../side.ts'
import type { LargeAnswer } from './large-child.ts'

/** What a user's machine has: weights of 2 GB in float32, and 1 GB of them in the file. */
const MEMORY_GIB = 24

/** Made once, with random weights, in the folder of caches; a process of its own has a peak of its own. */
export async function benchLarge(
  threads = Number(process.env['PALAESTRA_BENCH_THREADS'] ?? availableParallelism()),
): Promise<readonly Figure[]> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/palaestra/qwen2-0.5b-random')
  await answerOf(['make', folder])
  const answer = await answerOf(['train', folder, String(threads)])
  const { parameters, loadMs, firstMs, stepMs, peakMiB } = answer
  const size = `${(parameters / 1e6).toFixed(0)} M parameters, ${threads} threads`
  const seconds = (name: string, ms: number): Figure => ({
    ...{ name: `${size}: ${name}`, value: ms / 1000, unit: 's', against: [] },
  })
  return [
    seconds('opened and loaded as float32', loadMs),
    seconds('first LoRA step, 2 rows of 64, with its compilation', firstMs),
    seconds('next LoRA step', stepMs),
    {
      ...{ name: `${size}: peak memory`, value: peakMiB / 1024, unit: 'GiB' },
      ...{ target: MEMORY_GIB, lowerIsBetter: true, against: [] },
    },
  ]
}

async function answerOf(args: readonly string[]): Promise<LargeAnswer> {
  const side = openSide(process.execPath, [
    ...['--conditions=palaestra-source', '--import', 'tsx'],
    ...[join(import.meta.dirname, 'large-child.ts'), ...args],
  ])
  try {
    return (await side.ask({})) as unknown as LargeAnswer
  } finally {
    side.close()
  }
}
