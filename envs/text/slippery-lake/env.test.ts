import { expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { createManualClock, createRng, make, rollout } from '../../../core/index.ts'
import { publishedMap } from '../frozen-lake/map.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { slipperyLake } from './env.ts'
import { policyOf } from './policy.ts'

describeTextEnv(slipperyLake, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  goldWins: false,
})

describeKnobs(slipperyLake, {
  extremes: [
    { size: 12, frozen: 0.5 },
    { size: 3, frozen: 0.95 },
    { size: 3, frozen: 0.5 },
    { difficulty: 'easy', size: 5 },
    { map: 'published', size: 5 },
  ],
})

const options = { difficulty: 'easy', randomStart: false, brief: true } as const

/** Where a side leads, by rows and columns as Gymnasium's table of transitions is built. */
function led(size: number, at: number, side: number): number {
  let [row, column] = [Math.floor(at / size), at % size]
  if (side === 0) column = Math.max(column - 1, 0)
  if (side === 1) row = Math.min(row + 1, size - 1)
  if (side === 2) column = Math.min(column + 1, size - 1)
  if (side === 3) row = Math.max(row - 1, 0)
  return row * size + column
}

/** Exact chance to be at the goal within some steps, from every cell: by a policy, or at best. */
function chances(map: string, size: number, steps: number, policy?: readonly number[]): number[] {
  let values: number[] = [...map].map((cell) => (cell === 'G' ? 1 : 0))
  for (let step = 0; step < steps; step++) {
    const now = values
    const worth = (at: number, side: number) =>
      [(side + 3) % 4, side, (side + 1) % 4].reduce(
        (sum, went) => sum + (now[led(size, at, went)] ?? 0) / 3,
        0,
      )
    values = now.map((value, at) => {
      if (map[at] !== 'F') return value
      if (policy) return worth(at, policy[at] ?? 0)
      return Math.max(worth(at, 0), worth(at, 1), worth(at, 2), worth(at, 3))
    })
  }
  return values
}

test('knows the best sides of the published 4x4 lake: 0.74 within 100 steps, 14/17 in the end', () => {
  const map = publishedMap(4)
  const policy = policyOf(map, 4)
  const within = (steps: number) => chances(map, 4, steps, policy)[0] ?? 0

  expect(within(100)).toBeCloseTo(0.74, 2)
  expect(within(1000)).toBeCloseTo(14 / 17, 6)
  expect(within(1000)).toBeCloseTo(chances(map, 4, 1000)[0] ?? 0, 6)
})

test.each([4, 8])('loses little by not counting steps: published lake of %s within 200', (size) => {
  const map = publishedMap(size)
  const best = chances(map, size, 200)[0] ?? 0

  expect(chances(map, size, 200, policyOf(map, size))[0]).toBeGreaterThan(best - 0.03)
  expect(chances(map, size, 5000, policyOf(map, size))[0]).toBeCloseTo(
    chances(map, size, 5000)[0] ?? 0,
    4,
  )
})

test('is won by its declared solution as often as the exact chance says', async () => {
  await using env = await make(slipperyLake, { options })
  const expected = chances(publishedMap(4), 4, 200, policyOf(publishedMap(4), 4))[0] ?? 0
  const episodes = 600
  let won = 0
  for (let seed = 0; seed < episodes; seed++) {
    const { outcome } = await rollout(env, oracle as never, { seed })
    if (outcome.status === 'completed' && outcome.reward.status === 'scored') {
      won += outcome.reward.value
    }
  }

  const deviation = Math.sqrt((expected * (1 - expected)) / episodes)
  expect(Math.abs(won / episodes - expected)).toBeLessThan(4 * deviation)
})

/** Row and column after some steps from the middle of a lake that is all ice. */
async function slide(seed: number, sides: readonly string[]): Promise<readonly [number, number]> {
  const state = { map: `${'F'.repeat(24)}G`, size: 5, at: 12, far: 4 }
  const context = {
    options: { ...options, density: 1, instances: 1 },
    rng: createRng(seed),
    clock: createManualClock(),
    signal: undefined,
  }
  for (const side of sides) await slipperyLake.step(state, side, context)
  return [Math.floor(state.at / 5), state.at % 5]
}

test.each([
  ['left', ['21', '12', '32']],
  ['down', ['32', '21', '23']],
  ['right', ['23', '12', '32']],
  ['up', ['12', '21', '23']],
])('goes %s, and to each side at a right angle, equally often', async (side, places) => {
  const counts = new Map(places.map((place) => [place, 0]))
  for (let seed = 0; seed < 3000; seed++) {
    const place = (await slide(seed, [side])).join('')
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }

  expect([...counts.keys()]).toEqual(places)
  // 2 degrees of freedom, p = 0.001.
  expect(chiSquare([...counts.values()], [1, 1, 1])).toBeLessThan(13.8)
})

test('slips in the second step whatever the first did', async () => {
  // Two steps to the right: both, one or none go there, the others up or down.
  const shares = new Map([
    ['24', 1],
    ['13', 2],
    ['33', 2],
    ['02', 1],
    ['22', 2],
    ['42', 1],
  ])
  const counts = new Map([...shares.keys()].map((place) => [place, 0]))
  for (let seed = 0; seed < 3000; seed++) {
    const place = (await slide(seed, ['right', 'right'])).join('')
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }

  expect([...counts.keys()]).toEqual([...shares.keys()])
  // 5 degrees of freedom, p = 0.001.
  expect(chiSquare([...counts.values()], [...shares.values()])).toBeLessThan(20.5)
})

function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
  return total(
    counts.map((count, index) => {
      const expected = (total(counts) * (shares[index] ?? 0)) / total(shares)
      return (count - expected) ** 2 / expected
    }),
  )
}
