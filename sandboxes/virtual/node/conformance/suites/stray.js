// biome-ignore-all lint: a program that does odd things on purpose
import assert from 'node:assert'
import { test } from 'node:test'

test('forgets to await a rejection', () => {
  assert.rejects(Promise.resolve(1))
})
test('rejects while it runs', async () => {
  Promise.reject(new Error('lost'))
  await new Promise((resolve) => setTimeout(resolve, 3))
})
test('throws in a timer while it runs', async () => {
  setTimeout(() => {
    throw new Error('timer')
  }, 1)
  await new Promise((resolve) => setTimeout(resolve, 5))
})
test('throws in a timer later', () => {
  setTimeout(() => {
    throw new Error('late')
  }, 1)
})
test('is handled in time', async () => {
  const promise = Promise.reject(new Error('handled'))
  await Promise.resolve()
  await promise.catch(() => {})
})
