import { mean, standardDeviation } from '../../runs/index.ts'
import { formatPercent, formatSeconds } from '../format.ts'
import type { Cell, CellResult, FactorEffect } from './practitioner.ts'

const FACTORS: Readonly<Record<FactorEffect['factor'], (cell: Cell) => string>> = {
  demonstrations: ({ share }) => formatPercent(share),
  reward: ({ reward }) => reward,
  algorithm: ({ algorithm }) => algorithm,
}

/** What each level of each factor came to, as the mean over the levels of the others. */
export function effectsOf(results: readonly CellResult[]): readonly FactorEffect[] {
  const known = results.flatMap(({ cell, success }) =>
    success === null ? [] : [{ cell, success }],
  )
  return Object.entries(FACTORS).map(([factor, levelOf]) => ({
    factor: factor as FactorEffect['factor'],
    levels: [...new Set(results.map(({ cell }) => levelOf(cell)))].map((level) => {
      const values = known
        .filter(({ cell }) => levelOf(cell) === level)
        .map(({ success }) => success)
      return {
        ...{ level, mean: mean(values), spread: standardDeviation(values), cells: values.length },
      }
    }),
  }))
}

/** The cell with the highest held-out success; of equals the one that took fewer episodes. */
export function bestCell(results: readonly CellResult[]): CellResult | null {
  const known = results.filter(({ success }) => success !== null)
  const [best] = known.sort(
    (a, b) => (b.success ?? 0) - (a.success ?? 0) || a.episodes - b.episodes,
  )
  return best ?? null
}

/** Cells in their order, the best one, and what each factor gave. */
export function practitionerTable(results: readonly CellResult[]): string {
  const width = Math.max(...results.map(({ cell }) => cell.name.length), 'cell'.length) + 2
  const best = bestCell(results)
  return [
    `  ${'cell'.padEnd(width)}${['best', 'last', 'episodes', 'time'].map(right).join('')}`,
    ...results.map(
      ({ cell, status, success, last, episodes, seconds }) =>
        `  ${cell.name.padEnd(width)}${[share(success), share(last), episodes.toLocaleString('en-US'), formatSeconds(seconds)].map(right).join('')}${status === 'complete' ? '' : `  ${status}`}`,
    ),
    '',
    best === null
      ? 'Nothing was held out, or nothing tells of success: no cell is better than another.'
      : `Best: ${best.cell.name}, ${share(best.success)} held out at update ${best.update}.`,
    ...effectsOf(results)
      .filter(({ levels }) => levels.length > 1)
      .flatMap(({ factor, levels }) => [
        '',
        `  ${factor}, mean over the others`,
        ...levels.map(
          ({ level, mean, spread, cells }) =>
            `    ${level.padEnd(width - 2)}${right(share(mean))}${spread === null ? '' : ` ± ${(spread * 100).toFixed(1)}`} (${cells} ${cells === 1 ? 'cell' : 'cells'})`,
        ),
      ]),
  ].join('\n')
}

const share = (value: number | null) => (value === null ? '-' : formatPercent(value))
const right = (text: string) => text.padStart(12)
