import { z } from 'zod'
import { type Estimator, type EstimatorName, estimators } from './advantages/index.ts'
import { estimatorOptions } from './estimator-options.ts'
import { type LossOptions, lossOptionsSchema, resolveLossOptions } from './losses/index.ts'
import type { Algorithm, AlgorithmName } from './rl/algorithm.ts'

/** How often the episodes of an update are gone through: of every algorithm. */
export const passOptions = {
  epochs: z.int().min(1).default(1).describe('How often an update goes through its episodes.'),
  minibatches: z.int().min(1).default(1).describe('Optimizer steps of each such pass.'),
}

/** Those that tell episodes of equal return apart by the rewards of their turns. */
const BY_TURN: readonly EstimatorName[] = [
  ...(['gigpo', 'mt-grpo', 'turn-returns', 'step-and-episode', 'igpo', 'gdpo'] as const),
]

export interface Parts {
  readonly name: AlgorithmName
  readonly estimator: EstimatorName
  /** Everything that was chosen: each part takes what is its own. */
  readonly options: LossOptions & {
    readonly epochs: number
    readonly minibatches: number
  } & Record<string, unknown>
  readonly critic?: { readonly detached: boolean }
}

/** An estimator of advantages and a loss, put together. @throws ConfigError for options that do not go together. */
export function algorithmOf({ name, estimator: chosen, options, critic }: Parts): Algorithm {
  const estimator: Estimator = estimators[chosen]
  const own = estimatorOptions(chosen, options)
  const lossFields = Object.keys(lossOptionsSchema.shape)
  const given = Object.fromEntries(
    Object.entries(options).filter(([field]) => lossFields.includes(field)),
  )
  const loss = resolveLossOptions(lossOptionsSchema.parse(given))
  const { needs } = estimator
  // Said now, and not after the first rollouts.
  estimator.estimate([], own, [])
  return {
    name,
    about: `${chosen === name ? '' : `${chosen} advantages, `}${loss.policy.loss} loss`,
    needs: {
      stateHash: needs.states ?? false,
      greedyEpisode: needs.greedy ?? false,
      critic: critic ?? null,
      groupSize: needs.leastGroup,
      variance: needs.leastGroup < 2 ? 'off' : BY_TURN.includes(chosen) ? 'turns' : 'returns',
    },
    loss,
    epochs: options.epochs,
    minibatches: options.minibatches,
    credit: (episodes, values) => estimator.estimate(episodes, own, values),
  }
}
