import { expect, test } from 'vitest'
import { posedOf, travelTasks } from './tasks.ts'
import { templates } from './templates.ts'

const all = { difficulty: 'all', instances: 3 }

test('poses every template in every split, each time the same', async () => {
  const tasks = await travelTasks.list({ ...all, instances: 1 })

  expect(Object.keys(templates).length).toBeGreaterThanOrEqual(15)
  for (const { id, hash } of tasks) {
    const posed = posedOf(id)
    expect(posed.goal.length, id).toBeGreaterThan(30)
    expect(posedOf(id), id).toEqual(posed)
    expect(hash, id).toMatch(/^[0-9a-f]{32}$/)
  }
})

test('shares no task between splits', async () => {
  const tasks = await travelTasks.list(all)
  const split = new Map<string, string>()

  for (const task of tasks) {
    expect(split.get(task.hash) ?? task.split, task.id).toBe(task.split)
    split.set(task.hash, task.split)
  }
  expect(new Set(tasks.map((task) => task.split)).size).toBe(3)
})

test('refuses a template of another difficulty', () => {
  expect(() => travelTasks.list({ ...all, difficulty: 'hard', template: 'hotel-stay' })).toThrow(
    /^Cannot list tasks of web\/Travel-v0: template hotel-stay is not hard \(leave out difficulty\)$/,
  )
})
