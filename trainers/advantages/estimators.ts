import type { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { gae, gaeOptions } from './gae.ts'
import { gdpo, gdpoOptions } from './gdpo.ts'
import { gigpo, gigpoOptions } from './gigpo.ts'
import { grpo, grpoOptions } from './grpo.ts'
import { igpo, igpoOptions } from './igpo.ts'
import { maxRl, maxRlOptions } from './max-rl.ts'
import { mtGrpo, mtGrpoOptions } from './mt-grpo.ts'
import { opo, opoOptions } from './opo.ts'
import { passAtK, passAtKOptions, pkpo, pkpoOptions } from './pass-at-k.ts'
import { reBn, reBnOptions } from './re-bn.ts'
import { reinforcePlusPlus, reinforcePlusPlusOptions } from './reinforce-plus-plus.ts'
import { remax, remaxOptions } from './remax.ts'
import { rloo, rlooOptions } from './rloo.ts'
import { stepAndEpisode, stepAndEpisodeOptions } from './step-and-episode.ts'
import { turnReturns, turnReturnsOptions } from './turn-returns.ts'

export interface EstimatorNeeds {
  /** `states` of the episodes. */
  readonly states?: true
  /** `greedyReturn` of the episodes. */
  readonly greedy?: true
  /** A value for each token. */
  readonly values?: true
  /** `parts` of the episodes. */
  readonly parts?: true
  /** Fewest members of a group that it makes sense for. */
  readonly leastGroup: number
}

export interface Estimates {
  readonly advantages: TokenCredit
  /** What the values are to become. */
  readonly returns?: TokenCredit
}

export interface Estimator<Schema extends z.ZodObject = z.ZodObject> {
  /** Its options, with defaults. */
  readonly schema: Schema
  readonly needs: EstimatorNeeds
  /** Options are read with the schema: defaults come in, unknown ones are a ConfigError. */
  readonly estimate: (
    episodes: readonly CreditEpisode[],
    options?: object,
    values?: TokenCredit | null,
  ) => Estimates
}

/** One that needs no values. */
const plain = <Schema extends z.ZodObject>(
  schema: Schema,
  needs: EstimatorNeeds,
  estimator: (episodes: readonly CreditEpisode[], options: object) => TokenCredit,
): Estimator<Schema> => ({
  schema,
  needs,
  estimate: (episodes, options = {}) => ({ advantages: estimator(episodes, options) }),
})

const pair = { leastGroup: 2 } as const
const lone = { leastGroup: 1 } as const

/** By name, so that an algorithm can be put together by option. */
export const estimators = {
  grpo: plain(grpoOptions, pair, grpo),
  rloo: plain(rlooOptions, pair, rloo),
  'reinforce-pp': plain(reinforcePlusPlusOptions, lone, reinforcePlusPlus),
  rebn: plain(reBnOptions, lone, reBn),
  gae: {
    schema: gaeOptions,
    needs: { ...lone, values: true },
    estimate: (episodes, options = {}, values = null) => {
      if (!values) throw new TypeError('Cannot compute GAE: it needs the values of a critic')
      return gae(episodes, values, options)
    },
  },
  gigpo: plain(gigpoOptions, { ...pair, states: true }, gigpo),
  'mt-grpo': plain(mtGrpoOptions, pair, mtGrpo),
  'turn-returns': plain(turnReturnsOptions, pair, turnReturns),
  'step-and-episode': plain(stepAndEpisodeOptions, pair, stepAndEpisode),
  igpo: plain(igpoOptions, pair, igpo),
  gdpo: plain(gdpoOptions, { ...pair, parts: true }, gdpo),
  'pass-at-k': plain(passAtKOptions, pair, passAtK),
  pkpo: plain(pkpoOptions, pair, pkpo),
  opo: plain(opoOptions, pair, opo),
  remax: plain(remaxOptions, { ...lone, greedy: true }, remax),
  'max-rl': plain(maxRlOptions, pair, maxRl),
} as const satisfies Readonly<Record<string, Estimator>>

export type EstimatorName = keyof typeof estimators

export const estimatorNames = Object.keys(estimators) as readonly EstimatorName[]
