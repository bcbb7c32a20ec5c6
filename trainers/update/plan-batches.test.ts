import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PromptGroup } from '../../models/index.ts'
import { type MicroBatch, planBatches, type UpdateSequence } from './plan-batches.ts'

const sequenceOf = (prompt: readonly number[], length: number, tag: number): UpdateSequence => {
  const ids = Int32Array.from([...prompt, ...Array.from({ length }, (_, at) => 100 * tag + at)])
  const mask = Uint8Array.from(ids, (_, at) => (at < prompt.length ? 0 : 1))
  return { ids, mask, promptLength: prompt.length, values: { numbers: Float64Array.from(ids) } }
}
const placesOf = (micro: MicroBatch, sequences: readonly UpdateSequence[]): number => {
  if (micro.layout === 'rows') {
    const lengths = micro.members.map((index) => sequences[index]?.ids.length ?? 0)
    const filled = micro.rows.map((row) => row.reduce((sum, at) => sum + (lengths[at] ?? 0), 0))
    return micro.rows.length * Math.max(...filled)
  }
  const most = (of: (group: PromptGroup) => number) => Math.max(...micro.groups.map(of))
  const longest = most(({ completions }) => Math.max(...completions.map(({ ids }) => ids.length)))
  const each =
    most(({ prompt }) => prompt.length) + most(({ completions }) => completions.length) * longest
  return micro.groups.length * each
}

const prompts = [[1], [1, 2, 3], Array.from({ length: 30 }, (_, at) => at)]
const sequences = fc
  .array(fc.record({ prompt: fc.nat(2), length: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 1,
    maxLength: 24,
  })
  .map((all) =>
    all.map(({ prompt, length }, tag) => sequenceOf(prompts[prompt] ?? [], length, tag)),
  )

test('holds every sequence exactly once, in places that the budget allows', () => {
  fc.assert(
    fc.property(sequences, fc.integer({ min: 1, max: 600 }), (given, budget) => {
      const batches = planBatches(given, budget)

      const members = batches.flatMap((micro) => micro.members)
      expect(members.toSorted((a, b) => a - b)).toEqual(given.map((_, index) => index))
      // One row is the least, and rows are as long as the longest sequence.
      const longest = Math.max(...given.map(({ ids }) => ids.length))
      for (const micro of batches) {
        expect(placesOf(micro, given)).toBeLessThanOrEqual(Math.max(budget, longest))
      }
    }),
  )
})

test('computes a prompt once that several begin with, and lays the rest behind it as it was', () => {
  const prompt = prompts[2] ?? []
  const given = [4, 2, 3].map((length, tag) => sequenceOf(prompt, length, tag))

  const [micro, ...others] = planBatches(given, 1000)

  expect(others).toEqual([])
  if (micro?.layout !== 'sharedPrompt') throw new Error('the prompt is not shared')
  const [group] = micro.groups
  expect([...Array.from(group?.prompt ?? [])]).toEqual(prompt)
  for (const [at, index] of micro.members.entries()) {
    const { ids = [], values = {} } = group?.completions[at] ?? {}
    const whole = [...(given[index]?.ids ?? [])]
    expect([...prompt, ...Array.from(ids)]).toEqual(whole)
    expect(Array.from(values['numbers'] ?? [])).toEqual(whole.slice(prompt.length))
  }
})

test('cuts a group that is larger than the budget, each part with the prompt', () => {
  const prompt = prompts[2] ?? []
  const given = Array.from({ length: 16 }, (_, tag) => sequenceOf(prompt, 10, tag))

  const batches = planBatches(given, 80)

  expect(batches.map(({ layout, members }) => [layout, members.length])).toEqual([
    ...Array.from({ length: 3 }, () => ['sharedPrompt', 5]),
    ['rows', 1],
  ])
})

test('packs what shares too little', () => {
  const given = [sequenceOf([1], 30, 0), sequenceOf([1], 2, 1), sequenceOf([1], 3, 2)]

  expect(planBatches(given, 1000).map(({ layout }) => layout)).toEqual(['rows'])
})
