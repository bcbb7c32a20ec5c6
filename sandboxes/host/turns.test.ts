import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('commands run together, files wait for them, and later commands wait for the files', async () => {
  const turns = new Turns()
  const log: string[] = []
  const soon = () => new Promise((resolve) => setTimeout(resolve, 1))
  const work = (
    sort: 'commands' | 'files' | 'alone',
    name: string,
    until: () => Promise<unknown> = soon,
  ) =>
    turns.run(sort, async () => {
      log.push(`${name} begins`)
      await until()
      log.push(`${name} ends`)
    })

  let endSlow: () => void = () => {}
  const quickEnded = new Promise<void>((resolve) => {
    endSlow = resolve
  })
  const all = [
    work('commands', 'slow', () => quickEnded.then(soon)),
    work('commands', 'quick').then(endSlow),
    work('files', 'read'),
    work('alone', 'restore'),
    work('commands', 'late'),
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
