import { expect, test } from 'vitest'
import { keepRecent } from './recent.ts'

test('keepRecent loads a value again only after others took its place', async () => {
  const loaded: string[] = []
  const get = keepRecent(2, async (key: string) => {
    loaded.push(key)
    return key.toUpperCase()
  })

  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await get(key)).toBe(key.toUpperCase())

  expect(loaded).toEqual(['a', 'b', 'c', 'b'])
})

test('keepRecent does not keep a failure', async () => {
  let calls = 0
  const get = keepRecent(2, async () => {
    calls++
    if (calls === 1) throw new Error('not there yet')
    return calls
  })

  await expect(get('a')).rejects.toThrow('not there yet')

  expect(await get('a')).toBe(2)
})
