import { cpus, totalmem } from 'node:os'
import { packageVersion, type Trajectory } from '../core/index.ts'
import { checkSameConfig, checkSameTask } from './config.ts'
import { createGroupScorer } from './groups.ts'
import type { RunOptions } from './options.ts'
import type { PreparedRun } from './prepare.ts'
import { type EpisodeResult, type EpisodeScores, resultOf } from './result.ts'
import type { RunFile } from './run-file.ts'
import { checkSamePolicy, nothingSampled, samplingOf } from './sampling.ts'
import { scoreEpisode } from './score.ts'
import { createStore, noScores, openStore, readRun, readScores, type StoredRun } from './store.ts'
import { summarize } from './summary.ts'

/** What is known of a run: its folder, and the results of its finished episodes. */
export interface Ledger {
  has(episodeId: string): boolean
  /** In the order of the plan. */
  results(): readonly EpisodeResult[]
  /** Stores a finished episode, and its group's scores with the last member. */
  keep(trajectory: Trajectory): Promise<EpisodeResult>
  /** Writes `run.json`; with figures unless the run goes on. `seconds` are those since this start. */
  save(status: RunFile['status'], seconds: number, error?: string): Promise<RunFile>
  close(): Promise<void>
}

/** Opens the ledger of a new run, or of one that goes on. */
export async function openLedger(
  prepared: PreparedRun,
  options: Pick<RunOptions, 'out' | 'resume' | 'source' | 'onEpisode' | 'sampling'> & {
    readonly concurrency: number
  },
): Promise<Ledger> {
  const { definition, services, plan, spec, term } = prepared
  const stored = options.resume ? await readRun(options.out) : null
  if (stored) {
    checkSameConfig(options.out, stored.file.config, prepared.config)
    checkSamePolicy(options.out, stored.file.sampling, options.sampling)
  }
  const earlier = stored ? await readScores(stored) : noScores
  const store = stored ? await openStore(options.out) : await createStore(options.out)
  const reward = { preset: spec.reward.preset, term }
  const scoredGroups = earlier.groups.get(reward.preset) ?? new Map()
  const groups = createGroupScorer(plan, reward, services, scoredGroups)
  const results = new Map<string, EpisodeResult>()
  const planned = new Map(plan.map((episode) => [episode.id, episode]))
  const secondsBefore = stored?.file.seconds ?? 0
  const { sampling } = options
  const sampledBefore = stored?.file.sampling
  let sampled = nothingSampled
  let file = newRunFile(prepared, options, stored)

  const ledger: Ledger = {
    has: (id) => results.has(id),
    results: () => plan.flatMap(({ id }) => results.get(id) ?? []),
    async keep(trajectory) {
      await store.append(trajectory)
      return take(trajectory)
    },
    async save(status, seconds, error) {
      // A sampler that died leaves what it said last.
      sampled = (await sampling?.statistics().catch(() => undefined)) ?? sampled
      file = {
        ...file,
        status,
        seconds: secondsBefore + seconds,
        summary: status === 'running' ? null : summarize(ledger.results()),
        ...(sampling && { sampling: samplingOf(sampling, sampled, sampledBefore) }),
        ...(error === undefined ? {} : { error }),
      }
      await store.save(file)
      return file
    },
    close: () => store.close(),
  }
  /** Of an earlier session, only what a crash kept from being scored is scored now. */
  const take = async (trajectory: Trajectory, known?: EpisodeScores) => {
    const scores = known ?? (await scoreEpisode(definition, trajectory, services))
    if (!known) await store.appendScores(scores)
    const group = await groups.add(trajectory)
    if (group) await store.appendScores(group)
    const result = resultOf(trajectory, scores)
    results.set(result.id, result)
    options.onEpisode?.(trajectory, planned.get(trajectory.id)?.task ?? null)
    return result
  }
  try {
    for await (const trajectory of stored?.trajectories() ?? []) {
      if (!planned.has(trajectory.id) || results.has(trajectory.id)) continue
      checkSameTask(options.out, trajectory, prepared.tasks.get(trajectory.task?.id ?? ''))
      await take(trajectory, earlier.episodes.get(trajectory.id))
    }
  } catch (error) {
    await store.close()
    throw error
  }
  return ledger
}

function newRunFile(
  { config, spec, clock }: PreparedRun,
  options: Pick<RunOptions, 'source'> & { readonly concurrency: number },
  stored: StoredRun | null,
): RunFile {
  return {
    version: 1,
    status: 'running',
    config,
    env: spec as RunFile['env'],
    source: (options.source ?? null) as RunFile['source'],
    versions: { palaestra: packageVersion, node: process.versions.node },
    machine: {
      platform: `${process.platform}-${process.arch}`,
      cpu: cpus()[0]?.model ?? 'unknown',
      cpus: cpus().length,
      memoryMiB: Math.round(totalmem() / 2 ** 20),
    },
    concurrency: options.concurrency,
    startedAt: stored?.file.startedAt ?? new Date(clock.now()).toISOString(),
    seconds: stored?.file.seconds ?? 0,
    summary: null,
    ...(stored?.file.sampling && { sampling: stored.file.sampling }),
  }
}
