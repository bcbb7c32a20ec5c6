import type { Answer } from '../side.ts'

/** One GRPO step of optimization: so many prompts with so many completions each, all of the same length. */
export interface Asked {
  readonly preset: 'bench-a' | 'bench-b'
  readonly config: { readonly vocabularySize: number }
  readonly groups: number
  readonly groupSize: number
  readonly promptLength: number
  readonly newTokens: number
  readonly steps: number
}

/** Drawing tokens; rewards and advantages; forward, backward and AdamW. */
export const phases = ['sampling', 'credit', 'update'] as const
export type Phase = (typeof phases)[number]

/** Milliseconds of each step by phase: together they are the step. */
export interface TrainAnswer extends Answer {
  readonly phases: Readonly<Record<Phase, readonly number[]>>
}
