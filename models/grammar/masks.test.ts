import { expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { createAutomaton } from './automaton.ts'
import { createDistance } from './distance.ts'
import { termOfGrammar } from './from-grammar.ts'
import { createMasks } from './masks.ts'
import { triesOf } from './trie.ts'
import { byteVocabulary } from './vocabularies.suite.ts'

function masksOf(bytes: number) {
  const tokens = byteVocabulary(createRng(4), 300).bytes
  const automaton = createAutomaton()
  const start = termOfGrammar(automaton, { kind: 'text', minLength: 3, maxLength: 40 }, new Map())
  const tries = triesOf(tokens, [])
  const distance = createDistance(automaton, tries, new Map())
  let measured = 0
  const masks = createMasks({
    trie: tries.all,
    rowOf: (term) => {
      measured++
      return automaton.rowOf(term)
    },
    distance,
    stopIds: [],
    size: tokens.length,
    bytes,
  })
  const after = (text: string) => automaton.follow(start, new TextEncoder().encode(text))
  return { masks, after, measured: () => measured, size: tokens.length }
}

test('a mask is worked out once while there is room for it, and again after', () => {
  // A mask here is a byte, and two for its distance, for each of some 570 tokens.
  const { masks, after, measured, size } = masksOf(4 * 3 * 600)
  const kept = masks.of(after('a'), 100)

  for (const text of ['ab', 'abc', 'ab']) masks.of(after(text), 100)
  const before = measured()
  expect(masks.of(after('a'), 100)).toBe(kept)
  expect(measured()).toBe(before)

  for (let length = 5; length < 12; length++) masks.of(after('a'.repeat(length)), 100)
  const again = masks.of(after('a'), 100)
  expect(again).not.toBe(kept)
  expect(again.ids).toEqual(kept.ids)
  expect(again.ids).toHaveLength(size)
})

test('a smaller budget leaves the tokens behind which it suffices', () => {
  const { masks, after } = masksOf(2 ** 20)
  const masksByBudget = [0, 1, 2, 3].map((budget) => masks.of(after('a'), budget))

  const counts = masksByBudget.map(({ count }) => count)
  expect(counts[0]).toBeGreaterThan(0)
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
  expect(new Set(counts).size).toBeGreaterThan(2)
  masksByBudget.forEach(({ ids, count }) => {
    expect(ids.reduce((sum, legal) => sum + legal, 0)).toBe(count)
  })
})
