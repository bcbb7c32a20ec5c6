export * from './chat-template/index.ts'
export { type ExportOnnxOptions, exportOnnx } from './checkpoint/export-onnx.ts'
export { type Checkpoint, openCheckpoint } from './checkpoint/open-checkpoint.ts'
export { loadState, type SavedState, saveState, stepsOf } from './checkpoint/own-save.ts'
export { parameterShapes, type Shapes } from './checkpoint/parameters.ts'
export { type HfFolderOptions, saveHfFolder } from './checkpoint/save-folder.ts'
export {
  ACT,
  actionMessage,
  conversationOf,
} from './conversation.ts'
export * from './devices/index.ts'
export { createOnnxEncoder, type OnnxEncoderOptions } from './encoder/create-onnx-encoder.ts'
export type {
  Batch,
  BatchDeclaration,
  BatchDeclarations,
  BuildContext,
  Engine,
  EngineSpec,
  Inference,
  InferenceDefinition,
  OptimizerState,
  ParameterDeclaration,
  ParameterDeclarations,
  Parameters,
  Program,
  ProgramDefinition,
  StepOptions,
  StepResult,
} from './engine.ts'
export { type OpenEngineOptions, openEngine } from './engines/open-engine.ts'
export {
  type Constraint,
  type ConstraintOptions,
  type ConstraintState,
  createConstraint,
  grammarKey,
  type LegalTokensOptions,
  legalTokens,
  matches,
} from './grammar/index.ts'
export { type Adapter, readAdapter, writeAdapter } from './lora/adapter-files.ts'
export { type LoraConfig, loraShapes } from './lora/config.ts'
export { initializeLora } from './lora/initialize.ts'
export { mergeLora } from './lora/merge.ts'
export type { Dim, Shape } from './ops/dims.ts'
export type { Value } from './ops/graph.ts'
export type { Ops } from './ops/ops.ts'
export {
  type ActingPolicy,
  type ActingPolicyOptions,
  openActingPolicy,
  type PolicySpeech,
  readPolicySpeech,
} from './sampler/open-acting-policy.ts'
export type {
  Sampler,
  SamplerOptions,
  SamplerStatistics,
  TokenVocabulary,
} from './sampler/sampler.ts'
export { tokenVocabulary } from './sampler/token-vocabulary.ts'
export { createSchedule, type Schedule, type ScheduleOptions, scheduleKinds } from './schedule.ts'
export { createScorer } from './scorer/create-scorer.ts'
export type {
  AnswerProbability,
  LogProbScorerOptions,
  ScoredContinuation,
  ScoredPolicy,
  ScoreOptions,
  Scorer,
  ScorerOptions,
} from './scorer/scorer.ts'
export { type DType, type HostTensor, sizeOf, type Weights } from './tensor.ts'
export * from './tokenizer/index.ts'
export type { TransformerConfig } from './transformer/config.ts'
export { declareParameters, type TrainedParts } from './transformer/declare-parameters.ts'
export { headWeight, type Policy } from './transformer/forward.ts'
export { initialize } from './transformer/initialize.ts'
export { policyInputs, type RowsLayout, type TokenLayout } from './transformer/layout.ts'
export { type LayoutRowsOptions, layoutRows, type RowSequence } from './transformer/layout-rows.ts'
export { layoutSharedPrompt, type PromptGroup } from './transformer/layout-shared-prompt.ts'
export { legalBias, legalInput } from './transformer/legal-bias.ts'
export { packRows } from './transformer/pack-rows.ts'
export {
  type PolicyOutputs,
  type PolicyOutputsOptions,
  policyLogits,
  policyOutputs,
} from './transformer/policy.ts'
export {
  type PresetName,
  type PresetOptions,
  presetConfig,
  presetNames,
} from './transformer/presets.ts'
export { type TokenBatch, type TokenSequence, unpackTrained } from './transformer/token-batch.ts'
export { initializeValueHead, valueHeadShapes, valuesOf } from './transformer/value-head.ts'
