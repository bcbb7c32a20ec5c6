export { tokenWeights } from './aggregate.ts'
export { buildLoss } from './build-loss.ts'
export { createEntropyController } from './entropy-controller.ts'
export { type KlEstimator, klEstimates } from './kl.ts'
export { createKlController } from './kl-controller.ts'
export { type LossInputs, lossBatch, tokenValueNames } from './loss-inputs.ts'
export {
  type LossOptions,
  lossOptionsSchema,
} from './options.ts'
export {
  shapeOverlong,
  treatTruncated,
} from './overlong.ts'
export { readLossMetrics } from './read-loss-metrics.ts'
export { type ResolvedLossOptions, resolveLossOptions } from './resolve-options.ts'
