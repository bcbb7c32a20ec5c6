/**
 * The recipe of A Practitioner's Guide to Multi-turn Agentic Reinforcement Learning (arXiv:2510.01132), as a grid:
 * what part of one budget of episodes is imitated before rewards, how dense rewards are, and which algorithm.
 *
 * Its abstract: small worlds tell how larger ones go, dense rewards of turns speed training up but depend on the
 * algorithm (biased PPO and GRPO, unbiased RLOO), and a fixed budget has a best ratio of imitation to rewards.
 * Deviations: a demonstration and an episode of rewards cost the same here, and groups that are replaced for want
 * of variance are played beyond the budget.
 */
import { z } from 'zod'

export const gridAlgorithms = ['grpo', 'rloo', 'ppo'] as const
type GridAlgorithm = (typeof gridAlgorithms)[number]

/** Flags of `train` beside those of every run. */
export const practitionerFlags = {
  preset: z
    .enum(['practitioner'])
    .optional()
    .describe(
      'Train a grid of runs instead of one, and compare them: share of demonstrations, reward density, algorithm (arXiv:2510.01132).',
    ),
  gridShares: z
    .array(z.string())
    .optional()
    .describe(
      'Of the preset: shares of --episodes that are imitated first (default 0,0.2,0.5; 0 begins with random legal actions).',
    ),
  gridRewards: z
    .array(z.string())
    .optional()
    .describe('Of the preset: reward presets of the env (default sparse,dense).'),
  gridAlgorithms: z
    .array(z.string())
    .optional()
    .describe('Of the preset: algorithms (default grpo,rloo,ppo).'),
}

/** One run of the grid. */
export interface Cell {
  /** Its folder: `sft-0.2-dense-ppo`. */
  readonly name: string
  readonly share: number
  readonly reward: string
  readonly algorithm: GridAlgorithm
}

export interface Grid {
  readonly shares: readonly number[]
  readonly rewards: readonly string[]
  readonly algorithms: readonly GridAlgorithm[]
}

/** All combinations; those that differ in the algorithm alone stand together. */
export const planCells = ({ shares, rewards, algorithms }: Grid): readonly Cell[] =>
  shares.flatMap((share) =>
    rewards.flatMap((reward) =>
      algorithms.map((algorithm) => ({
        ...{ name: `sft-${share}-${reward}-${algorithm}`, share, reward, algorithm },
      })),
    ),
  )

/** What a cell came to. */
export interface CellResult {
  readonly cell: Cell
  readonly status: 'complete' | 'interrupted' | 'failed'
  /** Held-out success of the policy that was kept, and at the end; null where it is not known. */
  readonly success: number | null
  readonly last: number | null
  readonly update: number | null
  readonly episodes: number
  readonly seconds: number
  /** Why it failed. */
  readonly error?: string | undefined
}

/** Of the cells of one level of a factor, whatever the others are. */
export interface LevelEffect {
  readonly level: string
  readonly mean: number | null
  /** Standard deviation between these cells. */
  readonly spread: number | null
  readonly cells: number
}

export interface FactorEffect {
  readonly factor: 'demonstrations' | 'reward' | 'algorithm'
  readonly levels: readonly LevelEffect[]
}
