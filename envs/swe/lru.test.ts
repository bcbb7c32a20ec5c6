import { expect, test } from 'vitest'
import { LruMemory } from './lru.ts'

test('makes a value once, and forgets the one that was not used for longest', async () => {
  const memory = new LruMemory<string>(2)
  const made: string[] = []
  const get = (key: string) =>
    memory.get(key, async () => {
      made.push(key)
      return key
    })

  await Promise.all([get('a'), get('a'), get('b')])
  await get('a')
  await get('c')
  await get('a')
  await get('b')

  expect(made).toEqual(['a', 'b', 'c', 'b'])
})

test('does not keep what failed, or what it was told to forget', async () => {
  const memory = new LruMemory<number>(2)

  await expect(memory.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await memory.get('a', async () => 1)).toBe(1)
  memory.forget('a')
  expect(await memory.get('a', async () => 2)).toBe(2)
})
