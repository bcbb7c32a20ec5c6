import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COLLECTION, makeCollection } from './collection.suite.ts'

test('the committed collection is what its generator makes, and small', async () => {
  const files = makeCollection()

  for (const [path, text] of Object.entries(files)) {
    await expect(text).toMatchFileSnapshot(join(COLLECTION, path))
  }
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  expect(bytes).toBeLessThan(2_000_000)
  expect(files['corpus.jsonl']?.trimEnd().split('\n').length).toBeGreaterThanOrEqual(2000)
})
