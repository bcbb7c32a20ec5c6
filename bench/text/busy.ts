import { createRng, defineEnv, discrete } from '../../core/index.ts'
import { solved } from '../../rewards/index.ts'

/** An env whose step costs some tenths of a millisecond, as a planner's might. */
export const busy = defineEnv({
  id: 'bench/Busy-v0',
  state: 'data',
  observationSpace: discrete(1 << 16),
  actionSpace: discrete(4),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 100,
  invalid: () => 0,
  reset: ({ seed }) => ({ state: { sum: seed & 0xffff }, observation: 0 }),
  step(state, action) {
    const rng = createRng(state.sum + action)
    let sum = 0
    for (let i = 0; i < 20_000; i++) sum = (sum + rng.int(1 << 16)) & 0xffff
    state.sum = sum
    return { observation: sum, signals: { solved: false } }
  },
})
