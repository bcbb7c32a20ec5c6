import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManualClock, createRng, make } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { frozenLake } from './env.ts'
import { distancesOf, generatedMap, neighbour, publishedMap, startsOf } from './map.ts'
import { sideOf } from './sides.ts'

describeTextEnv(frozenLake, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

describeKnobs(frozenLake, {
  extremes: [
    { size: 12, frozen: 0.5 },
    { size: 3, frozen: 0.95 },
    { size: 3, frozen: 0.5 },
    { difficulty: 'easy', size: 5 },
    { map: 'published', size: 5 },
  ],
})

const fixed = { difficulty: 'easy', randomStart: false } as const

test('is the published map, walked to its goal in six steps', async () => {
  await using env = await make(frozenLake, { reward: 'dense', options: fixed })
  const { observation } = await env.reset({ seed: 0 })

  const steps = []
  for (const said of ['down', 'd', 'go right', 'SOUTH', '2', '→']) steps.push(await env.step(said))

  expect(observation).toMatch(/\nPFFF\nFHFH\nFFFH\nHFFG$/)
  expect(steps[0]?.observation).toBe('You go down.\nFFFF\nPHFH\nFFFH\nHFFG')
  expect(steps.at(-1)).toMatchObject({
    observation: 'You go right. You are at the goal.',
    terminated: true,
    rewards: { solved: 1 },
  })
  expect(steps.map(({ rewards }) => rewards['progress'])).toEqual(
    steps.map(() => expect.closeTo(1 / 6)),
  )
  expect(steps.reduce((sum, { reward }) => sum + reward, 0)).toBeCloseTo(1.5)
})

test('says in brief where the player is, and the map before it where that is new', async () => {
  await using known = await make(frozenLake, { options: { ...fixed, brief: true } })
  await using unknown = await make(frozenLake, { options: { brief: true } })

  const { observation } = await known.reset({ seed: 0 })
  const fallen = []
  for (const side of ['r', 'x', 'd']) fallen.push((await known.step(side)).observation)

  expect([observation, ...fallen]).toEqual(['00', '01', expect.stringMatching(/^Invalid/), 'H'])
  expect((await unknown.reset({ seed: 0 })).observation).toMatch(/^([FH]{4}\/){3}[FH]{3}G \d\d$/)
})

test('ends in a hole, which gains nothing and leaves what was gained before', async () => {
  await using env = await make(frozenLake, { reward: 'dense', options: fixed })
  await env.reset({ seed: 0 })
  const walked = []
  for (const side of ['down', 'down', 'right']) walked.push((await env.step(side)).reward)

  const fall = await env.step('up')

  expect(fall).toMatchObject({
    observation: 'You go up. You fall into a hole: the game is lost.',
    terminated: true,
    info: { signals: { solved: false } },
  })
  expect(walked.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(0.25)
  // From three steps before the goal to one more than the farthest cell around the hole, which has five.
  expect(fall.reward).toBeCloseTo(-0.25)
})

test('never gains by a fall', () => {
  const [map, size] = [publishedMap(8), 8]
  const context = {
    options: { difficulty: 'easy', density: 1, instances: 1, brief: true },
    rng: createRng(0),
    clock: createManualClock(),
    signal: undefined,
  }
  const progressAfter = (at: number, side: string) => {
    const { signals } = frozenLake.step({ map, size, at, far: 14 }, side, context) as {
      signals: { progress: number }
    }
    return signals.progress
  }
  for (const at of startsOf(map, size)) {
    for (const [side, name] of ['left', 'down', 'right', 'up'].entries()) {
      if (map[neighbour(size, at, side)] !== 'H') continue
      expect(progressAfter(at, name)).toBeLessThanOrEqual(progressAfter(at, 'nowhere'))
    }
  }
})

test('holds a player at the edge, in the same state as before', async () => {
  await using env = await make(frozenLake, { options: fixed })
  await env.reset({ seed: 0 })
  const hashes = [await env.stateHash()]

  for (const side of ['up', 'left', 'right', 'left', 'nowhere']) {
    await env.step(side)
    hashes.push(await env.stateHash())
  }

  const [start, , , aside] = hashes
  expect(aside).not.toBe(start)
  expect(hashes).toEqual([start, start, start, aside, start, start])
})

test.each([
  ['left', 0],
  [' Left. ', 0],
  ['L', 0],
  ['I walk to the west', 0],
  ['move down, please', 1],
  ['3', 3],
  ['ＵＰ', 3],
  ['4', undefined],
  ['-1', undefined],
  ['left right', undefined],
  ['rrdd', undefined],
  ['', undefined],
])('reads %j as side %s', (said, side) => {
  expect(sideOf(said)).toBe(side)
})

test('knows the distance from every cell as relaxation finds it', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 3, max: 9 }), (seed, size) => {
      const map = generatedMap(createRng(seed), size, 0.8)
      fc.pre(map !== null)

      expect(distancesOf(map ?? '', size)).toEqual(relaxed(map ?? '', size))
    }),
  )
})

/** Bellman-Ford over rows and columns, with nothing of the env's own. */
function relaxed(map: string, size: number): number[] {
  const far = 1000
  const distances: number[] = [...map].map((cell) => (cell === 'G' ? 0 : far))
  for (let round = 0; round < size * size; round++) {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const at = row * size + column
        if (map[at] !== 'F') continue
        const around = [
          row > 0 ? distances[at - size] : far,
          row < size - 1 ? distances[at + size] : far,
          column > 0 ? distances[at - 1] : far,
          column < size - 1 ? distances[at + 1] : far,
        ]
        distances[at] = Math.min(far, 1 + Math.min(...around.map((value) => value ?? far)))
      }
    }
  }
  return distances.map((distance) => (distance === far ? -1 : distance))
}

test('generates as many holes as it is told, in maps that can be crossed', () => {
  const rng = createRng(5)
  const frozen = 0.8
  // Without the filter for ways every cell is drawn alone; large lakes of much ice are all kept.
  const maps = Array.from({ length: 400 }, () => generatedMap(rng, 12, 0.95))
  const kept = maps.filter((map) => map !== null)
  const holes = kept.join('').split('H').length - 1

  expect(kept.length).toBeGreaterThan(360)
  expect(holes / (kept.length * 142)).toBeCloseTo(0.05, 1)
  for (let i = 0; i < 300; i++) {
    const map = generatedMap(rng, 4, frozen)
    if (map) expect(distancesOf(map, 4)[0]).toBeGreaterThanOrEqual(6)
  }
})

test('starts on each cell of a published map that a way leads from', async () => {
  await using env = await make(frozenLake, { options: { difficulty: 'easy', brief: true } })
  const starts = new Set<string>()
  for (let seed = 0; seed < 200; seed++) starts.add((await env.reset({ seed })).observation)

  expect(startsOf(publishedMap(4), 4)).toHaveLength(11)
  expect([...starts].toSorted()).toEqual(
    [...'0001020310122021223132'.matchAll(/../g)].map(([place]) => place),
  )
})

test('generates lakes of other sizes, and refuses to call them published', async () => {
  await using wide = await make(frozenLake, { options: { size: 12, frozen: 0.7, instances: 20 } })
  await using easy = await make(frozenLake, { options: { difficulty: 'easy', size: 5 } })
  await using odd = await make(frozenLake, { options: { map: 'published', size: 5 } })

  expect((await wide.reset({ seed: 0 })).observation.split('\n').slice(-12)).toEqual(
    Array.from({ length: 12 }, () => expect.stringMatching(/^[FHGP]{12}$/)),
  )
  expect((await easy.reset({ seed: 0 })).observation).toMatch(/\n[FHGP]{5}$/)
  await expect(odd.reset({ seed: 0 })).rejects.toThrow(
    'Cannot play a published lake of size 5: there are 4 and 8',
  )
})

test('leads nowhere over an edge', () => {
  expect([0, 1, 2, 3].map((side) => neighbour(3, 0, side))).toEqual([0, 3, 1, 0])
  expect([0, 1, 2, 3].map((side) => neighbour(3, 8, side))).toEqual([7, 8, 8, 5])
})
