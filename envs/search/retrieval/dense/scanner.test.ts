import { expect, test } from 'vitest'
import type { DenseData } from './load.ts'
import { quantise } from './quantise.ts'
import { ownScanner, threadScanner } from './scanner.ts'

const shared = (values: readonly number[]) => {
  const array = new Float32Array(new SharedArrayBuffer(4 * values.length))
  array.set(values)
  return array
}

/** Two pages: the first of two passages. */
const data: DenseData = {
  length: 5,
  vectors: shared([...[1, 0, 0, 0, 0], ...[0, 0, 0, 0, 1], ...[0, -1, 0, 0, 0]]),
  scales: null,
  starts: Uint32Array.of(0, 2, 3),
}

test('a page scores as its best passage does, also where that is below 0', async () => {
  const scores = await ownScanner(data).scores(Float32Array.of(0.25, 0.5, 0, 0, 0.75), undefined)

  expect([...scores]).toEqual([0.75, -0.5])
})

test('bytes stand for shares of the largest number of their row', async () => {
  const vectors = new Int8Array(10)
  const scales = new Float32Array(2)
  quantise(Float32Array.of(1, -0.5, 0, 0, 0, 0, 0, 0, 0, 0), 5, vectors, scales)
  const bytes = { ...data, vectors, scales, starts: Uint32Array.of(0, 1, 2) }

  const scores = await ownScanner(bytes).scores(Float32Array.of(1, 1, 0, 0, 0), undefined)

  expect([...vectors]).toEqual([127, -63, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(scores[0]).toBeCloseTo(0.5, 2)
  expect(scores[1]).toBe(0)
})

test('this thread gives way between blocks, and stops there with its signal', async () => {
  const length = 2 ** 22
  const long: DenseData = {
    ...{ length, vectors: new Int8Array(3 * length).fill(1), scales: Float32Array.of(1, 2, 3) },
    starts: Uint32Array.of(0, 1, 2, 3),
  }
  const query = new Float32Array(length).fill(1)
  const stop = new AbortController()
  let turns = 0
  const count = () => {
    turns++
    if (turns < 100) setImmediate(count)
  }
  setImmediate(count)

  const scores = await ownScanner(long).scores(query, undefined)
  const given = turns
  const stopped = ownScanner(long).scores(query, stop.signal)
  stop.abort(new Error('enough'))

  expect([...scores]).toEqual([length, 2 * length, 3 * length])
  expect(given).toBeGreaterThanOrEqual(2)
  await expect(stopped).rejects.toThrow('enough')
})

test('what fails in a thread is named, and so is one that was closed', async () => {
  const broken = threadScanner({ ...data, vectors: null as unknown as Int8Array }, 1)
  const query = Float32Array.of(1, 0, 0, 0, 0)

  await expect(broken.scores(query, undefined)).rejects.toMatchObject({
    name: 'SandboxError',
    message: expect.stringMatching(/^Cannot search by vectors: .*null/),
  })
  const waiting = Promise.allSettled([broken.scores(query, undefined)])
  await broken.close()

  expect(await waiting).toMatchObject([{ status: 'rejected', reason: { name: 'SandboxError' } }])
  await expect(broken.scores(query, undefined)).rejects.toThrow('the retriever was closed')
})
