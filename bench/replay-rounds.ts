import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { agents } from '../agents/index.ts'
import { replayedRun } from '../cli/fixture-options.ts'
import type { AnyDef, Trajectory } from '../core/index.ts'
import {
  createRecorder,
  type FixtureMode,
  openCassette,
  openRecording,
  replay,
} from '../fixtures/index.ts'
import { comparableTrajectory, firstDifference } from '../fixtures/tape/comparable.ts'
import type { Value } from '../fixtures/value.ts'
import { type RunOptions, run } from '../runs/index.ts'

export interface Episodes {
  /** Made anew for each play: what episodes share starts empty. */
  readonly define: () => AnyDef
  readonly agent: string
  readonly episodes: number
  readonly seed: number
}

export interface Played {
  readonly episodesPerSecond: number
  /** Processor time of this process an episode: a loaded machine changes it little. */
  readonly cpuMs: number
  readonly trajectories: ReadonlyMap<string, Trajectory>
}

/** The same episodes played live, recorded, replayed with their agent, and from their decisions. */
export interface Round {
  readonly live: Played
  readonly recorded: Played
  readonly replayed: Played
  readonly decided: Played
}

export const CONCURRENCY = 4

/** @throws Error where a replay is not what was recorded. Two live plays may differ: real processes are no clockwork. */
export async function playRound(what: Episodes, folder: string): Promise<Round> {
  const recording = recordingIn(folder)
  await rm(recording, { recursive: true, force: true })
  const live = await play(what, folder, 'live')
  const recorded = await play(what, folder, 'record')
  const replayed = await play(what, folder, 'replay')
  const decided = await playDecisions(what, recording)
  for (const [id, trajectory] of recorded.trajectories) {
    assertSame(trajectory, replayed.trajectories.get(id))
    assertSame(trajectory, decided.trajectories.get(id))
  }
  const others = [...recorded.trajectories].filter(
    ([id, trajectory]) => !isSameCourse(trajectory, live.trajectories.get(id)),
  )
  if (others.length > 0) {
    console.log(`  ${others.length} episodes took another course when they were played live twice`)
  }
  return { live, recorded, replayed, decided }
}

export const recordingIn = (folder: string): string => join(folder, 'recording')

/** A run as the command line has it, a recording opened and a folder written included. */
export async function play(what: Episodes, folder: string, mode: FixtureMode): Promise<Played> {
  const out = join(folder, `run-${mode}`)
  await rm(out, { recursive: true, force: true })
  const { define, agent: name, ...asked } = what
  const definition = define()
  const agent = agentCalled(name)
  const trajectories = new Map<string, Trajectory>()
  const stop = startMeasuring()
  const { close, ...fixtures } = await fixturesOf(definition, folder, mode)
  await run({
    ...{ definition, agent, ...asked, out, concurrency: CONCURRENCY, retries: 0 },
    options: { sandbox: 'docker' },
    onEpisode: (trajectory) => trajectories.set(trajectory.id, trajectory),
    ...fixtures,
  }).finally(close)
  const figures = stop(trajectories.size)
  for (const trajectory of trajectories.values()) assertScored(trajectory)
  return { ...figures, trajectories }
}

async function fixturesOf(
  definition: AnyDef,
  folder: string,
  mode: FixtureMode,
): Promise<Partial<RunOptions> & { readonly close?: () => Promise<void> }> {
  if (mode === 'live') return {}
  const recording = recordingIn(folder)
  const onWarning = (message: string) => {
    throw new Error(`Cannot use the figure: ${message}`)
  }
  if (mode === 'record') {
    const recorder = await createRecorder(recording, { onWarning })
    return { fixtures: recorder, close: recorder.close }
  }
  return replayedRun(await openRecording(recording), definition, { onWarning })
}

/** Without an agent that computes: what is left is reading, looking up and the env. */
async function playDecisions({ define }: Episodes, recording: string): Promise<Played> {
  const env = define()
  const trajectories = new Map<string, Trajectory>()
  const stop = startMeasuring()
  const { headers } = await openRecording(recording)
  const queue = headers.values()
  const worker = async () => {
    for (const { episode } of queue) {
      const cassette = await openCassette(join(recording, `${episode.id}.jsonl`))
      const { trajectory } = await replay(cassette, { env })
      trajectories.set(episode.id, trajectory)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  return { ...stop(trajectories.size), trajectories }
}

export function agentCalled(name: string): RunOptions['agent'] {
  const agent = agents[name]
  if (agent) return agent
  throw new Error(`Cannot use the figure: there is no agent ${name}`)
}

function startMeasuring() {
  const started = performance.now()
  const before = process.cpuUsage()
  return (episodes: number) => {
    const { user, system } = process.cpuUsage(before)
    const seconds = (performance.now() - started) / 1000
    return { episodesPerSecond: episodes / seconds, cpuMs: (user + system) / 1000 / episodes }
  }
}

function assertScored({ id, outcome }: Trajectory): void {
  if (outcome.status === 'completed' && outcome.reward.status === 'scored') return
  throw new Error(`Cannot use the figure: ${id} came out as ${JSON.stringify(outcome)}`)
}

export function assertSame(recorded: Trajectory, again: Trajectory | undefined): void {
  const [a, b] = [recorded, again].map(
    (trajectory) => (trajectory ? comparableTrajectory(trajectory) : null) as unknown as Value,
  )
  const difference = firstDifference(a ?? null, b ?? null)
  if (!difference) return
  const { path, expected, actual } = difference
  throw new Error(
    `Cannot use the figure: of ${recorded.id}, ${path} is ${actual} in a replay and was ${expected}`,
  )
}

/** Of two live plays, texts may differ: test runners print how long they took. */
function isSameCourse(recorded: Trajectory, live: Trajectory | undefined): boolean {
  return live !== undefined && isDeepStrictEqual(courseOf(recorded), courseOf(live))
}

function courseOf({ turns, finalSignals, outcome }: Trajectory) {
  const steps = turns.map(({ action, signals, rewards, terminated, truncated }) => ({
    ...{ action, signals, rewards, terminated, truncated },
  }))
  return { steps, finalSignals, outcome }
}
