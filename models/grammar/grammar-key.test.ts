import { expect, test } from 'vitest'
import type { Grammar } from '../../core/index.ts'
import { grammarKey } from './grammar-key.ts'

const json = (properties: object): Grammar => ({ kind: 'json', schema: { properties } })

test('equal grammars have one key, others another', () => {
  expect(grammarKey(json({ a: {}, b: {} }))).toBe(grammarKey(json({ a: {}, b: {} })))
  expect(grammarKey(json({ a: {} }))).not.toBe(grammarKey(json({ b: {} })))
})

test('schemas that declare their properties in another order have another key', () => {
  expect(grammarKey(json({ a: {}, b: {} }))).not.toBe(grammarKey(json({ b: {}, a: {} })))
})
