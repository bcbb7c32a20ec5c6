import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runPool } from './pool.ts'

test('never works on more items than allowed, and on all of them', async () => {
  let running = 0
  let most = 0
  const done: number[] = []

  await runPool([1, 2, 3, 4, 5, 6, 7], { concurrency: 3 }, async (item) => {
    most = Math.max(most, ++running)
    await sleep(2)
    running--
    done.push(item)
  })

  expect(most).toBe(3)
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a failure aborts the others and is thrown once they have left', async () => {
  let left = 0

  const playing = runPool([0, 1, 2, 3], { concurrency: 2 }, async (item, signal) => {
    if (item === 0) throw new Error('broken')
    await sleep(10_000, undefined, { signal }).finally(() => left++)
  })

  await expect(playing).rejects.toThrow('broken')
  expect(left).toBe(1)
})

test('stopping finishes what runs and begins nothing', async () => {
  const stop = new AbortController()
  const done: number[] = []

  await runPool([0, 1, 2, 3], { concurrency: 2, stop: stop.signal }, async (item) => {
    if (item === 1) stop.abort()
    await sleep(2)
    done.push(item)
  })

  expect(done.toSorted()).toEqual([0, 1])
})

test('an abort from outside is thrown with its reason', async () => {
  const abort = new AbortController()

  const playing = runPool([0], { concurrency: 1, signal: abort.signal }, async (_, signal) => {
    setTimeout(() => abort.abort(new Error('enough')), 1)
    await sleep(10_000, undefined, { signal })
  })

  await expect(playing).rejects.toThrow('enough')
})
