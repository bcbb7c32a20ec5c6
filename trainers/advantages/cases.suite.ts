import fc from 'fast-check'
import { type BatchShape, batches, valuesFor } from './advantages.suite.ts'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { type EstimatorName, estimatorNames, estimators } from './index.ts'

/** An estimator with options. */
export interface Case {
  readonly name: EstimatorName
  readonly options: object
}

/** Each estimator as it is by default, and with options that take other ways. */
export const cases: readonly Case[] = [
  ...estimatorNames.map((name) => ({ name, options: name === 'pkpo' ? { k: 2 } : {} })),
  { name: 'grpo', options: { scale: 'batch', ddof: 0 } },
  { name: 'grpo', options: { scale: 'none' } },
  { name: 'rloo', options: { normalise: true } },
  { name: 'reinforce-pp', options: { baseline: 'group', gamma: 0.5 } },
  { name: 'gae', options: { discount: 'token', gamma: 0.9, lambda: 0.9, whiten: false } },
  { name: 'gigpo', options: { mode: 'mean_std_norm' } },
  { name: 'turn-returns', options: { by: 'group', gamma: 0.5 } },
  { name: 'step-and-episode', options: { mode: 'mean_std_norm' } },
  { name: 'igpo', options: { grouping: 'separate', gamma: 0.5 } },
  { name: 'igpo', options: { grouping: 'position', mode: 'mean_norm' } },
  { name: 'pass-at-k', options: { scale: 'none' } },
]

export const only = (...names: readonly EstimatorName[]): readonly Case[] =>
  cases.filter(({ name }) => names.includes(name))
export const except = (...names: readonly EstimatorName[]): readonly Case[] =>
  cases.filter(({ name }) => !names.includes(name))

export const titleOf = ({ name, options }: Case): string => `${name} ${JSON.stringify(options)}`

/** The same with those of further options that the estimator has. */
export const withOptions = ({ name, options }: Case, more: object): Case => {
  const known = Object.keys(estimators[name].schema.shape)
  const fit = Object.entries(more).filter(([key]) => known.includes(key))
  return { name, options: { ...options, ...Object.fromEntries(fit) } }
}

export const creditOf = ({ name, options }: Case, all: readonly CreditEpisode[]): TokenCredit =>
  estimators[name].estimate(all, options, valuesFor(all)).advantages

/** Holds for batches that the estimator accepts. */
export function holds(
  { name }: Case,
  shape: BatchShape,
  check: (batch: readonly CreditEpisode[]) => void,
): void {
  const accepted = {
    ...(name === 'max-rl' ? { lowest: 0 } : {}),
    ...(name === 'pkpo' ? { leastScored: 2 } : {}),
  }
  fc.assert(fc.property(batches({ ...accepted, ...shape }), check), { numRuns: 25 })
}

/** Changes the rewards of an episode and each of its parts alike. */
export const withRewards = (
  all: readonly CreditEpisode[],
  of: (rewards: readonly number[]) => readonly number[],
): readonly CreditEpisode[] =>
  all.map((one) => ({
    ...one,
    rewards: one.rewards && of(one.rewards),
    parts: Object.fromEntries(
      Object.entries(one.parts ?? {}).map(([name, part]) => [name, of(part)]),
    ),
  }))
