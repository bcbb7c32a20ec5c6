/** Plays episodes of `repair` in a process of its own: `child.ts <episodes> <concurrency> <folder>`. */
import { loadavg } from 'node:os'
import { repair as agent } from '../../agents/repair/agent.ts'
import type { AnyDef } from '../../core/index.ts'
import { repair } from '../../envs/swe/env.ts'
import { run } from '../../runs/index.ts'
import { closeSandboxes } from '../../sandboxes/index.ts'

/** What one process measured. */
export interface Played {
  readonly episodesPerSecond: number
  readonly peakMiB: number
  /** Resident memory after a tenth of the episodes, and at the end. */
  readonly earlyMiB: number
  readonly lateMiB: number
  readonly unscored: number
  readonly load: number
}

const [episodes = 1000, concurrency = 2] = process.argv.slice(2).map(Number)
const out = process.argv[4] ?? ''
const residentMiB = () => process.memoryUsage().rss / 2 ** 20
let early = 0
let finished = 0
const startedAt = performance.now()
const result = await run({
  ...{
    definition: repair as unknown as AnyDef,
    agent: async () => agent,
    episodes,
    concurrency,
    out,
  },
  onEpisode() {
    finished++
    if (finished === Math.ceil(episodes / 10)) early = residentMiB()
  },
})
const seconds = (performance.now() - startedAt) / 1000
const played: Played = {
  episodesPerSecond: episodes / seconds,
  peakMiB: process.resourceUsage().maxRSS / 2 ** 10,
  earlyMiB: early,
  lateMiB: residentMiB(),
  unscored: result.summary.unscored,
  load: loadavg()[0] ?? 0,
}
closeSandboxes()
console.log(JSON.stringify(played))
