import { loadBenchPredictions } from '../envs/index.ts'

/** The env whose tasks are instances of SWE-bench, and whose runs hold patches. */
export const BENCH = 'swe/Bench-v0'

/** What commands need of it beside the env itself, loaded when it is asked for. */
export { loadBenchPredictions as loadPredictions }
