import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkEnv, make } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { towerOfHanoi } from './env.ts'
import { bestMove, distanceTo, forbidden, type Position, topOf } from './rules.ts'

describeTextEnv(towerOfHanoi, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

describeKnobs(towerOfHanoi, {
  extremes: [
    { disks: 2, scattered: false },
    { disks: 7, scattered: true },
  ],
})

test.each([2, 7])('keeps its contract with %s disks as well', async (disks) => {
  const options = { disks, instances: 50 }

  expect((await checkEnv(towerOfHanoi, { options, seeds: 2 })).passed).toBe(true)
})

const moves = [0, 1, 2].flatMap((from) => [0, 1, 2].map((to) => ({ from, to })))

/** Moves to the tower on `target` from everywhere, found by searching backwards from it. */
function searched(disks: number, target: number): Map<string, number> {
  const found = new Map([[new Array<number>(disks).fill(target).join(''), 0]])
  for (const [key, distance] of found) {
    const at = [...key].map(Number)
    for (const move of moves.filter((each) => forbidden(at, each) === null)) {
      const next = moved(at, move).join('')
      if (!found.has(next)) found.set(next, distance + 1)
    }
  }
  return found
}

const moved = (at: Position, { from, to }: { from: number; to: number }) =>
  at.with(topOf(at, from), to)

test.each([1, 2, 3, 4, 5, 6])('knows the shortest way from everywhere: %s disks', (disks) => {
  for (const target of [0, 1, 2]) {
    const distances = searched(disks, target)

    expect(distances.size).toBe(3 ** disks)
    for (const [key, distance] of distances) {
      const at = [...key].map(Number)
      expect(distanceTo(at, target)).toBe(distance)
      const move = bestMove(at, target)
      if (move === null) expect(distance).toBe(0)
      else expect(distances.get(moved(at, move).join(''))).toBe(distance - 1)
    }
  }
})

test('needs 2^n - 1 moves for a tower of n disks', () => {
  expect([3, 4, 6, 7].map((n) => distanceTo(new Array<number>(n).fill(0), 2))).toEqual([
    7, 15, 63, 127,
  ])
})

const classic = { options: { difficulty: 'easy' }, reward: 'dense' } as const

/** The tower that everybody knows: from peg A to peg C. */
async function openClassic() {
  const env = await make(towerOfHanoi, classic)
  for (const { id } of (await env.runner?.tasks?.()) ?? []) {
    const { observation } = await env.reset({ task: id })
    const onA = observation.endsWith('A: 3 2 1\nB: empty\nC: empty')
    if (onA && observation.includes('disks to peg C.')) return env
  }
  throw new Error('no tower stands on peg A')
}

test('divides its towers among the splits, whatever their size', async () => {
  await using env = await make(towerOfHanoi, { options: { disks: 7, scattered: false } })

  const splits = ((await env.runner?.tasks?.()) ?? []).map(({ split }) => split)

  expect(splits.toSorted()).toEqual(['test', 'train', 'train', 'train', 'train', 'validation'])
})

test.each([
  'A C',
  'a c',
  'ac',
  '[A C]',
  'A->C',
  'A → C',
  'A, C',
  'A to C',
  'Move from A to C.',
  'move a disk from A to C',
  'Move disk 1 from peg A to peg C',
  'move disk 1 to C',
  'Ａ　Ｃ',
])('understands %j', async (said) => {
  await using env = await openClassic()

  const { observation, rewards } = await env.step(said)

  expect(observation).toBe('A: 3 2\nB: empty\nC: 1')
  expect(rewards['progress']).toBeCloseTo(1 / 7)
})

test.each([
  ['B A', /peg B is empty/],
  ['A A', /names peg A twice/],
  ['A C A B', /more than one move/],
  ['move disk 2 from A to C', /disk 2 is not on top of peg A/],
  ['move disk 9 to C', /there is no disk 9/],
  ['A D', /"A D" is no move/],
  ['solve it', /"solve it" is no move/],
  ['1', /"1" is no move/],
])('refuses %j and says why', async (said, why) => {
  await using env = await openClassic()
  const before = await env.stateHash()

  const step = await env.step(said)

  expect(step.observation).toMatch(why)
  expect(step).toMatchObject({ reward: 0, terminated: false })
  expect(await env.stateHash()).toBe(before)
})

test('never lets a larger disk onto a smaller one, whatever is said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(fc.nat(8), { maxLength: 40 }), async (seed, said) => {
      await using env = await make(towerOfHanoi)
      await env.reset({ seed })
      for (const index of said) {
        const { from, to } = moves[index] as { from: number; to: number }
        const { observation, terminated } = await env.step(`${'ABC'[from]} ${'ABC'[to]}`)
        if (!observation.startsWith('Invalid')) {
          for (const line of observation.split('\n').slice(0, 3)) {
            const disks = (line.match(/\d/g) ?? []).map(Number)
            expect(disks).toEqual(disks.toSorted((a, b) => b - a))
          }
        }
        if (terminated) break
      }
    }),
    { numRuns: 50 },
  )
})

test('says that a larger disk may not go onto a smaller one', async () => {
  await using env = await openClassic()
  await env.step('A C')

  expect((await env.step('A C')).observation).toBe(
    'Invalid move: disk 2 is larger than disk 1 on top of peg C (put it on a larger disk or an empty peg).',
  )
})
