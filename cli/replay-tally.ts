import type { EpisodeError } from '../core/index.ts'
import type { Comparison } from '../fixtures/index.ts'
import { describeDiff, describeWhere, shortJson } from './divergence-text.ts'
import { coloursFor } from './format.ts'
import type { Counted } from './progress.ts'

export interface Counts extends Counted {
  readonly equal: number
  readonly divergent: number
  readonly failed: number
}

/** Counts comparisons, and keeps what is told of them at the end. */
export interface ReplayTally {
  /** Gives the lines to show of it; none where the episode came out as recorded. */
  add(comparison: Comparison): readonly string[]
  counts(): Counts
  sentence(): string
  /** With these in front. */
  json(facts: Readonly<Record<string, string>>): string
  /** The kinds of sandboxes in which those ran that diverge, but for the simulated one. */
  realSandboxes(): readonly string[]
  /** What the figures do not say. */
  notes(): readonly string[]
}

type Of<S> = Comparison & { readonly status: S }

export function createTally(total: number): ReplayTally {
  const colours = coloursFor(process.stdout)
  const divergences: object[] = []
  const notPlayed: object[] = []
  const failedThen: object[] = []
  /** By what is said of it, the first episode that could not be played. */
  const reasons = new Map<string, string>()
  const ignored = new Map<string, number>()
  const realSandboxes = new Set<string>()
  let equal = 0

  function addFailed({ episode, error }: Of<'failed'>): readonly string[] {
    const reason = reasonOf(error)
    notPlayed.push({ episode, ...error })
    const before = reasons.get(reason)
    reasons.set(reason, before ?? episode)
    return [`${episode}  could not be played${before ? `, as ${before}` : `: ${reason}`}`]
  }
  function addEqual({ episode, turns, failedThen: error }: Of<'equal'>): readonly string[] {
    equal++
    if (!error) return []
    failedThen.push({ episode, turns, class: error.class, message: error.message })
    const upTo = `came out as recorded in ${turns} turn${turns === 1 ? '' : 's'}`
    return [`${episode}  ${upTo}; it failed there then: ${reasonOf(error)}`]
  }
  function addDivergent(comparison: Of<'divergent'>): readonly string[] {
    const { episode, taskChanged, divergence, sandbox } = comparison
    if (sandbox !== undefined && sandbox !== 'virtual') realSandboxes.add(sandbox)
    const { expected, actual, ...rest } = divergence
    divergences.push({
      ...{ episode, ...rest, expected: shortJson(expected), actual: shortJson(actual) },
      ...(taskChanged ? { taskChanged } : {}),
    })
    return [
      `${colours.bold(episode)}  diverges at ${describeWhere(divergence)}`,
      ...(taskChanged ? [TASK_CHANGED] : []),
      ...describeDiff(divergence, colours),
    ]
  }

  const counts = (): Counts => {
    const [divergent, failed] = [divergences.length, notPlayed.length]
    return { done: equal + divergent + failed, total, equal, divergent, failed }
  }
  return {
    counts,
    realSandboxes: () => [...realSandboxes],
    add(comparison) {
      const { rewardIgnored: why } = comparison
      if (why) ignored.set(why, (ignored.get(why) ?? 0) + 1)
      if (comparison.status === 'failed') return addFailed(comparison)
      return comparison.status === 'equal' ? addEqual(comparison) : addDivergent(comparison)
    },
    sentence() {
      const { done, divergent, failed } = counts()
      const left = done < total ? [`${total - done} not played`] : []
      return [
        `${equal} of ${episodes(total)} came out as recorded`,
        ...othersOf({ divergent, failed }),
        ...left,
      ].join(', ')
    },
    json(facts) {
      const { done: played, divergent, failed } = counts()
      const figures = { episodes: total, played, equal, divergent, failed }
      return JSON.stringify({ ...facts, ...figures, divergences, notPlayed, failedThen })
    },
    notes: () =>
      [...ignored].map(([why, count]) => `Rewards of ${episodes(count)} are not compared: ${why}.`),
  }
}

const TASK_CHANGED = '    its task has changed since it was recorded, which is the likely cause'

/** `12/100  1 diverges`. */
export function describeCounts(counts: Counts): string {
  return [`${counts.done}/${counts.total}`, ...othersOf(counts)].join('  ')
}

function othersOf({ divergent, failed }: Pick<Counts, 'divergent' | 'failed'>): readonly string[] {
  return [
    ...(divergent > 0 ? [`${divergent} diverge${divergent === 1 ? 's' : ''}`] : []),
    ...(failed > 0 ? [`${failed} could not be played`] : []),
  ]
}

export function episodes(count: number): string {
  return `${count.toLocaleString('en-US')} episode${count === 1 ? '' : 's'}`
}

function reasonOf({ class: kind, message }: EpisodeError): string {
  return `${kind}: ${message.split('\n')[0]}`
}
