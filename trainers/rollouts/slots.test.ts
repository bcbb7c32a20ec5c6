import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

/** Work that ends when it is told to. */
function worker(log: string[]) {
  const ends = new Map<string, () => void>()
  return {
    work: (name: string) => () => {
      log.push(`${name} begins`)
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
    },
    async end(name: string) {
      ends.get(name)?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('so many run at a time, in the order they came, and give what they make', async () => {
  const log: string[] = []
  const { work, end } = worker(log)
  const slots = createSlots(2)

  const results = ['a', 'b', 'c', 'd'].map((name) => slots.run(work(name)))

  expect(log).toEqual(['a begins', 'b begins'])
  await end('b')
  expect(log).toEqual(['a begins', 'b begins', 'c begins'])
  for (const name of ['a', 'c', 'd']) await end(name)
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd'])
})

test('the next begins before anything is done with what has ended', async () => {
  const log: string[] = []
  const { work, end } = worker(log)
  const slots = createSlots(1)
  const run = (name: string) => slots.run(work(name), () => void log.push(`${name} is left`))

  const results = [run('a'), run('b')]
  await end('a')
  await end('b')
  await Promise.all(results)

  expect(log).toEqual(['a begins', 'b begins', 'a is left', 'b is left'])
})

test('work that fails gives its slot to the next, and its error to who asked', async () => {
  const log: string[] = []
  const slots = createSlots(1)

  const failing = slots.run(
    () => Promise.reject(new Error('broken')),
    () => void log.push('left'),
  )
  const next = slots.run(async () => 'done')

  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('done')
  expect(log).toEqual(['left'])
  expect(await slots.run(async () => 'again')).toBe('again')
})
