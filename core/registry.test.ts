import { expect, test } from 'vitest'
import { counter } from './counter.suite.ts'
import { registry } from './index.ts'

function counting() {
  const calls = { counter: 0, broken: 0 }
  const table = registry({
    'test/Counter-v0': async () => {
      calls.counter++
      return counter
    },
    'test/Broken-v0': async (): Promise<typeof counter> => {
      calls.broken++
      throw new Error('its module does not load')
    },
  })
  return { calls, table }
}

test('lists ids without loading anything', () => {
  const { calls, table } = counting()

  expect(table.ids).toEqual(['test/Counter-v0', 'test/Broken-v0'])
  expect(calls).toEqual({ counter: 0, broken: 0 })
})

test('loads only what is asked for', async () => {
  const { calls, table } = counting()

  await using env = await table.make('test/Counter-v0', { options: { goal: 1 } })

  expect(env.spec.id).toBe('test/Counter-v0')
  expect(calls).toEqual({ counter: 1, broken: 0 })
})

test('names the nearest id, and an id from the prototype is no id', async () => {
  const { table } = counting()

  await expect(table.makeUnknown('test/Conter-v0')).rejects.toThrow(
    'Cannot find env "test/Conter-v0": there is none of that name (did you mean "test/Counter-v0"?)',
  )
  await expect(table.loadUnknown('constructor')).rejects.toMatchObject({ name: 'ConfigError' })
})

test('makes an env whose id is only known when the program runs', async () => {
  const { table } = counting()
  const id: string = 'test/Counter-v0'

  await using env = await table.makeUnknown(id)

  expect((await env.reset({ seed: 0 })).observation).toMatch(/^start/)
})
