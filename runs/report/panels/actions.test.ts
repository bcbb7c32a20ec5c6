import { expect, test } from 'vitest'
import type { Json } from '../../../core/index.ts'
import { actionKind } from './action-kind.ts'
import { actionsPanel } from './actions.ts'
import { failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'

const bash = (command: string) => ({ tool: 'bash', command })

test('an action has the kind it names itself by, and its first program', () => {
  const kinds: readonly (readonly [Json, string, string | null])[] = [
    [bash('node test.js'), 'bash', 'bash: node'],
    [bash('cd /workspace && CI=1 /usr/bin/npm test | tail'), 'bash', 'bash: npm'],
    [bash('# why\n  ls\n'), 'bash', 'bash: ls'],
    [bash(''), 'bash', null],
    [{ type: 'click', x: 3 }, 'click', null],
    [{ action: 'buy' }, 'buy', null],
    [{ name: 'search', command: 7 }, 'search', null],
    [{ x: 1 }, 'object', null],
    ['look around', 'text', null],
    [4, 'number', null],
    [true, 'boolean', null],
    [['a'], 'list', null],
    [null, 'null', null],
  ]

  for (const [action, kind, program] of kinds) expect(actionKind(action)).toEqual({ kind, program })
})

test('actions are counted by kind and by program, with failures and time', async () => {
  const turns = [
    { action: bash('node a.js'), durationMs: 10, info: { failed: true } },
    { action: bash('node b.js'), durationMs: 30 },
    { action: bash('ls'), durationMs: 2 },
    { action: 'what', invalid: 'not a call', durationMs: 0 },
  ]

  const blocks = await shown(actionsPanel, [
    fakeRun(actionsPanel, 'one', [{ turns }, { turns }, { turns, outcome: failed('gone') }]),
  ])

  expect(tableOf(blocks, 'Actions by kind').rows.map(({ cells }) => cells)).toEqual([
    ['bash', 6, 0.75, 2, 0, 14],
    ['bash: node', 4, 0.5, 2, 0, 20],
    ['bash: ls', 2, 0.25, 0, 0, 2],
    ['text', 2, 0.25, 0, 2, 0],
  ])
})

test('beyond the most frequent, kinds and programs are summed', async () => {
  const turns = Array.from({ length: 40 }, (_, i) => [
    ...Array.from({ length: 40 - i }, () => ({ action: bash(`program-${i}`) })),
    { action: { tool: `tool-${i}` } },
  ]).flat()

  const blocks = await shown(actionsPanel, [fakeRun(actionsPanel, 'one', [{ turns }])])

  const { rows } = tableOf(blocks, 'Actions by kind')
  const countOf = (name: string) => rows.find(({ cells }) => cells[0] === name)?.cells[1]
  expect(countOf('bash')).toBe(820)
  expect(countOf('bash: 10 other programs')).toBe(55)
  expect(countOf('11 other kinds')).toBe(11)
  expect(rows).toHaveLength(1 + 30 + 1 + 29 + 1)
})

test('several runs have a row each, and a run without actions zeros', async () => {
  const runs = [
    fakeRun(actionsPanel, 'a', [{ turns: [{ action: 'go' }] }]),
    fakeRun(actionsPanel, 'b', []),
  ]

  const { rows } = tableOf(await shown(actionsPanel, runs), 'Actions by kind')

  expect(rows.map(({ cells }) => cells)).toEqual([
    ['a', 'text', 1, 1, 0, 0, 1],
    ['b', 'text', 0, 0, 0, 0, null],
  ])
  expect(await shown(actionsPanel, [fakeRun(actionsPanel, 'b', [])])).toEqual([])
})
