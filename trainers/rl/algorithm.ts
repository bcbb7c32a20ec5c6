import type { CreditEpisode, TokenCredit } from '../advantages/episode.ts'
import type { ResolvedLossOptions } from '../losses/resolve-options.ts'

/** How rewards become a gradient: what tells one algorithm from another. */
export interface Algorithm {
  readonly name: AlgorithmName
  /** What it is made of, for `run.json` and the first line on the screen: `grpo (gigpo, ppo)`. */
  readonly about: string
  readonly needs: AlgorithmNeeds
  readonly loss: ResolvedLossOptions
  /** Passes over the episodes of an update. */
  readonly epochs: number
  /** Optimizer steps of each pass. */
  readonly minibatches: number
  /** Credit of every token. `values` are those of the critic, where there is one. */
  credit(episodes: readonly CreditEpisode[], values: TokenCredit | null): Credit
}

export interface Credit {
  readonly advantages: TokenCredit
  /** What the critic is to say. */
  readonly returns?: TokenCredit
}

export interface AlgorithmNeeds {
  /** Envs have to tell the hash of their state. */
  readonly stateHash: boolean
  /** One greedy episode more in each group. */
  readonly greedyEpisode: boolean
  /** A critic; its gradient may be kept out of the layers it shares with the policy. */
  readonly critic: { readonly detached: boolean } | null
  /** Fewest members of a group that it makes sense for. */
  readonly groupSize: number
  /** What has to differ in a group for it to say anything: returns, rewards of turns, or nothing. */
  readonly variance: 'returns' | 'turns' | 'off'
}

export const algorithmNames = ['grpo', 'rloo', 'reinforce-pp', 'ppo'] as const
export type AlgorithmName = (typeof algorithmNames)[number]
