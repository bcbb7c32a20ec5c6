import { deriveSeed } from '../../core/index.ts'

const HALF = 2 ** 31

/** Seeds of training lie in the lower half of their range and those of evaluation in the upper: none is both. */
export const trainingSeed = (seed: number, index: number): number =>
  Math.floor(deriveSeed(seed, 'train', index) / 2)

export const evaluationSeed = (seed: number, index: number): number =>
  HALF + Math.floor(deriveSeed(seed, 'evaluation', index) / 2)
