export {
  type DemonstrationCounts,
  type DemonstrationOptions,
  type Demonstrations,
  readDemonstrations,
} from './demonstrations.ts'
export type { RunOptions, RunResult, RunStart } from './options.ts'
export {
  type PlannedEpisode,
  type PlanOptions,
  planEpisodes,
  selectTasks,
  type TaskFilter,
} from './plan.ts'
export { type PlayOptions, playEpisode } from './play.ts'
export { describeEnv } from './prepare.ts'
export type { Progress } from './progress.ts'
export {
  type Aggregates,
  aggregateRuns,
  buildReport,
  type ReportOptions,
  type ReportResult,
} from './report/build.ts'
export {
  type CurveGroup,
  type LearningCurveOptions,
  learningCurveSvg,
} from './report/learning-curve-svg.ts'
export { type ReportServer, type ServeOptions, serveReport } from './report/serve.ts'
export {
  type RescoredPreset,
  type RescoreOptions,
  type RescoreResult,
  rescore,
} from './rescore.ts'
export { describeServices } from './rescored-presets.ts'
export {
  type EpisodeResult,
  type EpisodeScores,
  type GroupScores,
  resultOf,
  type ScoreLine,
} from './result.ts'
export { defaultConcurrency, run } from './run.ts'
export { RunError } from './run-error.ts'
export type { Rate, RunConfig, RunFile, Spread, Summary } from './run-file.ts'
export {
  nothingSampled,
  type RunSampling,
  type Sampled,
  type Sampling,
} from './sampling.ts'
export { scoreEpisode } from './score.ts'
export {
  type Interval,
  mean,
  passAtK,
  passHatK,
  percentile,
  standardDeviation,
  wilson,
} from './statistics.ts'
export { readRun, type StoredRun } from './store.ts'
export { summarize } from './summary.ts'
