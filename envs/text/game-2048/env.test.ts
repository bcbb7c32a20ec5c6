import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { random } from '../../../agents/random.ts'
import { checkEnv, createManualClock, createRng, make, rollout } from '../../../core/index.ts'
import { directionOf } from '../directions.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { game2048 } from './env.ts'

describeTextEnv(game2048, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  goldWins: false,
  // An episode of the declared player takes thousands of moves.
  scored: 10,
})

describeKnobs(game2048, { extremes: [{ size: 3 }, { size: 3, target: 1024 }, { target: 16_384 }] })

async function stepOn(board: number[], action: string, target = 11) {
  const state = { board: [...board], size: 4, target, score: 100 }
  const options = { difficulty: 'standard', instances: 10, density: 1 }
  const context = { options, rng: createRng(0), clock: createManualClock(), signal: undefined }
  const step = await game2048.step(state, action, context)
  return { ...step, state }
}

test('counts what is merged, and adds one tile', async () => {
  const step = await stepOn([3, 3, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0], 'left')

  expect(step.signals).toMatchObject({ solved: false, score: 148, largestTile: 32 })
  expect(step.signals.progress).toBeCloseTo(3 / 9)
  expect(step.state.board.filter((tile) => tile > 0)).toHaveLength(3)
  expect(step.observation).toMatch(/^Score: 148\n16 {2}[.24]/)
})

test('ends when the target is reached', async () => {
  const step = await stepOn([5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 'right', 6)

  expect(step).toMatchObject({ terminated: true, signals: { solved: true, progress: 1 } })
  expect(step.observation).toMatch(/^Score: 164\. You have reached 64: solved\.\n/)
})

test('ends, lost, when no move is left', async () => {
  const step = await stepOn([3, 4, 5, 0, 4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9], 'right')

  expect(step).toMatchObject({ terminated: true, signals: { solved: false } })
  expect(step.observation).toMatch(/No move is left: you have lost\./)
})

test('refuses a move that changes nothing, and spawns no tile for it', async () => {
  const board = [3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

  const step = await stepOn(board, 'left')

  expect(step.observation).toBe('Invalid move: nothing moves left (you can go right, down).')
  expect(step.state.board).toEqual(board)
})

test('understands directions in several words, and one at a time', () => {
  for (const said of [
    'left',
    'L',
    ' Left! ',
    '←',
    '⬅️',
    'swipe left',
    'move all tiles to the left',
  ]) {
    expect([said, directionOf(said)]).toEqual([said, 'left'])
  }
  for (const said of ['', 'up left', 'left left', '2048', 'leftover', 'a', 'w']) {
    expect([said, directionOf(said)]).toEqual([said, null])
  }
})

test('never loses progress, and pays all of it for a solved task', async () => {
  await using env = await make(game2048, { reward: 'dense', options: { difficulty: 'easy' } })
  for (let seed = 0; seed < 30; seed++) {
    const { turns } = await rollout(env, random, { seed })

    const gains = turns.map((turn) => turn.rewards['progress'] ?? 0)

    expect(Math.min(...gains)).toBeGreaterThanOrEqual(0)
    const paid = gains.reduce((sum, gain) => sum + gain, 0)
    expect(paid).toBeCloseTo(Number(turns.at(-1)?.signals?.['progress']))
  }
})

test('is won by the declared player nearly always on easy', async () => {
  await using env = await make(game2048, { options: { difficulty: 'easy' } })
  let won = 0
  for (let seed = 0; seed < 30; seed++) {
    const { turns } = await rollout(env, oracle, { seed })
    if (turns.at(-1)?.signals?.['solved']) won++
  }
  expect(won).toBeGreaterThanOrEqual(29)
})

test.each([3, 6])('keeps its contract on a board of %s x its size as well', async (size) => {
  const options = { size, target: 16, instances: 50 }

  expect((await checkEnv(game2048, { options, seeds: 2 })).passed).toBe(true)
})

test('refuses a target that is no power of two', async () => {
  await expect(make(game2048, { options: { target: 100 } })).rejects.toThrow('power of two')
})
