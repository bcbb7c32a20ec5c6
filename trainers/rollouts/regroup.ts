import {
  ConfigError,
  canonicalJson,
  type Json,
  type TaskInfo,
  type Trajectory,
} from '../../core/index.ts'
import type { GroupPlan, RolloutGroup } from './rollout-group.ts'

/**
 * Which episodes of a batch share a baseline: those of one plan (`start`), of one task, of tasks that say the
 * same in other words (`paraphrase` names the field that tells the set: of the info that `reset` gives, or of
 * the task), or of one initial state.
 */
export type BaselineGroups = 'start' | 'task' | 'state' | { readonly paraphrase: string }

/**
 * Keys of all members, group by group. Failed episodes keep their plan's: they are in no baseline.
 * @throws ConfigError naming the env that does not tell what is asked for.
 */
export function baselineKeys(
  groups: readonly RolloutGroup[],
  by: BaselineGroups,
): readonly (readonly string[])[] {
  return groups.map(({ plan, trajectories }) =>
    trajectories.map((trajectory) =>
      by === 'start' || trajectory.outcome.status === 'failed'
        ? plan.key
        : // Two envs may call their tasks alike.
          `${plan.env}/${keyOf(plan, trajectory, by)}`,
    ),
  )
}

function keyOf(
  plan: GroupPlan,
  { env, task, initial }: Trajectory,
  by: Exclude<BaselineGroups, 'start'>,
): string {
  const refuse = (what: string, reason: string): never => {
    throw new ConfigError(
      `Cannot group episodes of ${env.id} by ${what}: ${reason} (group them by start)`,
    )
  }
  const played = task ?? plan.task
  if (by === 'task') return `task/${played?.id ?? refuse('task', 'it has no tasks')}`
  if (by === 'state') {
    return `state/${initial.stateHash ?? refuse('state', 'it does not tell the hash of its state')}`
  }
  const { paraphrase: field } = by
  const set = initial.info[field] ?? fieldOf(played, field)
  if (set != null) return `paraphrase/${canonicalJson(set)}`
  const fields = [...new Set([...Object.keys(initial.info), ...Object.keys(played ?? {})])]
  return refuse(
    'paraphrase set',
    `neither its info nor its task has the field ${field}, but ${fields.join(', ') || 'nothing'}`,
  )
}

const fieldOf = (task: TaskInfo | null, field: string): Json | undefined =>
  task ? (task as unknown as Readonly<Record<string, Json>>)[field] : undefined
