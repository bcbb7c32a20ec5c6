import type { Json, TaskInfo, Trajectory } from '../core/index.ts'

/** The instance an episode was about, as its report says; undefined for other tasks, and without a verdict. */
export function instanceIdOf(trajectory: Trajectory): string | undefined {
  const id = reportOf(trajectory)?.['instance_id']
  return typeof id === 'string' ? id : undefined
}

function reportOf({ finalInfo }: Trajectory): Readonly<Record<string, Json>> | undefined {
  const report = finalInfo?.['report']
  if (typeof report !== 'object' || report === null || Array.isArray(report)) return undefined
  return report as Readonly<Record<string, Json>>
}

/** Collects, of a run of `swe/Bench-v0`, what `run --json` says of each instance. */
export interface InstanceEntries {
  /** `task` is the one it was planned for. */
  add(trajectory: Trajectory, task: string | null): void
  /** The line of a run with `instances` in the order of the tasks, in parts; as it is where they are none. */
  addTo(line: string, tasks: readonly TaskInfo[]): readonly string[]
}

/** Entries are kept as text: the lists of tests of thousands of instances are long. */
export function createInstanceEntries(): InstanceEntries {
  const entries = new Map<string, { readonly instance: string; readonly line: string }>()
  let isOther = false
  return {
    add(trajectory, task) {
      const { id, outcome } = trajectory
      const known = instanceIdOf(trajectory)
      if (known === undefined && outcome.status === 'completed') {
        isOther = true
        return
      }
      const instance = known ?? task ?? ''
      entries.set(id, { instance, line: JSON.stringify(entryOf(instance, trajectory)) })
    },
    addTo(line, tasks) {
      if (isOther || entries.size === 0) return [line]
      const places = new Map(tasks.map(({ id }, index) => [id, index]))
      const placeOf = (instance: string) => places.get(instance) ?? places.size
      const sorted = [...entries].sort(
        ([idA, a], [idB, b]) => placeOf(a.instance) - placeOf(b.instance) || (idA < idB ? -1 : 1),
      )
      const parts = sorted.map(([, entry], index) => (index === 0 ? '' : ',') + entry.line)
      return [`${line.slice(0, -1)},"instances":[`, ...parts, ']}']
    },
  }
}

/** What nobody knows of an unscored episode is null, never false. */
const unknown = {
  patch_is_None: null,
  patch_exists: null,
  patch_successfully_applied: null,
  resolved: null,
  resolved_strict: null,
}

function entryOf(instance: string, trajectory: Trajectory) {
  const { id, outcome, finalInfo } = trajectory
  const unscored = unscoredOf(outcome)
  return {
    instance_id: instance,
    episode: id,
    ...(reportOf(trajectory) ?? unknown),
    reward:
      outcome.status === 'completed' && outcome.reward.status === 'scored'
        ? outcome.reward.value
        : null,
    ...(unscored ? { unscored } : {}),
    ...(finalInfo?.['problem'] === undefined ? {} : { problem: finalInfo['problem'] }),
    integrity: finalInfo?.['integrity'] ?? [],
  }
}

function unscoredOf(outcome: Trajectory['outcome']) {
  if (outcome.status === 'failed') {
    const { class: kind, message } = outcome.error
    return { class: kind, message }
  }
  if (outcome.reward.status === 'scored') return undefined
  return { class: outcome.reward.cause, message: 'the chosen reward could not be computed' }
}
