export {
  type CreditEpisode,
  type EstimatorName,
  estimatorNames,
  estimators,
  type TokenCredit,
} from './advantages/index.ts'
export { createGrpo, type GrpoOptions, grpoOptionsSchema } from './grpo.ts'
export { type LossOptions, lossOptionsSchema } from './losses/index.ts'
export {
  type LoraChoice,
  type OpenPolicy,
  openPolicy,
  openPolicySource,
  type PolicyChoice,
  type PolicyDescription,
  type PolicySource,
} from './open-policy.ts'
export { createPpo, type PpoOptions, ppoOptionsSchema } from './ppo.ts'
export {
  createReinforcePp,
  type ReinforcePpOptions,
  reinforcePpOptionsSchema,
} from './reinforce-pp.ts'
export { alarmNames, alarmTable } from './rl/alarms.ts'
export { type Algorithm, type AlgorithmName, algorithmNames } from './rl/algorithm.ts'
export { algorithmSchemas, createAlgorithm } from './rl/algorithms.ts'
export { type RlConfig, type RlEnvChoice, rlConfigSchema } from './rl/config.ts'
export type { Alarm, RlMetrics } from './rl/metrics.ts'
export type { ChosenEnv } from './rl/open-envs.ts'
export { type RlOptions, rlOptionsSchema } from './rl/options.ts'
export {
  planRl,
  type RlAgents,
  type RlProgress,
  type RlRunOptions,
  type RlRunResult,
  type RlStart,
  resumeRl,
  runRl,
} from './rl/run-rl.ts'
export { createRloo, type RlooOptions, rlooOptionsSchema } from './rloo.ts'
export type { ExportedEpisode, ExportedSample } from './samples/export-samples.ts'
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
export {
  checkNewFolder,
  foldersOf,
  readTrainingRun,
  type TrainingFile,
  WARM_START,
} from './training-run.ts'
