import { type Agent, type AnyDef, decide } from '../../../core/index.ts'
import type { RecordedCase } from '../../../test/replay/recorded-case.ts'
import { guessNumber } from './env.ts'

/** Halves what is left. */
export const halving: Agent<string, string> = {
  name: 'halving',
  async begin() {
    let [low, high, guess] = [1, 0, 0]
    return {
      async act(observation) {
        if (observation === 'Higher.') low = guess + 1
        else if (observation === 'Lower.') high = guess - 1
        else high = Number(/from 1 to (\d+)/.exec(observation)?.[1])
        guess = Math.floor((low + high) / 2)
        return decide(String(guess))
      },
    }
  },
}

export const guessNumberCase: RecordedCase = {
  name: 'guess-number',
  env: guessNumber as AnyDef,
  agent: halving,
  seed: 3,
  options: { range: 100 },
}
