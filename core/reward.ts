import type { MaybePromise } from './define-env.ts'
import type { RewardSpec } from './env.ts'
import type { ErrorClass } from './errors.ts'
import type { Json } from './json.ts'
import type { TokenSampler } from './token-sampler.ts'
import type { Trajectory } from './trajectory.ts'

/** Named measurements of what happened. An env reports the same names on every path. */
export type Signals = { readonly [name: string]: Json }

/**
 * What happened -> what it is worth. Function properties, not methods: methods would be bivariant,
 * and a composition that needs signals the env lacks would compile.
 */
export interface RewardTerm<Sig> {
  readonly spec: RewardSpec
  readonly needs?: readonly ServiceName[]
  /** Provisional, pure, immediate: what `env.step()` returns. Not called for invalid actions. */
  readonly step?: (turn: StepTurn<Sig>) => number
  /** One score a turn, once the end is known: gates, hindsight. Default: the provisional values. */
  readonly finalize?: (trajectory: Trajectory<Sig>, services: Services) => Promise<readonly Score[]>
  /** One score a trajectory: ranks, tournaments, normalisation. */
  readonly group?: (
    trajectories: readonly Trajectory<Sig>[],
    services: Services,
  ) => Promise<readonly Score[]>
  /** The named components of a composition, logged beside the whole. */
  readonly parts?: Readonly<Record<string, RewardTerm<Sig>>>
}

/** What a term may look at while the episode runs. */
export interface StepTurn<Sig> {
  /** 0 for the first step of the episode. */
  readonly index: number
  readonly signals: Sig
  /** The last signals before this step; null when none were measured yet. */
  readonly previous: Sig | null
  readonly terminated: boolean
}

/** Unscored is not zero: it leaves means, baselines and losses. */
export type Score =
  | { readonly status: 'scored'; readonly value: number }
  | { readonly status: 'unscored'; readonly cause: ErrorClass }

export const scored = (value: number): Score => ({ status: 'scored', value })
export const unscored = (cause: ErrorClass): Score => ({ status: 'unscored', cause })

/** The sum; unscored as soon as one summand is. */
export function sumScores(scores: readonly Score[]): Score {
  let total = 0
  for (const score of scores) {
    if (score.status === 'unscored') return score
    total += score.value
  }
  return scored(total)
}

/** `fn` over the values of scores of equal length, position by position; unscored where one of them is. */
export function combineScores(
  columns: readonly (readonly Score[])[],
  fn: (values: readonly number[], index: number) => number,
): readonly Score[] {
  const length = columns[0]?.length ?? 0
  return Array.from({ length }, (_, index) => {
    const values: number[] = []
    for (const column of columns) {
      const score = column[index]
      if (score === undefined) throw new RangeError(`Cannot combine scores: no score at ${index}`)
      if (score.status === 'unscored') return score
      values.push(score.value)
    }
    return scored(fn(values, index))
  })
}

/** Models that rewards and agents may ask; each call is recorded like any exchange. */
export interface Services {
  readonly logProbs?: LogProbScorer
  readonly judge?: Judge
  /** What the agent `policy` draws its tokens from. */
  readonly sampler?: TokenSampler
}
/** What a reward may need. */
export type ServiceName = 'logProbs' | 'judge'

export interface LogProbScorer {
  /** Log-probability (nats) of each token of each continuation, given the prefix. */
  score(
    prefix: readonly number[],
    continuations: readonly (readonly number[])[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly (readonly number[])[]>
  /** Token ids of a text, in the vocabulary of the model that scores; absent where it brings no tokenizer. */
  encode?(text: string): MaybePromise<readonly number[]>
}

export interface Judge {
  /** @throws JudgeError when no verdict could be had: the part is unscored. */
  judge(request: JudgeRequest, options?: { readonly signal?: AbortSignal }): Promise<JudgeVerdict>
}
export interface JudgeRequest {
  readonly rubric: string
  readonly material: string
}
export interface JudgeVerdict {
  /** In [0, 1]. */
  readonly value: number
  readonly reason: string
}

/** The signals that terms need, together. */
export type SigOf<R extends Readonly<Record<string, RewardTerm<never>>>> = [R[keyof R]] extends [
  RewardTerm<infer Sig>,
]
  ? Sig
  : never
