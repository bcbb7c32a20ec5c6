import { expect, test } from 'vitest'
import type { TokenSample } from '../../core/index.ts'
import { sampleSequences } from './sample-sequences.ts'

const sample = (
  parent: number | null,
  newPromptIds: readonly number[],
  ids: readonly number[],
): TokenSample => ({
  ...{ purpose: 'act', parent, newPromptIds, ids, temperature: 1, policyVersions: [] },
  logProbs: ids.map(() => -1),
})
const decisionsOf = (...samples: readonly TokenSample[]) =>
  samples.map((one) => ({ samples: [one] }))
const shown = (result: ReturnType<typeof sampleSequences>) =>
  'problem' in result
    ? result.problem
    : result.map(({ ids, mask }) => [Array.from(ids), Array.from(mask)])

test('samples that extend each other are one sequence: what was drawn is trained, prompts are not', () => {
  const result = sampleSequences(decisionsOf(sample(null, [1, 2], [3, 4]), sample(0, [5], [6])))

  expect(shown(result)).toEqual([
    [
      [1, 2, 3, 4, 5, 6],
      [0, 0, 1, 1, 0, 1],
    ],
  ])
})

test('a sample that extends none begins anew', () => {
  const result = sampleSequences(decisionsOf(sample(null, [1], [2]), sample(null, [9], [8])))

  expect(shown(result)).toEqual([
    [
      [1, 2],
      [0, 1],
    ],
    [
      [9, 8],
      [0, 1],
    ],
  ])
})

test('a sample that two others extend is trained once', () => {
  const result = sampleSequences(
    decisionsOf(sample(null, [1], [2]), sample(0, [3], [4]), sample(0, [5], [6])),
  )

  expect(shown(result)).toEqual([
    [
      [1, 2, 3, 4],
      [0, 1, 0, 1],
    ],
    [
      [1, 2, 5, 6],
      [0, 0, 0, 1],
    ],
  ])
})

test('a prompt may be as long as it likes', () => {
  const prompt = Array<number>(300_000).fill(7)

  const result = sampleSequences(decisionsOf(sample(null, prompt, [1, 2])))

  expect('problem' in result).toBe(false)
  expect(shown(result)).toEqual([
    [
      [...prompt, 1, 2],
      [...prompt.map(() => 0), 1, 1],
    ],
  ])
})

test('samples that cannot be are told, not trained', () => {
  expect(shown(sampleSequences(decisionsOf(sample(3, [1], [2]))))).toContain('extends sample 3')
  expect(shown(sampleSequences(decisionsOf(sample(null, [], [2]))))).toContain('has no prompt')
})
