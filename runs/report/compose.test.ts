import { expect, test } from 'vitest'
import { runWins } from '../wins.suite.ts'
import { composePage, viewsOf } from './compose.ts'
import { type AnyPanel, definePanel } from './panel.ts'
import { openRunReader } from './read/read-run.ts'

const nothing = { blobOf: () => null, leftOut: '' }
const compose = async (panels: readonly AnyPanel[], dirs: readonly string[]) => {
  const readers = await Promise.all(dirs.map((dir) => openRunReader(dir, panels)))
  for (const reader of readers) await reader.update()
  return composePage(viewsOf(readers), panels, nothing)
}

const actions = definePanel<readonly unknown[], { readonly byRun: Record<string, number> }>({
  id: 'actions',
  title: 'Actions',
  read: ({ turns }) => turns.map(({ action }) => action),
  collect: (runs) => ({
    byRun: Object.fromEntries(runs.map(({ label, facts }) => [label, facts.flat().length])),
  }),
  show: ({ byRun }) => [{ kind: 'note', text: JSON.stringify(byRun) }],
})

test('a panel is fed by what it reads of every episode of every run', async () => {
  const one = await runWins({ episodes: 4, seed: 1 })
  const two = await runWins({ episodes: 7, seed: 2 })

  const { panels, runs, episodes } = await compose([actions], [one.dir, two.dir])

  const [first = '', second = ''] = runs.map(({ label }) => label)
  expect(panels[0]?.blocks).toEqual([
    {
      kind: 'note',
      text: JSON.stringify({
        [first]: one.summary.turns.total,
        [second]: two.summary.turns.total,
      }),
    },
  ])
  expect(episodes.map(({ run }) => run)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
  expect(episodes.filter(({ success }) => success)).toHaveLength(
    one.summary.success.successes + two.summary.success.successes,
  )
})

test('a panel that throws costs itself alone, and says why', async () => {
  const { dir } = await runWins({ episodes: 2 })
  const broken = definePanel({
    id: 'broken',
    title: 'Broken',
    collect: () => {
      throw new Error('no metrics here')
    },
    show: () => [],
  })
  const undrawable = definePanel<undefined, { readonly a: number }>({
    id: 'undrawable',
    title: 'Undrawable',
    collect: () => ({ a: 1 }),
    show: () => {
      throw new Error('no room for it')
    },
  })

  const { panels } = await compose([broken, undrawable, actions], [dir])

  expect(panels.map(({ id }) => id)).toEqual(['undrawable', 'actions', 'problems'])
  expect(JSON.stringify(panels[0])).toContain('The panel Undrawable could not be made: no room')
  expect(JSON.stringify(panels[2])).toContain('The panel Broken could not be made: no metrics here')
})

test('a panel with nothing to tell is not there', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const silent = definePanel({ id: 's', title: 'Silent', collect: () => null, show: () => [] })

  expect((await compose([silent], [dir])).panels).toEqual([])
})
