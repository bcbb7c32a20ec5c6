import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { defaultConcurrency } from '../runs/index.ts'
import type { Figure } from './figure.ts'
import type { Played } from './repair/child.ts'

const EPISODES = 1000
const ALONE = 200

/** A thousand episodes of `repair`, several at a time, and some of them one at a time. */
export async function benchRepair(): Promise<readonly Figure[]> {
  const concurrency = defaultConcurrency()
  const alone = await playedIn(ALONE, 1)
  const together = await playedIn(EPISODES, concurrency)
  console.log(
    `  ${EPISODES} episodes, load ${together.load.toFixed(2)} at the end, ${together.unscored} unscored`,
  )
  return [
    {
      name: `episodes of repair, ${concurrency} at a time`,
      ...{ value: together.episodesPerSecond, unit: 'episodes/s' },
      against: [
        {
          name: 'one at a time',
          ratio: together.episodesPerSecond / alone.episodesPerSecond,
        },
      ],
    },
    {
      name: 'most memory of the driver and its sandboxes',
      ...{ value: together.peakMiB, unit: 'MiB', against: [] },
    },
    {
      name: 'memory at the end, to that after a tenth of the episodes',
      value: together.lateMiB / together.earlyMiB,
      unit: 'x',
      against: [],
    },
  ]
}

async function playedIn(episodes: number, concurrency: number): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-bench-repair-'))
  try {
    const script = fileURLToPath(new URL('./repair/child.ts', import.meta.url))
    const args = [...process.execArgv, script, String(episodes), String(concurrency)]
    const child = spawn(process.execPath, [...args, join(folder, 'run')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return JSON.parse(await text(child.stdout)) as Played
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
