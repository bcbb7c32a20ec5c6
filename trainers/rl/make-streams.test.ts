import { expect, test } from 'vitest'
import { drew, episodeOf } from '../samples/token-samples.suite.ts'
import { trainingSamples } from '../samples/training-samples.ts'
import { byEpisode, makeStreams, type StreamParts } from './make-streams.ts'

/** Two sequences of one episode, its three tokens drawn by two versions; then an episode of one token. */
const samples = [
  ...trainingSamples(
    episodeOf(
      [drew([1], [10, 11], { policyVersions: [[3, 2]] })],
      [drew([2, 3], [12], { policyVersions: [[4, 1]] })],
    ),
    0,
  ),
  ...trainingSamples(episodeOf([drew([1], [13], { policyVersions: [[4, 1]] })]), 1),
]
const parts: StreamParts = {
  ...{ samples, groups: ['a', 'b'], isTrained: [true, true], scored: null, reference: null },
  credit: { advantages: [Float64Array.of(1, 2, 3), Float64Array.of(4)] },
  oldestVersion: Number.NEGATIVE_INFINITY,
}
const read = (given: Partial<StreamParts> = {}) =>
  makeStreams({ ...parts, ...given }).map(({ advantages, mask, group }) => ({
    ...{ group, advantages: [...advantages], mask: [...mask] },
  }))

test('credit of an episode is laid beside the tokens that earned it, in whichever sequence they stand', () => {
  expect(read()).toEqual([
    { group: 'a', advantages: [0, 1, 2], mask: [0, 1, 1] },
    { group: 'a', advantages: [0, 0, 3], mask: [0, 0, 1] },
    { group: 'b', advantages: [0, 4], mask: [0, 1] },
  ])
})

test('an episode that is unscored, or that is not to be trained, is in no mask', () => {
  const unscored = read({ credit: { advantages: [null, Float64Array.of(4)] } })
  const left = read({ isTrained: [false, true] })

  const out = [
    { group: 'a', advantages: [0, 0, 0], mask: [0, 0, 0] },
    { group: 'a', advantages: [0, 0, 0], mask: [0, 0, 0] },
    { group: 'b', advantages: [0, 4], mask: [0, 1] },
  ]
  expect(unscored).toEqual(out)
  expect(left).toEqual(out)
})

test('tokens of weights that are too old are left out, one by one', () => {
  expect(read({ oldestVersion: 4 }).map(({ mask }) => mask)).toEqual([
    [0, 0, 0],
    [0, 0, 1],
    [0, 1],
  ])
})

test('what was scored comes along, returns of a critic beside it', () => {
  const scored = samples.map(({ ids }) => ({
    ...{ logProbs: new Float64Array(ids.length).fill(-1), values: new Float64Array(ids.length) },
  }))
  const returns = [Float64Array.of(7, 8, 9), Float64Array.of(6)]

  const [, second] = makeStreams({ ...parts, scored, credit: { ...parts.credit, returns } })
  const [bare] = makeStreams(parts)

  expect([...(second?.returns ?? [])]).toEqual([0, 0, 9])
  expect(second?.oldLogProbs).toBe(scored[1]?.logProbs)
  expect(second?.values).toBe(scored[1]?.values)
  expect(Object.keys(bare ?? {}).toSorted()).toEqual(['advantages', 'group', 'mask', 'sample'])
})

test('numbers of samples are gathered by episode, in the order the tokens were drawn', () => {
  const numbers = samples.map(({ ids }) => Float64Array.from(ids, (id) => id / 10))

  const gathered = byEpisode(samples, numbers, 3)

  expect(gathered.map((row) => [...(row ?? [])])).toEqual([[1, 1.1, 1.2], [1.3], []])
})
