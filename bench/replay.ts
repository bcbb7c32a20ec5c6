import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineBench } from '../envs/swe/bench/env.ts'
import { defineRepair } from '../envs/swe/env.ts'
import { endContainers } from '../sandboxes/docker/index.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import type { Figure } from './figure.ts'
import { atOnce, opening, sizes } from './replay-recordings.ts'
import {
  CONCURRENCY,
  type Episodes,
  type Played,
  play,
  playRound,
  type Round,
  recordingIn,
} from './replay-rounds.ts'

const ROUNDS = 3
const TARGET = 20
const AT_ONCE = 64

const repaired: Episodes = { define: defineRepair, agent: 'repair', episodes: 16, seed: 0 }
const benched: Episodes = { define: defineBench, agent: 'oracle', episodes: 2, seed: 0 }

/** Recorded docker episodes replayed against the same ones live; what cassettes weigh; many replays at once. */
export async function benchReplay(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-bench-'))
  const [repair, bench, short] = [
    join(folder, 'repair'),
    join(folder, 'bench'),
    join(folder, 'short'),
  ]
  try {
    // Image, pool and code: what comes first must not pay for all.
    await play({ ...repaired, episodes: CONCURRENCY, seed: 7 }, short, 'live')
    const figures = [
      ...(await compared('swe/Repair-v0, agent repair', repaired, repair)),
      ...(await compared('swe/Bench-v0, agent oracle', benched, bench)),
    ]
    const others = AT_ONCE - repaired.episodes
    await play({ ...repaired, agent: 'oracle', episodes: others, seed: 1 }, short, 'record')
    endContainers()
    closeSandboxes()
    return [
      ...figures,
      ...(await sizes(recordingIn(repair))),
      ...(await atOnce([recordingIn(repair), recordingIn(short)], defineRepair())),
      await opening(recordingIn(repair), join(folder, 'opened')),
    ]
  } finally {
    endContainers()
    closeSandboxes()
    await rm(folder, { recursive: true, force: true })
  }
}

async function compared(name: string, what: Episodes, folder: string): Promise<Figure[]> {
  const rounds: Round[] = []
  for (let n = 1; n <= ROUNDS; n++) {
    const before = load()
    const round = await playRound(what, folder)
    rounds.push(round)
    const rates = Object.entries(round).map(
      ([mode, { episodesPerSecond }]) => `${mode} ${episodesPerSecond.toFixed(2)}`,
    )
    console.log(
      `  ${name}, round ${n}, load ${before} to ${load()}: ${rates.join(', ')} episodes/s`,
    )
  }
  const figure = (figureOf: string, unit: string, of: (round: Round) => number): Figure => ({
    ...{ name: `${name}: ${figureOf}`, value: medianOf(rounds.map(of)), unit, against: [] },
  })
  const rate = (mode: keyof Round) =>
    figure(
      `${mode}, ${what.episodes} episodes, ${CONCURRENCY} at a time`,
      'episodes/s',
      (round) => round[mode].episodesPerSecond,
    )
  const ratio = (of: keyof Round) => (round: Round) =>
    round[of].episodesPerSecond / round.live.episodesPerSecond
  const cpu = (mode: keyof Round) =>
    figure(`processor time of this program an episode, ${mode}`, 'ms', (round) => round[mode].cpuMs)
  return [
    rate('live'),
    rate('recorded'),
    figure('cost of recording', '% more time', (round) => (1 / ratio('recorded')(round) - 1) * 100),
    rate('replayed'),
    {
      ...figure('whole episodes, their agent computing anew', 'x live', ratio('replayed')),
      target: TARGET,
    },
    figure(
      'the env alone (setup, steps, grading; waits for other episodes included)',
      'x live',
      ({ live, replayed }) => envMs(live) / envMs(replayed),
    ),
    figure('recorded decisions, no agent', 'x live', ratio('decided')),
    ...(['live', 'recorded', 'replayed', 'decided'] as const).map(cpu),
    figure('time in which the agent computed, live', '%', ({ live }) => agentShare(live) * 100),
    figure('the same, replayed', '%', ({ replayed }) => agentShare(replayed) * 100),
  ]
}

const load = () => (loadavg()[0] ?? 0).toFixed(1)

/** Of the time on the wall: while it computes, this process does nothing else. */
function agentShare({ trajectories, episodesPerSecond }: Played): number {
  const agentMs = [...trajectories.values()].reduce((ms, { timings }) => ms + timings.agentMs, 0)
  return agentMs / 1000 / (trajectories.size / episodesPerSecond)
}

function envMs({ trajectories }: Played): number {
  let total = 0
  for (const { timings } of trajectories.values()) {
    total += timings.setupMs + timings.envMs + timings.gradingMs
  }
  return total
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
