import type { Column, Format, Table } from '../blocks.ts'

type Cell = string | number | null

/** A column of a table: its name, how it is read, and its cell of a row. */
export type ColumnOf<Item> = readonly [name: string, format: Format, cell: (item: Item) => Cell]

export function tableOf<Item>(
  columns: readonly ColumnOf<Item>[],
  items: readonly Item[],
  queryOf?: (item: Item) => string,
): Table {
  return {
    columns: columns.map(([name, format]): Column => ({ name, format })),
    rows: items.map((item) => {
      const cells = columns.map(([, , cell]) => cell(item))
      const query = queryOf?.(item)
      return query ? { cells, query } : { cells }
    }),
  }
}

/** A column that says which run it is, where there are several. */
export function runColumn<Item extends { readonly run: string }>(
  runs: readonly unknown[],
): readonly ColumnOf<Item>[] {
  return runs.length > 1 ? [['Run', 'text', ({ run }) => run]] : []
}
