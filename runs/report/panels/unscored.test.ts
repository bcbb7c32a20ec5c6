import { expect, test } from 'vitest'
import { failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { unscoredPanel } from './unscored.ts'

const slow = (name: string, ms: number) =>
  failed(`Cannot start the sandbox "${name}": no answer within ${ms} ms`)
const episodes = [
  { outcome: slow('a', 10), attempts: 3 },
  { outcome: slow('b', 20), attempts: 3 },
  { outcome: failed('it died', 'turn') },
  { value: null },
  { value: 1, attempts: 2 },
]

test('unscored episodes are counted by class and phase', async () => {
  const run = fakeRun(unscoredPanel, 'one', episodes)

  const blocks = await shown(unscoredPanel, [run])

  expect(tableOf(blocks, 'Unscored episodes by class and phase').rows).toEqual([
    { cells: ['SandboxError', 'setup', 2], query: 'unscored:SandboxError phase:setup' },
    { cells: ['SandboxError', 'turn', 1], query: 'unscored:SandboxError phase:turn' },
    { cells: ['JudgeError', 'reward', 1], query: 'unscored:JudgeError phase:reward' },
  ])
  expect(run.summary.unscoredByClass).toEqual({ SandboxError: 3, JudgeError: 1 })
  expect(blocks[0]).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('Not scored: 4 of 5 episodes'),
  })
})

test('messages that say the same are one, and can be searched for', async () => {
  const blocks = await shown(unscoredPanel, [fakeRun(unscoredPanel, 'one', episodes)])

  const title = 'Most frequent messages (10 attempts at 5 episodes; 3 episodes tried again)'
  expect(tableOf(blocks, title).rows.slice(0, 2)).toEqual([
    {
      cells: [
        'SandboxError',
        'setup',
        'Cannot start the sandbox <value>: no answer within <number> ms',
        2,
      ],
      query:
        'unscored:SandboxError phase:setup error:"Cannot start the sandbox <value>: no answer within <number> ms"',
    },
    {
      cells: ['SandboxError', 'turn', 'it died', 1],
      query: 'unscored:SandboxError phase:turn error:"it died"',
    },
  ])
})

test('where everything is scored there is nothing to tell', async () => {
  expect(await shown(unscoredPanel, [fakeRun(unscoredPanel, 'one', [{}, {}])])).toEqual([])
  expect(await shown(unscoredPanel, [fakeRun(unscoredPanel, 'one', [])])).toEqual([])
})
