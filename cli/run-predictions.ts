import type { Trajectory } from '../core/index.ts'
import { instanceIdOf } from './instances.ts'

/** What an agent left of an instance, as SWE-bench reads it. */
export interface RunPrediction {
  readonly instance_id: string
  readonly model_name_or_path: string
  readonly model_patch: string | null
}

export interface RunPredictions {
  /** One list a sample: the n-th holds what the n-th episode of each instance left. */
  readonly samples: readonly (readonly RunPrediction[])[]
  readonly leftOut: {
    /** Episodes without a verdict: nobody knows what was left. */
    failed: number
    /** Patches too long to be kept whole. */
    cut: number
    /** Episodes of tasks that are no instances. */
    otherTasks: number
  }
}

export interface PredictionChoice {
  readonly modelOf: (trajectory: Trajectory) => string
  /** Every episode of an instance, not the first alone. */
  readonly all: boolean
}

/** The patches of a run in the order of its plan; of each instance no more is held than is asked for. */
export async function predictionsOf(
  trajectories: AsyncIterable<Trajectory>,
  { modelOf, all }: PredictionChoice,
): Promise<RunPredictions> {
  const leftOut = { failed: 0, cut: 0, otherTasks: 0 }
  const found = new Map<string, Map<string, RunPrediction>>()
  for await (const trajectory of trajectories) {
    const { id, finalInfo = {}, outcome } = trajectory
    const instance = instanceIdOf(trajectory)
    if (outcome.status === 'failed') leftOut.failed++
    else if (instance === undefined) leftOut.otherTasks++
    else if (finalInfo['diffIsCut'] === true) leftOut.cut++
    else {
      const episodes = found.get(instance) ?? new Map<string, RunPrediction>()
      found.set(instance, episodes)
      episodes.set(id, {
        instance_id: instance,
        model_name_or_path: modelOf(trajectory),
        model_patch: patchOf(trajectory),
      })
      if (!all) keepFirst(episodes)
    }
  }
  return { samples: bySample(found), leftOut }
}

function patchOf({ artifacts }: Trajectory): string | null {
  const diff = artifacts?.['diff']
  return diff?.type === 'diff' ? diff.text : null
}

/** Ids of episodes are in the order of the plan; trajectories are in that of their ends. */
function keepFirst(episodes: Map<string, RunPrediction>): void {
  const [, ...later] = [...episodes.keys()].sort()
  for (const id of later) episodes.delete(id)
}

function bySample(found: ReadonlyMap<string, ReadonlyMap<string, RunPrediction>>) {
  const samples: { readonly id: string; readonly prediction: RunPrediction }[][] = []
  for (const episodes of found.values()) {
    for (const [n, id] of [...episodes.keys()].sort().entries()) {
      const prediction = episodes.get(id)
      if (!prediction) continue
      const sample = samples[n] ?? []
      samples[n] = sample
      sample.push({ id, prediction })
    }
  }
  return samples.map((sample) =>
    sample.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ prediction }) => prediction),
  )
}
