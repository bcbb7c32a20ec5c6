/** What commands need of the search envs, beside the envs. */
export type { Estimate } from './eval/metrics.ts'
export {
  type EvalProgress,
  type JudgedSource,
  type SearchEval,
  searchEval,
} from './eval/search-eval.ts'
