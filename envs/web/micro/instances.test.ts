import { expect, test } from 'vitest'
import { microTaskOf, microTasks } from './instances.ts'
import { microKinds } from './kinds.ts'

const list = async (instances: number) => await microTasks.list({ instances })

test('every kind has its own name, and its instances all differ', async () => {
  const tasks = await list(12)

  expect(new Set(microKinds.map(({ kind }) => kind)).size).toBe(microKinds.length)
  expect(microKinds.length).toBeGreaterThanOrEqual(28)
  expect(tasks).toHaveLength(microKinds.length * 12)
  expect(new Set(tasks.map(({ hash }) => hash)).size).toBe(tasks.length)
})

test('every kind is in every split and has every difficulty', async () => {
  const tasks = await list(12)

  for (const { kind } of microKinds) {
    const own = tasks.filter((task) => task.kind === kind)
    expect(new Set(own.map(({ split }) => split))).toEqual(new Set(['train', 'validation', 'test']))
    expect(new Set(own.map(({ difficulty }) => difficulty))).toEqual(new Set([1, 2, 3]))
  }
})

test('a task stays what it is, in the split it is in, however many there are', async () => {
  const few = await list(12)
  const many = new Map((await list(40)).map((task) => [task.id, task]))

  expect(few.every(({ id, split }) => many.get(id)?.split === split)).toBe(true)
  expect(microTaskOf('wizard/5').goal).toBe(microTaskOf('wizard/5').goal)
  expect(few[7]?.hash).toBe(many.get(few[7]?.id ?? '')?.hash)
})

test('a goal is one line that ends as a sentence', async () => {
  for (const { id } of await list(12)) {
    expect(microTaskOf(id).goal, id).toMatch(/^[A-Z][^\n]{10,}[.?]$/)
  }
})

test('a task that is none of its tasks is refused by name', () => {
  expect(() => microTaskOf('fly/1')).toThrow('Cannot find task fly/1 of web/Micro-v0')
  expect(() => microTaskOf('login/x')).toThrow('Cannot find task login/x')
})
