import {
  groupScores,
  type RewardTerm,
  type Score,
  type Services,
  type Signals,
  type Trajectory,
} from '../core/index.ts'
import type { PlannedEpisode } from './plan.ts'
import type { GroupScores } from './result.ts'

export interface GroupScorer {
  /** Whether a trajectory of this group is still needed. */
  wants(group: string): boolean
  /** Takes a finished trajectory; gives the group's scores when it was the last member. */
  add(trajectory: Trajectory): Promise<GroupScores | null>
}

/**
 * Scores groups under a reward with a `group` moment, each as soon as its last member is there. Only
 * trajectories of unfinished groups are held.
 */
export function createGroupScorer(
  plan: readonly PlannedEpisode[],
  reward: { readonly preset: string | null; readonly term: RewardTerm<never> },
  services: Services,
  scoredGroups: ReadonlyMap<string, GroupScores>,
): GroupScorer {
  const members = new Map<string, string[]>()
  for (const { group, id } of plan) {
    const ids = members.get(group)
    if (ids) ids.push(id)
    else members.set(group, [id])
  }
  // A group that grew since it was scored (the run was extended) is scored again.
  const isScored = (group: string) => {
    const values = scoredGroups.get(group)?.values
    return values !== undefined && Object.keys(values).length === members.get(group)?.length
  }
  const waiting = new Map<string, Trajectory[]>()
  const wants = (group: string) =>
    reward.term.group !== undefined && members.has(group) && !isScored(group)
  return {
    wants,
    async add(trajectory) {
      const { group } = trajectory
      if (!wants(group)) return null
      const present = [...(waiting.get(group) ?? []), trajectory]
      waiting.set(group, present)
      const expected = members.get(group) ?? []
      if (present.length < expected.length) return null
      waiting.delete(group)
      const ordered = present.sort((a, b) => expected.indexOf(a.id) - expected.indexOf(b.id))
      const scores = await groupScores(reward.term as RewardTerm<Signals>, ordered, services)
      const values: Record<string, Score> = {}
      for (const [index, { id }] of ordered.entries()) {
        const score = scores[index]
        if (score) values[id] = score
      }
      return { group, reward: reward.preset, values }
    },
  }
}
