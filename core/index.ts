export {
  type Agent,
  type AgentFactory,
  type Decision,
  decide,
  type EpisodeContext,
  type Episodic,
} from './agent.ts'
export { answersTo } from './answers-to.ts'
export type { Artifact, Artifacts, Image } from './artifact.ts'
export { checkEnv, inspectEnv } from './check/check-env.ts'
export type { CheckReport, CheckResult } from './check/report.ts'
export type { CheckOptions, EnvOpener } from './check/subject.ts'
export { type Clock, createManualClock, type ManualClock, systemClock } from './clock.ts'
export { type Curriculum, type CurriculumOptions, createCurriculum } from './curriculum.ts'
export { type Deadlines, defaultDeadlines, withDeadline } from './deadline.ts'
export {
  type AnyDef,
  defineEnv,
  type EnvDefinition,
  type Expectations,
  type FinishContext,
  type MaybePromise,
  type ResetContext,
  type Rewards,
  type Solution,
  type StateKind,
  type StepContext,
  type TaskList,
} from './define-env.ts'
export { didYouMean } from './did-you-mean.ts'
export type { Embedder } from './embedder.ts'
export {
  type Ended,
  type Env,
  type EnvSpec,
  type Info,
  type Invalid,
  isInvalid,
  type Plan,
  type ResetOptions,
  type RewardSpec,
  type RunnerHooks,
  type Snapshot,
  type SnapshotEnv,
  type Step,
  type StepOptions,
  type TaskInfo,
  type WrapperSpec,
} from './env.ts'
export {
  AgentError,
  ConfigError,
  classifyError,
  DeadlineError,
  EnvError,
  type ErrorClass,
  errorClasses,
  JudgeError,
  ModelError,
  messageOf,
  ReplayError,
  ResetNeededError,
  RewardError,
  SandboxError,
} from './errors.ts'
export {
  finalScores,
  groupScores,
  lastSignals,
  namedParts,
  provisional,
  stepTurns,
} from './evaluate.ts'
export { codeOf, fileReason, makeFolder } from './files.ts'
export { finalizeEpisode, scoreTrajectory } from './finalize.ts'
export { hashJson } from './hash.ts'
export { describeInvalid } from './invalid-action.ts'
export { canonicalJson, type Json } from './json.ts'
export { type EnvOf, type MakeOptions, make } from './make.ts'
export { observationImages, observationText } from './observed.ts'
export { type Registry, registry } from './registry.ts'
export {
  combineScores,
  type Judge,
  type JudgeRequest,
  type JudgeVerdict,
  type LogProbScorer,
  type RewardTerm,
  type Score,
  type ServiceName,
  type Services,
  type Signals,
  type SigOf,
  type StepTurn,
  scored,
  sumScores,
  unscored,
} from './reward.ts'
export { createRng, deriveSeed, type Rng, type RngState } from './rng.ts'
export { type Moment, type RolloutOptions, rollout } from './rollout.ts'
export { randomSource, secretBytes } from './secret-bytes.ts'
export { shellQuote, shellWord } from './shell-quote.ts'
export {
  createSlot,
  type Filling,
  filling,
  type Slot,
  sharedUnlessAlone,
  withoutSlots,
  withSlots,
} from './slot.ts'
export * from './spaces/index.ts'
export type {
  Grammar,
  Sample,
  SampleFinish,
  SampleRequest,
  TokenSampler,
} from './token-sampler.ts'
export type {
  ChatMessage,
  Completed,
  DecisionRecord,
  EpisodeError,
  Failed,
  Initial,
  Outcome,
  Phase,
  Timings,
  TokenSample,
  Trajectory,
  Turn,
  Usage,
} from './trajectory.ts'
export { sumUsage } from './usage.ts'
export {
  type AutoresetMode,
  makeVector,
  type VectorEnv,
  type VectorInfo,
  type VectorLoop,
  type VectorOptions,
  type VectorResetOptions,
  type VectorStep,
} from './vector.ts'
export { type EnvModule, makeWorkerVector, type WorkerVectorOptions } from './vector-workers.ts'
export { packageVersion } from './version.ts'
export * from './wrappers/index.ts'
export { zodProblem } from './zod-problem.ts'
