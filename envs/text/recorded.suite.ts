import { type Agent, AgentError, type AnyDef, decide } from '../../core/index.ts'
import type { RecordedCase } from '../../test/replay/recorded-case.ts'
import { bandit } from './bandit/env.ts'
import { fifteenPuzzle } from './fifteen-puzzle/env.ts'
import { frozenLake } from './frozen-lake/env.ts'
import { game2048 } from './game-2048/env.ts'
import { hangman } from './hangman/env.ts'
import { keyDoor } from './key-door/env.ts'
import { mastermind } from './mastermind/env.ts'
import { minesweeper } from './minesweeper/env.ts'
import { nimEnv } from './nim/env.ts'
import { quest } from './quest/env.ts'
import { slipperyLake } from './slippery-lake/env.ts'
import { sokoban } from './sokoban/env.ts'
import { sudoku } from './sudoku/env.ts'
import { towerOfHanoi } from './tower-of-hanoi/env.ts'
import { twentyQuestions } from './twenty-questions/env.ts'
import { wordle } from './wordle/env.ts'

/** Says something nobody understands first, then follows the env's own solution. */
const stumbling: Agent<string, string> = {
  name: 'stumbling',
  async begin({ gold, spec }) {
    if (!gold) throw new AgentError(`Cannot follow ${spec.id}: it declares no solution`)
    const plan = gold()
    let hasStumbled = false
    return {
      async act() {
        if (hasStumbled) return decide((await plan()) ?? 'nothing more')
        hasStumbled = true
        return decide('xyzzy')
      },
    }
  },
}

const textCase = (name: string, env: unknown, more: Partial<RecordedCase> = {}): RecordedCase => ({
  name: `text-${name}`,
  env: env as AnyDef,
  agent: stumbling,
  seed: 6,
  ...more,
})

/** An episode of each text env; text/GuessNumber-v0 has its own. */
export const textCases: readonly RecordedCase[] = [
  textCase('bandit', bandit, { options: { difficulty: 'easy' } }),
  textCase('fifteen-puzzle', fifteenPuzzle),
  textCase('frozen-lake', frozenLake),
  textCase('game-2048', game2048, { options: { difficulty: 'easy' } }),
  textCase('hangman', hangman),
  textCase('key-door', keyDoor),
  textCase('mastermind', mastermind),
  textCase('minesweeper', minesweeper),
  textCase('nim', nimEnv),
  textCase('quest', quest),
  textCase('slippery-lake', slipperyLake),
  textCase('sokoban', sokoban),
  textCase('sudoku', sudoku),
  textCase('tower-of-hanoi', towerOfHanoi),
  textCase('twenty-questions', twentyQuestions),
  textCase('wordle', wordle),
]
