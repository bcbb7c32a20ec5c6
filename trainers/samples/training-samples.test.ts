import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TokenSample } from '../../core/index.ts'
import { drew, episodeOf } from './token-samples.suite.ts'
import type { TrainingSample } from './training-sample.ts'
import { trainingSamples } from './training-samples.ts'

const plain = ({ ids, mask, place, turn, logProbs, versions }: TrainingSample) => ({
  ids: [...ids],
  mask: [...mask],
  place: [...place],
  turn: [...turn],
  logProbs: [...logProbs],
  versions: [...versions],
})

describe('training samples of an episode', () => {
  test('are one sequence as long as prompts are extended; what was drawn is trained', () => {
    const episode = episodeOf(
      [drew([1, 2], [30, 31], { policyVersions: [[4, 2]] })],
      [drew([3], [32], { parent: 0, policyVersions: [[5, 1]] })],
    )

    const [sample, ...others] = trainingSamples(episode, 7)

    expect(others).toEqual([])
    expect(sample).toMatchObject({ episode: 7, temperature: 1, promptLength: 2 })
    expect(sample && plain(sample)).toEqual({
      ids: [1, 2, 30, 31, 3, 32],
      mask: [0, 0, 1, 1, 0, 1],
      place: [-1, -1, 0, 1, -1, 2],
      turn: [-1, -1, 0, 0, -1, 1],
      logProbs: [0, 0, -0.3, -0.31, 0, -0.32],
      versions: [-1, -1, 4, 4, -1, 5],
    })
  })

  test('begin anew where a prompt is no extension of what stood before', () => {
    const episode = episodeOf([drew([1], [30])], [drew([9, 8], [31, 32])])

    const samples = trainingSamples(episode, 0).map(plain)

    expect(samples.map(({ ids }) => ids)).toEqual([
      [1, 30],
      [9, 8, 31, 32],
    ])
    expect(samples.map(({ place }) => place)).toEqual([
      [-1, 0],
      [-1, -1, 1, 2],
    ])
    expect(samples[1]?.turn).toEqual([-1, -1, 1, 1])
  })

  test('of a sample that two others extend train it once', () => {
    const root = drew([1], [30])
    const summary = drew([2], [31], { parent: 0, purpose: 'summary' })
    const act = drew([3], [32], { parent: 0 })

    const samples = trainingSamples(episodeOf([root], [summary, act]), 0).map(plain)

    expect(samples.map(({ ids, mask }) => [ids, mask])).toEqual([
      [
        [1, 30, 2, 31],
        [0, 1, 0, 1],
      ],
      [
        [1, 30, 3, 32],
        [0, 0, 0, 1],
      ],
    ])
    expect(samples[1]?.logProbs).toEqual([0, 0, 0, -0.32])
    expect(samples[1]?.versions).toEqual([-1, -1, -1, 0])
  })

  test('hold summaries, which are trained by the turn they were written in', () => {
    const episode = episodeOf(
      [drew([1], [30])],
      [drew([2], [31, 32], { parent: 0, purpose: 'summary' }), drew([5], [33])],
    )

    const [first, second] = trainingSamples(episode, 0).map(plain)

    expect(first?.turn).toEqual([-1, 0, -1, 1, 1])
    expect(second?.turn).toEqual([-1, 1])
    expect(second?.place).toEqual([-1, 3])
  })

  test('keep which weights drew each token, also where they changed in the middle of a sample', () => {
    const split = drew([1], [30, 31, 32], {
      policyVersions: [
        [2, 1],
        [3, 2],
      ],
    })

    const [sample] = trainingSamples(episodeOf([split]), 0)

    expect([...(sample?.versions ?? [])]).toEqual([-1, 2, 3, 3])
  })

  test('know the stretches that a grammar held, where they stand in the whole sequence', () => {
    const held = drew([1], [30, 31], { drawn: { grammar: 'k', maxTokens: 8 } })
    const further = drew([2, 3], [32], { parent: 0, drawn: { grammar: 'k' } })
    const free = drew([4], [33], { parent: 1 })

    const [sample] = trainingSamples(episodeOf([held], [further], [free]), 0)
    const [unheld] = trainingSamples(episodeOf([drew([1], [30])]), 0)

    expect(sample?.constraints).toEqual([
      { start: 1, length: 2, grammar: 'k', maxTokens: 8 },
      { start: 5, length: 1, grammar: 'k', maxTokens: 1 },
    ])
    expect(unheld).not.toHaveProperty('constraints')
  })

  test('of an episode without samples, or whose samples drew nothing, are none', () => {
    expect(trainingSamples(episodeOf([], []), 0)).toEqual([])
    expect(trainingSamples(episodeOf([drew([1], [])]), 0)).toEqual([])
  })

  test.each<readonly [string, readonly TokenSample[], string]>([
    ['greedy', [drew([1], [30], { temperature: 0 })], 'it was played greedily'],
    [
      'of two temperatures in one sequence',
      [drew([1], [30]), drew([2], [31], { parent: 0, temperature: 0.5 })],
      'its tokens were drawn at several temperatures',
    ],
    ['cut by top-p', [drew([1], [30], { drawn: { topP: 0.9 } })], 'top-k, top-p or min-p cut'],
    ['without a prompt', [drew([], [30])], 'sample 0 has no prompt'],
    ['of a later sample', [drew([1], [30], { parent: 3 })], 'sample 0 extends sample 3'],
  ])('are refused where they are %s, by the name of the episode', (_, samples, reason) => {
    const refused = () => trainingSamples(episodeOf(samples), 0)

    expect(refused).toThrow(/^Cannot train on episode e1: /)
    expect(refused).toThrow(reason)
  })

  test('of two sequences may have two temperatures', () => {
    const samples = trainingSamples(
      episodeOf([drew([1], [30])], [drew([2], [31], { temperature: 0.5 })]),
      0,
    )

    expect(samples.map(({ temperature }) => temperature)).toEqual([1, 0.5])
  })

  test('hold every drawn token exactly once, whatever extends what', () => {
    const parts = fc.array(
      fc.record({
        prompt: fc.integer({ min: 1, max: 3 }),
        drawn: fc.integer({ min: 0, max: 3 }),
        parent: fc.nat(),
        isNew: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(parts, (given) => {
        let next = 1
        const fresh = (count: number) => Array.from({ length: count }, () => next++)
        const samples = given.map(({ prompt, drawn, parent, isNew }, place) =>
          drew(fresh(prompt), fresh(drawn), {
            parent: isNew || place === 0 ? null : parent % place,
          }),
        )

        const made = trainingSamples(episodeOf(...samples.map((sample) => [sample])), 0)

        const trained = made.flatMap(({ ids, mask }) => [...ids].filter((_, at) => mask[at]))
        const all = samples.flatMap(({ ids }) => ids)
        expect(trained.toSorted((a, b) => a - b)).toEqual(all)
        for (const { ids, mask, place, logProbs, promptLength } of made) {
          expect(mask[promptLength]).toBe(1)
          for (const [at, id] of ids.entries()) {
            expect(all[place[at] ?? -1]).toBe(mask[at] ? id : undefined)
            expect(logProbs[at]).toBe(mask[at] ? -id / 100 : 0)
          }
        }
      }),
    )
  })
})
