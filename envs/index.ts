import { registry } from '../core/index.ts'

/** Every env this package brings: one line each, loaded when it is asked for. */
export const envs = registry({
  'guide/NameFile-v0': () => import('./guide/name-file/env.ts').then((m) => m.nameFile),
  'swe/Bench-v0': () => import('./swe/bench/env.ts').then((m) => m.bench),
  'swe/Repair-v0': () => import('./swe/env.ts').then((m) => m.repair),
  'text/GuessNumber-v0': () => import('./text/guess-number/env.ts').then((m) => m.guessNumber),
  'text/Nim-v0': () => import('./text/nim/env.ts').then((m) => m.nimEnv),
})

/** Opens an env by id; its action type follows from the id. */
export const { make, makeUnknown } = envs

/** What commands need of swe/Bench-v0 beside the env. */
export const loadBenchVerification = () => import('./swe/bench/verify.ts')
export const loadBenchPredictions = () => import('./swe/bench/predictions.ts')
