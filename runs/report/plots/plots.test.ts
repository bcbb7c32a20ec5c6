import { describe, expect, test } from 'vitest'
import { barsPlot, drawnCategories } from './bars.ts'
import { binsOf, countsIn } from './bins.ts'
import { curvesPlot } from './curves.ts'
import { durationsPlot } from './durations.ts'
import { histogramPlot } from './histogram.ts'
import { intervalsPlot } from './intervals.ts'
import { renderPlot } from './render.ts'
import { stackedPlot } from './stacked.ts'
import { expectDrawn, textsOf } from './svg.suite.ts'

const runSets = [1, 2, 8].map((count) =>
  Array.from({ length: count }, (_, index) => `sweep/learning-rate-1e-${index}`),
)

describe('figures of one, two and eight runs', () => {
  test.each(runSets)('bars', async (...runs) => {
    const categories = Array.from({ length: 40 }, (_, i) => `kind ${i}, which has a very long name`)
    const drawn = drawnCategories(categories, runs.length)

    const svg = await renderPlot(
      barsPlot({
        description: 'bars',
        bars: runs.flatMap((run) =>
          drawn.map((category, i) => ({
            category,
            run,
            value: i % 3 === 0 ? null : i / 40,
            low: i % 2 ? 0 : null,
            high: i % 2 ? 1 : null,
            note: `${i} of 40`,
          })),
        ),
        runs,
        unit: 'share',
        whole: true,
        valueTitle: 'Success (share of episodes, 95 % interval)',
        categoryTitle: 'Kind',
      }),
    )

    expectDrawn(svg)
    expect(new Set(textsOf(svg)).size).toBeGreaterThanOrEqual(drawn.length)
    expect(textsOf(svg)).toContain('Success (share of episodes, 95 % interval)')
  })

  test.each(runSets)('intervals', async (...runs) => {
    const points = runs.map((run, i) => ({
      category: 'part',
      run,
      value: i - 3,
      low: i === 0 ? null : i - 4,
      high: i === 0 ? null : i - 2,
    }))
    const options = { runs, unit: 'number', valueTitle: 'Mean', categoryTitle: 'Part' } as const

    for (const zeroLine of [true, false]) {
      expectDrawn(
        await renderPlot(intervalsPlot({ ...options, description: 'i', points, zeroLine })),
      )
    }
  })

  test.each(runSets)('histograms', async (...runs) => {
    const samples = runs.map((_, run) =>
      Array.from({ length: 50 }, (_, i) => Math.sin(i) * (run + 1)),
    )
    for (const values of [
      samples,
      runs.map(() => [1]),
      runs.map((_, run) => (run ? [] : [0, 0])),
    ]) {
      const bins = binsOf(values.flat())

      const svg = await renderPlot(
        histogramPlot({
          description: 'h',
          bins,
          runs: runs.map((run, i) => ({
            run,
            counts: countsIn(bins, values[i] ?? []),
            mean: i ? null : 0.5,
          })),
          valueTitle: 'Reward',
          counted: 'episodes',
        }),
      )

      expectDrawn(svg)
      expect(textsOf(svg)).toContain('Share of episodes')
    }
  })

  test.each(runSets)('curves', async (...runs) => {
    const points = runs.flatMap((series, run) =>
      [1, 2, 3, 4].map((x) => ({
        series,
        x,
        y: x / 5,
        low: run ? x / 5 - 0.3 : null,
        high: run ? x / 5 + 0.3 : null,
      })),
    )

    const svg = await renderPlot(
      curvesPlot({ description: 'c', points, series: runs, xTitle: 'k', yTitle: 'pass@k' }),
    )

    expectDrawn(svg)
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['1', '4', '100 %', 'k', 'pass@k']))
  })

  test.each(runSets)('durations and shares of time', async (...runs) => {
    const rows = runs.flatMap((run, i) =>
      ['setup', 'env'].map((category) => ({
        category,
        run,
        p5: 0,
        p25: 0,
        p50: 10 ** i,
        p75: 10 ** i,
        p95: 2 * 10 ** i,
      })),
    )

    const durations = await renderPlot(
      durationsPlot({ description: 'd', rows, runs, valueTitle: 'Time', categoryTitle: 'Phase' }),
    )
    const shares = await renderPlot(
      stackedPlot({
        description: 's',
        rows: runs.map((name) => ({ name, shares: [0.25, 0.75] })),
        parts: [
          { name: 'setup', color: 'var(--plot-5)' },
          { name: 'env', color: 'var(--plot-6)' },
        ],
        valueTitle: 'Share of time',
        rowTitle: 'Run',
      }),
    )

    for (const svg of [durations, shares]) expectDrawn(svg)
    expect(textsOf(durations)).toContain('≤ 1 ms')
  })
})
