import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('commands run together, files wait for them, and later commands wait for the files', async () => {
  const turns = new Turns()
  const log: string[] = []
  const work = (sort: 'commands' | 'files' | 'alone', name: string, ms: number) =>
    turns.run(sort, async () => {
      log.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, ms))
      log.push(`${name} ends`)
    })

  const all = [
    work('commands', 'slow', 20),
    work('commands', 'quick', 1),
    work('files', 'read', 1),
    work('alone', 'restore', 1),
    work('commands', 'late', 1),
  ]
  await Promise.all(all)

  expect(log).toEqual([
    'slow begins',
    'quick begins',
    'quick ends',
    'slow ends',
    'read begins',
    'read ends',
    'restore begins',
    'restore ends',
    'late begins',
    'late ends',
  ])
})

test('work that fails lets the next begin', async () => {
  const turns = new Turns()

  const failing = turns.run('alone', async () => {
    throw new Error('no')
  })
  const next = turns.run('files', async () => 'fine')

  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('fine')
})
