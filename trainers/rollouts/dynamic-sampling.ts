import { setMaxListeners } from 'node:events'
import { ConfigError } from '../../core/index.ts'
import type { DiscardedGroup, Verdict } from './filters.ts'
import type { GroupPlan, RolloutGroup } from './rollout-group.ts'

export interface CollectKeptOptions {
  /** Groups that an update is made of. */
  readonly wanted: number
  /** Groups that may be played for it. */
  readonly most: number
  readonly next: () => GroupPlan
  /** Called for many plans at once; it may let them wait. */
  readonly play: (plan: GroupPlan, signal: AbortSignal) => Promise<RolloutGroup>
  readonly keep: (group: RolloutGroup) => Verdict
  /** Told of every group that was played, in the order of their plans. */
  readonly report?: (group: RolloutGroup) => void
  /**
   * When groups are planned in place of discarded ones. `rounds`: once all that were begun are over, so that
   * nothing but plans decides which groups play beside each other. `at once`: as soon as one is discarded.
   * Default `rounds`.
   */
  readonly refill?: 'rounds' | 'at once' | undefined
  readonly signal?: AbortSignal | undefined
}

/** Groups in the order of their plans. */
export interface Collected {
  readonly kept: readonly RolloutGroup[]
  readonly discarded: readonly DiscardedGroup[]
}

/**
 * Plays groups until enough of them are kept, or the most have been played (dynamic sampling of DAPO,
 * arXiv:2503.14476, section 3.2, where it has no cap). Groups are judged, reported and replaced in the order
 * of their plans: what is collected, and what is planned next, depends on no timing. An error ends the rest.
 */
export async function collectKept(options: CollectKeptOptions): Promise<Collected> {
  const { wanted, most, next, play, keep, report = () => {}, refill = 'rounds' } = options
  checkCounts(wanted, most)
  const ending = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal
  // One listener or more an episode: many are no leak.
  setMaxListeners(0, signal)
  const begun: Promise<RolloutGroup>[] = []
  const begin = async (): Promise<RolloutGroup> => play(next(), signal)
  const beginMore = (count: number) => {
    for (let left = Math.min(count, most - begun.length); left > 0; left--) {
      const playing = begin()
      // The first to fail ends the others; it is thrown below, when its turn comes.
      playing.catch((error: unknown) => ending.abort(error))
      begun.push(playing)
    }
  }
  const kept: RolloutGroup[] = []
  const discarded: DiscardedGroup[] = []
  try {
    signal.throwIfAborted()
    beginMore(wanted)
    for (let at = 0; at < begun.length; at++) {
      const group = (await begun[at]) as RolloutGroup
      signal.throwIfAborted()
      report(group)
      const { keep: isKept, reason = 'zero variance' } = keep(group)
      if (isKept) kept.push(group)
      else discarded.push({ group, reason })
      // What was begun and is still to come may all be kept.
      const coming = begun.length - at - 1
      if (refill === 'at once' || coming === 0) beginMore(wanted - kept.length - coming)
    }
    return { kept, discarded }
  } catch (error) {
    ending.abort(error)
    await Promise.allSettled(begun)
    throw signal.reason
  }
}

/** What to tell of a collection that has less than was wanted; null where it has all. */
export function describeShortage(
  { kept, discarded }: Collected,
  { wanted, most }: { readonly wanted: number; readonly most: number },
): string | null {
  if (kept.length >= wanted) return null
  const counts = new Map<string, number>()
  for (const { reason } of discarded) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ')
  const played = kept.length + discarded.length
  const what =
    kept.length === 0
      ? 'The update is skipped: no group was kept'
      : `The update has ${kept.length} of ${wanted} groups`
  const cap = played >= most ? ', the most for an update' : ''
  return `${what}. ${played} were played${cap}; discarded: ${reasons}`
}

function checkCounts(wanted: number, most: number): void {
  const areWhole = Number.isSafeInteger(wanted) && Number.isSafeInteger(most)
  if (areWhole && wanted >= 1 && most >= wanted) return
  throw new ConfigError(
    `Cannot collect ${wanted} groups out of at most ${most} (give whole numbers, 1 <= wanted <= most)`,
  )
}
