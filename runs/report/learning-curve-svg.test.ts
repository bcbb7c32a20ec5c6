import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runWins } from '../wins.suite.ts'
import { learningCurveSvg } from './learning-curve-svg.ts'
import { palette } from './plots/palette.ts'
import { textsOf, xmlProblem } from './plots/svg.suite.ts'
import { trainingRun } from './training-run.suite.ts'

const metric = 'eval/success'
const scaled = (name: string, factor: number, updates = 4) =>
  trainingRun({ name, updates, metrics: (update) => ({ [metric]: (factor * update) / 10 }) })

test('a figure has the median of each group, and stands alone', async () => {
  const [low, middle, high] = await Promise.all([scaled('a', 1), scaled('b', 2), scaled('c', 2.5)])
  const other = await scaled('d', 1.5)

  const svg = await learningCurveSvg(
    [
      { label: 'GRPO', runs: [low, middle, high] },
      { label: 'RLOO', runs: [other] },
    ],
    { metric, title: 'Held-out success' },
  )

  expect(xmlProblem(svg.trim())).toBeNull()
  expect(svg).not.toMatch(/var\(|inherit|NaN|undefined|href|<script/)
  expect(svg).toMatch(/^<svg xmlns="[^"]+" role="img" aria-label="[^"]+" width="\d+" height="\d+"/)
  expect(svg).toContain('GRPO (3 seeds): from 0.200 to 0.800.')
  expect(svg).toContain('RLOO: from 0.150 to 0.600.')
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining(['Held-out success', 'GRPO (3 seeds)', 'RLOO', 'Update']),
  )
})

test('only updates that all seeds came to are shown', async () => {
  const runs = [await scaled('a', 1, 4), await scaled('b', 2, 2)]

  const svg = await learningCurveSvg([{ label: 'PPO', runs }], { metric, title: 'Success' })

  expect(svg).toContain('updates 1 to 2. PPO (2 seeds): from 0.150 to 0.300.')
})

test('what cannot be drawn is refused in one line', async () => {
  const dir = await trainingRun()
  const { dir: played } = await runWins({ episodes: 1 })
  const draw = (run: string, metric: string) =>
    learningCurveSvg([{ label: 'GRPO', runs: [run] }], { metric, title: 'It' })

  await expect(draw(dir, 'no/such')).rejects.toThrow(
    'Cannot draw no/such of GRPO: no run of it has that number',
  )
  await expect(draw(played, 'reward')).rejects.toThrow('it is no training run')
  await expect(draw('nowhere', 'reward')).rejects.toThrow('there is no such folder')
})

test('the palette is that of the page', () => {
  const css = readFileSync(join(import.meta.dirname, 'page/style/colours.css'), 'utf8')
  const ofPage = Object.keys(palette).map((name) => {
    const [, light, dark] = new RegExp(`--${name}: light-dark\\((\\S+), (\\S+)\\)`).exec(css) ?? []
    return [name, [light, dark]]
  })

  expect(Object.fromEntries(ofPage)).toEqual(palette)
})
