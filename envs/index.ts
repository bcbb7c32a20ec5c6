import { registry } from '../core/index.ts'

/** Every env this package brings: one line each, loaded when it is asked for. */
export const envs = registry({
  'guide/NameFile-v0': () => import('./guide/name-file/env.ts').then((m) => m.nameFile),
  'search/Atlas-v0': () => import('./search/env.ts').then((m) => m.atlas),
  'search/Files-v0': () => import('./search/files-env.ts').then((m) => m.files),
  'search/Live-v0': () => import('./search/live-env.ts').then((m) => m.live),
  'swe/Bench-v0': () => import('./swe/bench/env.ts').then((m) => m.bench),
  'swe/Repair-v0': () => import('./swe/env.ts').then((m) => m.repair),
  'text/Bandit-v0': () => import('./text/bandit/env.ts').then((m) => m.bandit),
  'text/FifteenPuzzle-v0': () =>
    import('./text/fifteen-puzzle/env.ts').then((m) => m.fifteenPuzzle),
  'text/FrozenLake-v0': () => import('./text/frozen-lake/env.ts').then((m) => m.frozenLake),
  'text/Game2048-v0': () => import('./text/game-2048/env.ts').then((m) => m.game2048),
  'text/GuessNumber-v0': () => import('./text/guess-number/env.ts').then((m) => m.guessNumber),
  'text/Hangman-v0': () => import('./text/hangman/env.ts').then((m) => m.hangman),
  'text/KeyDoor-v0': () => import('./text/key-door/env.ts').then((m) => m.keyDoor),
  'text/Mastermind-v0': () => import('./text/mastermind/env.ts').then((m) => m.mastermind),
  'text/Minesweeper-v0': () => import('./text/minesweeper/env.ts').then((m) => m.minesweeper),
  'text/Nim-v0': () => import('./text/nim/env.ts').then((m) => m.nimEnv),
  'text/Quest-v0': () => import('./text/quest/env.ts').then((m) => m.quest),
  'text/SlipperyLake-v0': () => import('./text/slippery-lake/env.ts').then((m) => m.slipperyLake),
  'text/Sokoban-v0': () => import('./text/sokoban/env.ts').then((m) => m.sokoban),
  'text/Sudoku-v0': () => import('./text/sudoku/env.ts').then((m) => m.sudoku),
  'text/TowerOfHanoi-v0': () => import('./text/tower-of-hanoi/env.ts').then((m) => m.towerOfHanoi),
  'text/TwentyQuestions-v0': () =>
    import('./text/twenty-questions/env.ts').then((m) => m.twentyQuestions),
  'text/Wordle-v0': () => import('./text/wordle/env.ts').then((m) => m.wordle),
  'web/Mailbox-v0': () => import('./web/apps/mailbox/env.ts').then((m) => m.mailbox),
  'web/Micro-v0': () => import('./web/micro/env.ts').then((m) => m.micro),
  'web/MiniWob-v0': () => import('./web/miniwob/env.ts').then((m) => m.miniWob),
  'web/SemiOnline-v0': () => import('./web/demos/env.ts').then((m) => m.semiOnline),
  'web/Shop-v0': () => import('./web/apps/shop/env.ts').then((m) => m.shop),
  'web/Tracker-v0': () => import('./web/apps/tracker/env.ts').then((m) => m.tracker),
  'web/Travel-v0': () => import('./web/apps/travel/env.ts').then((m) => m.travel),
})

/** Opens an env by id; its action type follows from the id. */
export const { make, makeUnknown } = envs

/** What commands need of the family swe beside its envs. */
export const loadTaskVerification = () => import('./swe/verify-tasks.ts')
export const loadTaskGeneration = () => import('./swe/generate/index.ts')
export const loadBenchPredictions = () => import('./swe/bench/predictions.ts')

/** What `palaestra play` needs to take down what a person does in a browser. */
export const loadPersonCapture = () => import('./web/demos/record.ts')

/** Tells of indexes that are built. */
export const loadIndexProgress = () => import('./search/index-progress.ts')

/** What the command search-eval needs. */
export const loadSearchEval = () => import('./search/index.ts')
export type { Estimate, EvalProgress, JudgedSource, SearchEval } from './search/index.ts'
