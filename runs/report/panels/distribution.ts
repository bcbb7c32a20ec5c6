import type { Table } from '../blocks.ts'
import type { Bin } from '../plots/bins.ts'
import { queryOf, runTerms } from './query.ts'
import { runColumn, tableOf } from './tables.ts'

/** The numbers behind a histogram: how many episodes of each run fall in each bin. */
export function distributionTable(
  runs: readonly { readonly run: string; readonly counts: readonly number[] }[],
  bins: readonly Bin[],
  valueTitle: string,
  /** Terms that find a bin's episodes; without, rows lead nowhere. */
  termsOf?: (bin: Bin) => readonly string[],
): Table {
  const items = runs.flatMap(({ run, counts }) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    return bins.map((bin, index) => ({ run, bin, count: counts[index] ?? 0, total }))
  })
  return tableOf<(typeof items)[number]>(
    [
      ...runColumn(runs),
      [valueTitle, 'text', ({ bin }) => bin.label],
      ['Episodes', 'integer', ({ count }) => count],
      ['Share', 'share', ({ count, total }) => (total > 0 ? count / total : null)],
    ],
    items,
    ({ run, bin }) => (termsOf ? queryOf(runTerms(runs, run), termsOf(bin)) : ''),
  )
}
