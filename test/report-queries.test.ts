import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Table } from '../runs/report/blocks.ts'
import { composePage, viewsOf } from '../runs/report/compose.ts'
import { fieldsOf } from '../runs/report/page/query/fields.ts'
import { compileQuery } from '../runs/report/page/query/query.ts'
import { panels } from '../runs/report/panels/index.ts'
import { openRunReader } from '../runs/report/read/read-run.ts'
import { HOSTILE, play } from './browser/runs.suite.ts'

/** Columns that say how many episodes a row counts. */
const COUNTS = ['Scored episodes', 'Episodes']

test.each([
  ['one run', ['plain']],
  ['two runs', ['plain', 'other']],
  ['hostile texts', [HOSTILE]],
])('every row of the overview leads to just the episodes it counts: %s', async (_, words) => {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-queries-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const readers = await Promise.all(
    words.map(async (word, n) => {
      const out = join(folder, `run ${n}`)
      await play(out, { episodes: 40, word, broken: 0.2, seed: n })
      return openRunReader(out, panels)
    }),
  )
  for (const reader of readers) await reader.update()
  const data = await composePage(viewsOf(readers), panels, { blobOf: () => null, leftOut: '' })
  const fields = fieldsOf(data)
  const tables = data.panels.flatMap(({ blocks }) =>
    blocks.flatMap((block): Table[] => ('table' in block ? [block.table] : [])),
  )

  let checked = 0
  for (const { columns, rows } of tables) {
    const name = COUNTS.find((count) => columns.some((column) => column.name === count))
    const at = columns.findIndex((column) => column.name === name)
    for (const { cells, query } of rows) {
      if (query === undefined || at === -1) continue
      const compiled = compileQuery(query, fields)
      expect(compiled.problems, query).toEqual([])
      expect(compiled.words, query).toEqual([])
      const found = data.episodes.filter((episode) => compiled.matches(episode, new Map()))
      expect(found.length, `${query} (${cells.join(', ')})`).toBe(cells[at])
      checked++
    }
  }
  expect(checked).toBeGreaterThan(15)
})
