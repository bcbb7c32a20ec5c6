export {
  type LoraChoice,
  type OpenPolicy,
  openPolicy,
  openPolicySource,
  type PolicyChoice,
  type PolicyDescription,
  type PolicySource,
} from './open-policy.ts'
export { type SftConfig, sftConfigSchema } from './sft/config.ts'
export { documentSequences } from './sft/document-sequences.ts'
export { type SftOptions, sftOptionsSchema } from './sft/options.ts'
export {
  type DataReport,
  type PreparedData,
  type PrepareOptions,
  prepareData,
} from './sft/prepare-data.ts'
export {
  type Episode,
  type EpisodeData,
  type ReadDataOptions,
  readSftData,
  type SftData,
  type TextData,
} from './sft/read-data.ts'
export {
  resumeSft,
  runSft,
  type SftRunOptions,
  type SftRunProgress,
  type SftRunResult,
  type SftStart,
} from './sft/run-sft.ts'
export {
  planSft,
  type SftJob,
  type SftMetrics,
  type SftPlan,
  type SftProgress,
  type SftResult,
  trainSft,
} from './sft/sft.ts'
export { learnVocabulary } from './sft/vocabulary.ts'
export { foldersOf, readTrainingRun, type TrainingFile } from './training-run.ts'
