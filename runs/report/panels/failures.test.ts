import { expect, test } from 'vitest'
import type { Json, Turn } from '../../../core/index.ts'
import { failuresPanel } from './failures.ts'
import { failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { normalizeMessage } from './normalize.ts'

const bash = (command: string, info: Turn['info'] = {}) => ({
  action: { tool: 'bash', command },
  info,
})
const invalid = (reason: string) => ({ action: 'x', invalid: reason })
const rowsOf = async (title: string, episodes: Parameters<typeof fakeRun>[2]) =>
  tableOf(await shown(failuresPanel, [fakeRun(failuresPanel, 'one', episodes)]), title).rows

test('the same mistake has one reason', () => {
  const same: readonly (readonly [string, string])[] = [
    ['unknown tool "ls" at 12', 'unknown tool <value> at <number>'],
    ["can't parse 'x y'", "can't parse <value>"],
    ['no file /tmp/a-1/b.js (3.5 s)', 'no file <path> (<number> s)'],
    ['run 0f8fad5b-d9cb-469f-a165-70867728950e, commit 9fceb02d', 'run <id>, commit <id>'],
    ['two\n  lines', 'two lines'],
    ['  ', 'no reason given'],
    ['"never closed', '"never closed'],
  ]

  for (const [message, normalized] of same) expect(normalizeMessage(message)).toBe(normalized)
  expect(normalizeMessage('x'.repeat(9999))).toHaveLength(160)
})

test('failing and invalid actions are counted by reason, as the summary counts them', async () => {
  const episodes = [
    { turns: [invalid('unknown tool "a"'), bash('npm test', { failed: true, exitCode: 1 })] },
    { turns: [invalid('unknown tool "b"'), bash('ls', { failed: true }), bash('ls')] },
    { turns: [invalid('lost')], outcome: failed('gone', 'turn') },
  ]
  const run = fakeRun(failuresPanel, 'one', episodes)

  const blocks = await shown(failuresPanel, [run])

  expect(tableOf(blocks, 'Failing and invalid actions, by reason').rows).toEqual([
    {
      cells: ['invalid: unknown tool <value>', 2, 2],
      query: 'reason:"invalid: unknown tool <value>"',
    },
    { cells: ['bash: npm: exit code 1', 1, 1], query: 'reason:"bash: npm: exit code 1"' },
    { cells: ['bash: ls: failed', 1, 1], query: 'reason:"bash: ls: failed"' },
  ])
  expect(run.summary.failedActions).toBe(4)
  expect(blocks[0]).toMatchObject({
    items: [
      { label: 'Failing actions', value: '2', detail: '40.0 % of 5' },
      { label: 'Invalid actions', value: '2', detail: '40.0 % of 5' },
      { label: 'Episodes with either', value: '2' },
      { label: 'Truncated episodes', value: '0' },
      { label: 'Looping episodes', value: '0' },
    ],
  })
})

test('an action answered the same three times in a row is a loop, twice is not', async () => {
  const again = (count: number, command: string) =>
    Array.from({ length: count }, () => bash(command))

  const rows = await rowsOf('Loops: the same action and answer 3 times in a row or more', [
    { turns: [...again(3, 'npm test'), ...again(1, 'ls'), ...again(5, 'npm test')] },
    { turns: again(3, 'npm test') },
    { turns: [...again(2, 'cat a.js'), ...again(1, 'ls'), ...again(2, 'cat a.js')] },
  ])

  expect(rows).toEqual([{ cells: ['bash: npm test', 2, 8, 5], query: 'loop:"bash: npm test"' }])
})

test('the same action is no loop where each answer is another, unless the state stays as it was', async () => {
  const south = (observation: string, stateHash: string) => ({
    ...{ action: 'go south', observation, stateHash },
  })

  const rows = await rowsOf('Loops: the same action and answer 3 times in a row or more', [
    { turns: [south('a hall', '1'), south('a cellar', '2'), south('a cave', '3')] },
    { turns: [south('Turn 1: a wall.', '4'), south('Turn 2: a wall.', '4')] },
    { turns: [1, 2, 3, 4].map((turn) => south(`Turn ${turn}: a wall.`, '4')) },
  ])

  expect(rows).toEqual([{ cells: ['text: go south', 1, 4, 4], query: 'loop:"text: go south"' }])
})

test('episodes without success and exit codes are listed', async () => {
  const episodes = [
    { value: 0, ended: 'truncated' as const, turns: [bash('a', { exitCode: 2 })] },
    { value: 0, turns: [bash('a', { exitCode: 2 })] },
    { value: 1, turns: [bash('a'), bash('b', { exitCode: 0 })] },
  ]

  expect(await rowsOf('Episodes without success, by how they ended', episodes)).toEqual([
    { cells: ['truncated', 1], query: 'outcome:failure ended:truncated' },
    { cells: ['terminated', 1], query: 'outcome:failure ended:terminated' },
  ])
  expect(await rowsOf('Exit codes other than 0', episodes)).toEqual([
    { cells: ['2', 2, 2], query: 'exit:2' },
  ])
})

test('whatever an env says of itself can be read', async () => {
  const odd: readonly Json[] = [
    null,
    7,
    'text',
    [],
    ['a', { kind: 'tests' }, null],
    { leaked: true, none: false },
  ]
  const episodes = odd.flatMap((value) => [
    {
      turns: [{ action: value, info: { failed: true, exitCode: value, error: value } }],
    },
    { turns: [{ action: value, info: value as never }] },
  ])

  const rows = await rowsOf('Failing and invalid actions, by reason', episodes)

  expect(rows.length).toBeGreaterThan(0)
})
