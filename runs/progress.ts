import type { EpisodeResult } from './result.ts'

/** Where a run stands. */
export interface Progress {
  readonly done: number
  readonly total: number
  readonly unscored: number
  /** Success rate so far; null where nothing was scored yet. */
  readonly success: number | null
  readonly meanReward: number | null
  /** Since this start. */
  readonly seconds: number
  readonly episodesPerSecond: number
  /** null: not yet known. */
  readonly etaSeconds: number | null
}

export interface Tally {
  add(result: EpisodeResult): void
  /** `seconds` since this start began to play. */
  progress(seconds: number): Progress
}

/** Counts as episodes come in; those of an earlier session count as done but not towards the speed. */
export function createTally(total: number, earlier: readonly EpisodeResult[]): Tally {
  let done = 0
  let rewarded = 0
  let rewardSum = 0
  let judged = 0
  let successes = 0
  const add = ({ reward, success }: EpisodeResult) => {
    done++
    if (reward.status === 'scored') {
      rewarded++
      rewardSum += reward.value
    }
    if (success !== null) judged++
    if (success) successes++
  }
  for (const result of earlier) add(result)
  const before = done
  return {
    add,
    progress(seconds) {
      const played = done - before
      const episodesPerSecond = seconds > 0 ? played / seconds : 0
      return {
        done,
        total,
        unscored: done - rewarded,
        success: judged === 0 ? null : successes / judged,
        meanReward: rewarded === 0 ? null : rewardSum / rewarded,
        seconds,
        episodesPerSecond,
        etaSeconds: episodesPerSecond > 0 ? (total - done) / episodesPerSecond : null,
      }
    },
  }
}
