export type { CreditEpisode, TokenCredit } from './episode.ts'
export {
  type Estimator,
  type EstimatorName,
  estimatorNames,
  estimators,
} from './estimators.ts'
export { gae } from './gae.ts'
export { gdpo } from './gdpo.ts'
export { gigpo } from './gigpo.ts'
export { grpo } from './grpo.ts'
export { igpo } from './igpo.ts'
export { maxRl } from './max-rl.ts'
export { mtGrpo } from './mt-grpo.ts'
export { opo } from './opo.ts'
export { passAtK, pkpo } from './pass-at-k.ts'
export { reBn } from './re-bn.ts'
export { reinforcePlusPlus } from './reinforce-plus-plus.ts'
export { remax } from './remax.ts'
export { rloo } from './rloo.ts'
export { stepAndEpisode } from './step-and-episode.ts'
export { turnReturns } from './turn-returns.ts'
