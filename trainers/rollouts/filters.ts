import { ConfigError, canonicalJson } from '../../core/index.ts'
import { mean, standardDeviation } from '../../runs/index.ts'
import type { RolloutGroup } from './rollout-group.ts'
import { withoutVoidEpisodes } from './void-turns.ts'

/** Which played groups are trained. */
export interface GroupFilter {
  /**
   * What has to differ between members: their `returns`, or any of the rewards of their `turns` (credit by
   * turns tells members of equal return apart). `off` for algorithms whose baseline is not the group's.
   * Default `returns`.
   */
  readonly zeroVariance?: 'returns' | 'turns' | 'off' | undefined
  /** Success rates that are kept, both ends included. */
  readonly band?: readonly [low: number, high: number] | undefined
  /** Default 2, or 1 where no variance is asked for. */
  readonly fewestScored?: number | undefined
  /** Judges a group without its episodes that have a void turn: these are not trained. */
  readonly dropVoid?: boolean | undefined
}

export type DiscardReason =
  | 'all good'
  | 'all bad'
  | 'zero variance'
  | 'unscored'
  | 'too few'
  | 'outside band'
  | 'low variance'

export interface Verdict {
  readonly keep: boolean
  /** Of a group that is not kept. */
  readonly reason?: DiscardReason
}

/** Returns that are no farther apart are equal (SkyRL's tolerance). */
const TOLERANCE = 1e-6
const KEPT: Verdict = { keep: true }
const dropped = (reason: DiscardReason): Verdict => ({ keep: false, reason })

/** @throws ConfigError for a filter that nothing could pass. */
export function keepGroup(played: RolloutGroup, filter: GroupFilter = {}): Verdict {
  const { zeroVariance = 'returns', band, dropVoid = false } = filter
  const { fewestScored = zeroVariance === 'off' ? 1 : 2 } = filter
  checkBand(band)
  const group = dropVoid ? withoutVoidEpisodes(played) : played
  const scored = scoredReturns(group).length
  if (scored === 0) return dropped(scoredReturns(played).length === 0 ? 'unscored' : 'too few')
  if (scored < fewestScored) return dropped('too few')
  const isFlat =
    zeroVariance === 'turns' ? hasEqualTurns(group) : zeroVariance === 'returns' && isEqual(group)
  if (isFlat) return dropped(flatReason(group))
  const rate = successRate(group)
  // Where nothing tells of success the band has nothing to say.
  if (band && rate !== null && !(band[0] <= rate && rate <= band[1])) return dropped('outside band')
  return KEPT
}

/** Whether all scored members have one return; null of a group with fewer than two: nothing to compare. */
export function hasZeroVariance(group: RolloutGroup): boolean | null {
  return scoredReturns(group).length < 2 ? null : isEqual(group)
}

/** Of a group whose returns are equal: what it is made of. */
export function flatReason(group: RolloutGroup): 'all good' | 'all bad' | 'zero variance' {
  const rate = successRate(group)
  return rate === 1 ? 'all good' : rate === 0 ? 'all bad' : 'zero variance'
}

/**
 * The share of groups whose returns vary most, at least one (StarPO-S of RAGEN keeps 0.25), in the order they
 * came; of equal ones the earlier. Unscored groups are never kept.
 * @throws ConfigError for a share outside of (0, 1].
 */
export function keepByVariance(
  groups: readonly RolloutGroup[],
  share: number,
): { readonly kept: readonly RolloutGroup[]; readonly discarded: readonly DiscardedGroup[] } {
  if (!(share > 0 && share <= 1)) {
    throw new ConfigError(
      `Cannot keep the groups of largest variance: their share is ${share} (give a number above 0, up to 1)`,
    )
  }
  // 0.29 of 100 is 28.999...: it means 29.
  const most = Math.max(1, Math.floor(share * groups.length + 1e-9))
  const deviations = new Map(groups.map((group) => [group, returnDeviation(group) ?? 0]))
  const varying = groups
    .filter((group) => scoredReturns(group).length > 0)
    .toSorted((a, b) => (deviations.get(b) ?? 0) - (deviations.get(a) ?? 0))
  const kept = new Set(varying.slice(0, most))
  return {
    kept: groups.filter((group) => kept.has(group)),
    discarded: groups
      .filter((group) => !kept.has(group))
      .map((group) => ({
        group,
        reason: scoredReturns(group).length === 0 ? 'unscored' : 'low variance',
      })),
  }
}

export interface DiscardedGroup {
  readonly group: RolloutGroup
  readonly reason: DiscardReason
}

/** Sample standard deviation of the returns; null of fewer than two. */
export const returnDeviation = (group: RolloutGroup): number | null =>
  standardDeviation(scoredReturns(group))

export const scoredReturns = ({ returns }: RolloutGroup): readonly number[] =>
  returns.filter((value) => value !== null)

function isEqual(group: RolloutGroup): boolean {
  const returns = scoredReturns(group)
  return Math.max(...returns) - Math.min(...returns) <= TOLERANCE
}

/** Whether scored members have the same rewards in the same turns. */
function hasEqualTurns(group: RolloutGroup): boolean {
  const turns = group.trajectories.flatMap(({ outcome }, member) =>
    outcome.status === 'completed' && group.returns[member] != null ? [outcome.turns] : [],
  )
  return isEqual(group) && new Set(turns.map(canonicalJson)).size <= 1
}

/** Of the scored members that are known to have succeeded or not. */
function successRate({ successes, returns }: RolloutGroup): number | null {
  const known = successes.filter((success, member) => success !== null && returns[member] !== null)
  return mean(known.map(Number))
}

function checkBand(band: GroupFilter['band']): void {
  if (!band || (band[0] >= 0 && band[0] <= band[1] && band[1] <= 1)) return
  throw new ConfigError(
    `Cannot filter groups by success: the band is ${band.join(' to ')} (give 0 <= low <= high <= 1)`,
  )
}
