import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Cell, type CellResult, planCells } from './practitioner.ts'
import { flagsOf, gridOf, readGrid, storeGrid } from './practitioner-grid.ts'
import { bestCell, effectsOf, practitionerTable } from './practitioner-table.ts'

const grid = {
  shares: [0, 0.2],
  rewards: ['sparse', 'dense'],
  algorithms: ['grpo', 'ppo'],
} as const

/** Success in per cent, in the order of the cells. */
const resultsOf = (...successes: readonly (number | null)[]): readonly CellResult[] =>
  planCells(grid).map((cell, at) => {
    const success = successes[at] ?? null
    return {
      ...{ cell, status: success === null ? 'failed' : 'complete' },
      success: success === null ? null : success / 100,
      ...{ last: success === null ? null : success / 200, update: 10 * (at + 1) },
      ...{ episodes: 1000 + at, seconds: 60 },
    }
  })
const results = resultsOf(0, 10, 20, 30, 40, 50, 60, 90)

test('the grid has every combination once, each under a name of its own', () => {
  const cells = planCells(grid)

  expect(cells).toHaveLength(8)
  expect(new Set(cells.map(({ name }) => name)).size).toBe(8)
  expect(cells.at(-1)).toEqual({
    ...{ name: 'sft-0.2-dense-ppo', share: 0.2, reward: 'dense', algorithm: 'ppo' },
  })
})

test('the preset alone is three shares, two densities and three algorithms', () => {
  expect(planCells(gridOf({}))).toHaveLength(18)
  expect(gridOf({ gridShares: ['0.1'], gridAlgorithms: ['rloo'] })).toEqual({
    ...{ shares: [0.1], rewards: ['sparse', 'dense'], algorithms: ['rloo'] },
  })
})

test('levels that cannot be, and what the grid decides, are refused in one line', () => {
  const refusal = (given: Record<string, unknown>) => () => gridOf(given)

  expect(refusal({ gridShares: ['1'] })).toThrow('the share 1 is no number from 0 to 0.95')
  expect(refusal({ gridShares: ['0', '0'] })).toThrow('--grid-shares names one twice, or none')
  expect(refusal({ gridRewards: [] })).toThrow('--grid-rewards names one twice, or none')
  expect(refusal({ gridAlgorithms: ['gppo'] })).toThrow(
    'there is no algorithm gppo (did you mean "grpo"?)',
  )
  expect(refusal({ reward: 'dense' })).toThrow(
    'Cannot train the preset practitioner: --reward is for the grid to decide (use --grid-rewards)',
  )
})

test('a cell has the flags of the command line, and its own levels', () => {
  const [first, last] = [planCells(grid)[0], planCells(grid).at(-1)] as [Cell, Cell]
  const given = { preset: 'practitioner', seed: 3, gridShares: ['0', '0.2'], out: 'parent' }

  const flags = flagsOf(last, given, 'parent/cell')

  expect(flags).toMatchObject({
    ...{ seed: 3, sftShare: 0.2, reward: 'dense', out: 'parent/cell', env: ['text/KeyDoor-v0'] },
  })
  expect(flags).not.toHaveProperty('preset')
  expect(flagsOf(first, given, '').sftShare).toBeUndefined()
  expect(flagsOf(first, { env: ['text/Nim-v0'] }, '').options).toBeUndefined()
  expect(() => flagsOf(last, { advantage: 'opo' }, '')).toThrow('--advantage is no flag of ppo')
})

test('a folder keeps what its grid was asked for, and holds one grid', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'palaestra-grid-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  const dir = join(parent, 'grid')
  await storeGrid(dir, { preset: 'practitioner', seed: 3, threads: 1, out: dir, quiet: true })

  const stored = await readGrid(dir, { resume: dir, threads: 2, json: true })

  expect(stored).toEqual({ seed: 3, threads: 2, resume: dir, json: true })
  await expect(storeGrid(dir, {})).rejects.toThrow('there are runs in it')
  await expect(readGrid(dir, { resume: dir, seed: 4 })).rejects.toThrow(
    `Cannot resume ${dir} with --seed: a grid goes on as it began`,
  )
  await expect(readGrid(parent, {})).rejects.toThrow(`Cannot resume ${parent}: there is no grid`)
})

test('a level of a factor is the mean over the others, with the spread between them', () => {
  const effects = effectsOf(results)

  expect(effects.map(({ factor }) => factor)).toEqual(['demonstrations', 'reward', 'algorithm'])
  const [demonstrations, reward, algorithm] = effects.map(({ levels }) => levels)
  expect(demonstrations?.map(({ mean }) => mean)).toEqual([0.15, 0.6].map((x) => closeTo(x)))
  expect(reward?.map(({ mean }) => mean)).toEqual([0.25, 0.5].map((x) => closeTo(x)))
  expect(algorithm?.map(({ mean }) => mean)).toEqual([0.3, 0.45].map((x) => closeTo(x)))
  // Of 0, 10, 20, 30 per cent.
  expect(demonstrations?.[0]).toMatchObject({ spread: closeTo(0.1291, 4), cells: 4 })
})

test('what failed is in no mean, and is never the best', () => {
  const broken = resultsOf(0, 10, 20, 30, 40, 50, 60, null)

  const [, reward] = effectsOf(broken)

  expect(reward?.levels[1]).toMatchObject({ mean: closeTo(0.11 / 0.3), cells: 3 })
  expect(bestCell(broken)?.cell.name).toBe('sft-0.2-dense-grpo')
  expect(bestCell(resultsOf())).toBeNull()
})

test('of equally good cells the best took the fewest episodes', () => {
  expect(bestCell(resultsOf(50, 50, 50))?.cell.name).toBe('sft-0-sparse-grpo')
})

test('the table tells every cell, the best, and what each factor gave', () => {
  const lines = practitionerTable(results).split('\n')

  expect(lines[8]).toMatch(/^ {2}sft-0\.2-dense-ppo +90\.0 % +45\.0 % +1,007 +1 min 00 s$/)
  expect(lines).toContain('Best: sft-0.2-dense-ppo, 90.0 % held out at update 80.')
  expect(lines.at(-1)).toMatch(/^ {4}ppo +45\.0 % ± 34\.2 \(4 cells\)$/)
  expect(practitionerTable(resultsOf())).toContain('no cell is better than another')
})

const closeTo = (value: number, digits = 9): number => expect.closeTo(value, digits)
