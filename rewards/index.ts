export {
  type CitationAwareOptions,
  citationAware,
  citationAwareRewards,
} from './citation-aware.ts'
export { clip } from './clip.ts'
export { type EconomyOptions, economy } from './economy.ts'
export {
  type EntityAwareOptions,
  entityAware,
  entityAwareRewards,
} from './entity-aware.ts'
export { atEnd, type GateOptions, gated } from './gated.ts'
export type { Encode, GoldBeliefOptions } from './gold-belief.ts'
export { goldProbability } from './gold-probability.ts'
export { type InformationGainOptions, informationGain } from './information-gain.ts'
export { lastTurn } from './last-turn.ts'
export { gain, type PotentialOptions, potential, progress } from './potential.ts'
export { custom, signal } from './signal.ts'
export { solved } from './solved.ts'
export { weighted } from './weighted.ts'
