import type { Ops, Value } from '../../models/index.ts'
import { sequenceTerm } from './sequence-terms.ts'
import type { Segments } from './tensor-parts.ts'
import { tokenTerm } from './token-terms.ts'

interface Clipped {
  readonly clipLow: number
  readonly clipHigh: number
}

/** A loss with all its numbers. */
export type PolicyLoss = {
  /** Log-ratios are cut to plus and minus this before they become ratios. */
  readonly logRatioClamp: number
} & (TokenLoss | SequenceLoss)

export type TokenLoss =
  | ({ readonly loss: 'ppo'; readonly dualClip: number | null } & Clipped)
  | { readonly loss: 'cispo'; readonly cap: number }
  | { readonly loss: 'sapo'; readonly sapoPositive: number; readonly sapoNegative: number }
  | { readonly loss: 'dppo-tv'; readonly dppoDelta: number; readonly dppoPenalty: number }
  | { readonly loss: 'reinforce' }
  | { readonly loss: 'importance-sampling' }

export type SequenceLoss =
  | ({ readonly loss: 'gspo' } & Clipped)
  | ({ readonly loss: 'gmpo' } & Clipped)

/** What is known of the tokens, `[M]` each; everything is 0 where a token is not trained. */
export interface PolicyTokens extends Segments {
  /** Of the policy that is trained: where the gradient flows. */
  readonly logProbs: Value
  /** Of the policy at the start of the update. */
  readonly old: Value
  /** Of the sampler. */
  readonly rollout: Value
  readonly advantages: Value
}

export interface PolicyTerm {
  /** What each token adds to the loss, before weights. */
  readonly term: Value
  /** 1 where a clip holds because the ratio is too small (for clips of PPO's kind, and A < 0). */
  readonly isLow: Value
  /** 1 where one holds because the ratio is too large (for clips of PPO's kind, and A > 0). */
  readonly isHigh: Value
}

/** The terms of a loss, `[M]`: their weighted sum is minimised. */
export function policyTerm(ops: Ops, tokens: PolicyTokens, loss: PolicyLoss): PolicyTerm {
  return loss.loss === 'gspo' || loss.loss === 'gmpo'
    ? sequenceTerm(ops, tokens, loss)
    : tokenTerm(ops, tokens, loss)
}
