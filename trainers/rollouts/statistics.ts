import { canonicalJson, sumScores, type Trajectory } from '../../core/index.ts'
import { mean, standardDeviation } from '../../runs/index.ts'
import type { RlMetrics } from '../rl/metrics.ts'
import type { Collected } from './dynamic-sampling.ts'
import { flatReason, hasZeroVariance, returnDeviation } from './filters.ts'
import type { RolloutGroup } from './rollout-group.ts'
import { voidTurns } from './void-turns.ts'

/** The part of a line of metrics that played groups tell; numbers that have no meaning are absent. */
export type RolloutMetrics = Pick<
  RlMetrics,
  'rollout/kept_groups' | 'rollout/discarded_groups' | 'episode/success_rate'
> &
  Partial<
    Pick<
      RlMetrics,
      | 'reward'
      | 'reward_std'
      | 'frac_reward_zero_std'
      | 'rollout/frac_all_good'
      | 'rollout/frac_all_bad'
      | 'rollout/in_group_std'
      | 'episode/valid_action_ratio'
      | 'episode/truncated_ratio'
      | 'episode/duplicate_ratio'
      | 'num_turns/mean'
      | 'completions/mean_length'
    >
  > & { readonly [name: string]: number | undefined }

export interface RolloutMetricsOptions {
  /** What the mixed envs are called, by their place (default: their ids). */
  readonly envNames?: readonly string[] | undefined
  /** Tells which messages ended because they were as long as they may be. */
  readonly sampling?:
    | { readonly maxTokens: number; readonly stopIds: readonly number[] }
    | undefined
}

/** An episode with what its group knows of it. */
interface Member {
  readonly trajectory: Trajectory
  readonly return: number | null
  readonly success: boolean | null
  readonly env: string
  readonly difficulty: string | null
}

/** Over all that was played for an update, trained or not. */
export function rolloutMetrics(
  { kept, discarded }: Collected,
  { envNames = [], sampling }: RolloutMetricsOptions = {},
): RolloutMetrics {
  const groups = [...kept, ...discarded.map(({ group }) => group)]
  const members = groups.flatMap((group) => membersOf(group, envNames))
  // Episodes whose machinery failed tell little of how the policy acts.
  const completed = members
    .map(({ trajectory }) => trajectory)
    .filter(({ outcome }) => outcome.status === 'completed')
  return {
    'rollout/kept_groups': kept.length,
    'rollout/discarded_groups': discarded.length,
    ...counted(discarded.map(({ reason }) => `rollout/discarded/${reason.replaceAll(' ', '_')}`)),
    ...present({
      ...rewardFigures(groups, members),
      ...successFigures(members),
      ...conductFigures(completed),
      'episode/duplicate_ratio': duplicateRatio(groups),
      ...lengthFigures(completed, sampling),
      ...partMeans(completed),
    }),
    ...counted(
      members.flatMap((member) => (member.return === null ? `unscored/${causeOf(member)}` : [])),
    ),
  }
}

function membersOf(group: RolloutGroup, envNames: readonly string[]): Member[] {
  return group.trajectories.map((trajectory, member) => {
    const difficulty = (trajectory.task ?? group.plan.task)?.difficulty
    return {
      trajectory,
      return: group.returns[member] ?? null,
      success: group.successes[member] ?? null,
      env: envNames[group.plan.env] ?? trajectory.env.id,
      difficulty: difficulty === undefined ? null : String(difficulty),
    }
  })
}

function rewardFigures(groups: readonly RolloutGroup[], members: readonly Member[]) {
  const returns = members.flatMap((member) => member.return ?? [])
  const compared = groups.filter((group) => hasZeroVariance(group) !== null)
  const flat = compared.filter(hasZeroVariance).map(flatReason)
  const shareOf = (reasons: readonly string[]) => ratio(reasons.length, compared.length)
  return {
    reward: mean(returns),
    reward_std: standardDeviation(returns),
    frac_reward_zero_std: shareOf(flat),
    'rollout/frac_all_good': shareOf(flat.filter((reason) => reason === 'all good')),
    'rollout/frac_all_bad': shareOf(flat.filter((reason) => reason === 'all bad')),
    'rollout/in_group_std': mean(compared.flatMap((group) => returnDeviation(group) ?? [])),
  }
}

/** Of unscored episodes nothing is known. */
function successFigures(members: readonly Member[]): Record<string, number | null> {
  const known = members.filter((member) => member.success !== null && member.return !== null)
  const rateOf = (some: readonly Member[]) => mean(some.map(({ success }) => Number(success)))
  const rates = (keyOf: (member: Member) => string | null) =>
    Object.fromEntries(
      [...new Set(known.map(keyOf))].flatMap((key) =>
        key === null
          ? []
          : [[`success/${key}`, rateOf(known.filter((one) => keyOf(one) === key))] as const],
      ),
    )
  const envs = new Set(members.map(({ env }) => env))
  return {
    'episode/success_rate': rateOf(known),
    ...rates(({ difficulty }) => difficulty),
    ...(envs.size > 1 ? rates(({ env }) => env) : {}),
  }
}

function conductFigures(completed: readonly Trajectory[]) {
  const turns = completed.flatMap((trajectory) => trajectory.turns)
  const voids = completed.map(voidTurns)
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const truncated = completed.filter(
    ({ outcome }) => outcome.status === 'completed' && outcome.ended === 'truncated',
  )
  return {
    'episode/valid_action_ratio': ratio(
      turns.filter(({ invalid }) => invalid === undefined).length,
      turns.length,
    ),
    'episode/truncated_ratio': ratio(truncated.length, completed.length),
    'episode/void_turn_ratio': ratio(
      total(voids.map((each) => each.void)),
      total(voids.map(({ of }) => of)),
    ),
    'num_turns/mean': mean(completed.map((trajectory) => trajectory.turns.length)),
  }
}

/** Episodes that do what an earlier one of their group did, of all that have an earlier one: 1 where all do the same. */
function duplicateRatio(groups: readonly RolloutGroup[]): number | null {
  let repeated = 0
  let later = 0
  for (const { trajectories } of groups) {
    const played = trajectories.filter(({ outcome }) => outcome.status === 'completed')
    const different = new Set(
      played.map(({ turns }) => canonicalJson(turns.map(({ action }) => action))),
    )
    repeated += played.length - different.size
    later += Math.max(0, played.length - 1)
  }
  return ratio(repeated, later)
}

function lengthFigures(
  completed: readonly Trajectory[],
  sampling: RolloutMetricsOptions['sampling'],
) {
  const samples = completed.map(({ decisions }) => decisions.flatMap((each) => each.samples))
  const lengths = samples.map((of) => of.reduce((sum, { ids }) => sum + ids.length, 0))
  const messages = samples.flat().filter(({ purpose }) => purpose === 'act')
  const clipped = messages.filter(
    ({ ids }) =>
      sampling &&
      ids.length >= sampling.maxTokens &&
      !sampling.stopIds.includes(ids.at(-1) as number),
  )
  return {
    'completions/mean_length': mean(lengths),
    'completions/min_length': lengths.length > 0 ? Math.min(...lengths) : null,
    'completions/max_length': lengths.length > 0 ? Math.max(...lengths) : null,
    'completions/clipped_ratio': sampling ? ratio(clipped.length, messages.length) : null,
  }
}

/** Sums over an episode, where every score of the part is known. */
function partMeans(completed: readonly Trajectory[]): Record<string, number | null> {
  const sums = new Map<string, number[]>()
  for (const { outcome } of completed) {
    for (const [name, scores] of Object.entries(
      outcome.status === 'completed' ? outcome.parts : {},
    )) {
      const sum = sumScores(scores)
      if (sum.status === 'unscored') continue
      const of = sums.get(name) ?? []
      of.push(sum.value)
      sums.set(name, of)
    }
  }
  return Object.fromEntries([...sums].map(([name, of]) => [`rewards/${name}/mean`, mean(of)]))
}

/** A reward of the group alone may be what failed: the episode's own has no cause then. */
function causeOf({ trajectory: { outcome } }: Member): string {
  if (outcome.status === 'failed') return outcome.error.class
  return outcome.reward.status === 'unscored' ? outcome.reward.cause : 'RewardError'
}

const ratio = (part: number, of: number): number | null => (of === 0 ? null : part / of)

const present = (figures: Readonly<Record<string, number | null>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
