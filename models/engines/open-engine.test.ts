import { expect, test } from 'vitest'
import { openEngine } from './open-engine.ts'

test.each([
  [0, 'it is no count'],
  [1.5, 'it is no count'],
  [100_000, 'this machine runs'],
])('an engine is not opened on %s threads', async (threads, reason) => {
  const opening = openEngine({ engine: 'onnx', device: 'cpu', threads })
  await expect(opening).rejects.toThrow(`Cannot compute on ${threads} threads: ${reason}`)
})
