import { expect, test } from 'vitest'
import type { Json } from '../../../core/index.ts'
import { renderPlot } from '../plots/render.ts'
import { expectDrawn } from '../plots/svg.suite.ts'
import { type FakeEpisode, failed, fakeRun, score } from './fake-run.suite.ts'
import { panels } from './index.ts'

const hostile = '</svg><script>alert(1)</script> "onload="x" \u0000 \ud800'

/** Episodes of every sort, the same for the same number. */
function mixed(count: number, salt: number): FakeEpisode[] {
  return Array.from({ length: count }, (_, i): FakeEpisode => {
    const value = ((i * 7 + salt) % 11) / 5 - 0.5
    return {
      value: i % 9 === 4 ? null : value,
      parts: { tests: [score(value)], [hostile]: [score(i % 5 ? 0.5 : null)] },
      task: {
        id: `t${i % 13}`,
        split: i % 2 ? 'train' : 'test',
        difficulty: i % 4,
        kind: i % 3 ? `kind ${i % 20}` : hostile,
      },
      seed: Math.floor(i / 4),
      group: `g${Math.floor(i / 4)}`,
      ended: i % 6 ? 'terminated' : 'truncated',
      turns: Array.from({ length: 1 + ((i * salt) % 9) }, (_, turn) => ({
        action: turn % 4 ? { tool: 'bash', command: hostile } : hostile,
        info: { failed: i % 3 === 0, exitCode: i % 3, integrity: [hostile] },
        ...(turn % 3 === 2 ? { invalid: `${hostile} ${turn}` } : {}),
      })),
      timings: { setupMs: i, agentMs: i * 10, envMs: i * 100, gradingMs: 0 },
      ...(i % 10 === 7 ? { outcome: failed(`${hostile} ${i}`) } : {}),
    }
  })
}

const many = Array.from({ length: 8 }, (_, run) => mixed(40, run + 1))
const unscored = [{ outcome: failed('gone') }, { value: null }]
const cases: Readonly<Record<string, readonly (readonly FakeEpisode[])[]>> = {
  'one run': [mixed(60, 3)],
  'two runs': [mixed(60, 3), mixed(40, 5)],
  'eight runs': many,
  'no episodes': [[]],
  'no episodes beside some': [[], mixed(12, 1)],
  'one episode': [mixed(1, 1)],
  'equal episodes': [Array.from({ length: 5 }, () => ({}))],
  'nothing scored': [unscored, unscored],
}

test('panels have ids of their own', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
})

test.each(Object.entries(cases))('%s: data is JSON, and every figure is whole', async (_, runs) => {
  for (const panel of panels) {
    const label = (index: number) => (index === 1 ? hostile : `run ${index}`)
    const data = await panel.collect(
      runs.map((episodes, index) => fakeRun(panel, label(index), episodes)),
    )
    if (data === null) continue

    const stored = JSON.parse(JSON.stringify(data)) as Json
    const blocks = panel.show(stored)

    expect(stored).toEqual(data)
    expect(blocks).toEqual(panel.show(data))
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) {
      if (block.kind === 'figure') {
        expectDrawn(await renderPlot(block.spec))
        expect(block.description).not.toBe('')
      }
      if (!('table' in block)) continue
      const { columns, rows } = block.table
      for (const { cells } of rows) {
        expect(cells).toHaveLength(columns.length)
        for (const cell of cells) expect(cell).not.toBeNaN()
      }
    }
  }
})

test('facts of an episode stay small', () => {
  for (const panel of panels) {
    const { facts } = fakeRun(panel, 'one', mixed(50, 3))
    const sizes = facts.map((fact) => JSON.stringify(fact ?? null).length)

    expect(Math.max(...sizes), panel.id).toBeLessThan(2500)
  }
})
