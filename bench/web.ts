import type { Figure } from './figure.ts'
import { median } from './median.ts'
import { openBare } from './web/bare.ts'
import { benchMemory } from './web/memory.ts'
import { benchObservations } from './web/observations.ts'
import { openOwn } from './web/own.ts'
import { plannedEpisodes } from './web/plan.ts'

const ROUNDS = 5
const EPISODES = 24
/** Episodes a second that are aimed at, by contexts. */
const TARGETS = { 1: 10, 8: 35 } as const

/**
 * Episodes of small tasks through our env, observations and judging included, and the same clicks by a bare
 * Playwright script on the same pages, in turns.
 */
export async function benchWeb(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const contexts of [1, 8] as const) figures.push(...(await episodes(contexts)))
  figures.push(...(await benchMemory()), ...(await benchObservations()))
  const { closeBrowsers } = await import('../envs/web/browser/pool.ts')
  await closeBrowsers()
  return figures
}

async function episodes(contexts: 1 | 8): Promise<readonly Figure[]> {
  const plan = plannedEpisodes(EPISODES)
  const own = await openOwn(contexts)
  const bare = await openBare(contexts)
  const seconds = { own: [] as number[], bare: [] as number[] }
  const steps = plan.reduce((sum, { steps }) => sum + steps.length, 0)
  try {
    await own.play(plan)
    await bare.play(plan)
    for (let round = 0; round < ROUNDS; round++) {
      seconds.own.push(await own.play(plan))
      seconds.bare.push(await bare.play(plan))
    }
  } finally {
    await own.close()
    await bare.close()
  }
  const [ours, theirs] = [median(seconds.own), median(seconds.bare)]
  const at = `${contexts} ${contexts === 1 ? 'context' : 'contexts'}`
  const against = [{ name: 'a bare Playwright script', ratio: theirs / ours }]
  return [
    {
      ...{ name: `episodes, ${at}`, value: plan.length / ours, unit: 'episodes/s' },
      ...{ target: TARGETS[contexts], against },
    },
    {
      ...{ name: `bare script, ${at}`, value: plan.length / theirs, unit: 'episodes/s' },
      against: [],
    },
    {
      ...{ name: `step, ${at}`, value: (1000 * ours * contexts) / steps, unit: 'ms' },
      against: [],
    },
    {
      ...{ name: `overhead over the bare script, ${at}`, value: ours / theirs, unit: 'times' },
      ...{ target: 1.25, lowerIsBetter: true, against: [] },
    },
  ]
}
