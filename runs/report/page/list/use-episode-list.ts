import { useMemo } from 'preact/hooks'
import type { EpisodeRow, PageData } from '../../page-data.ts'
import { type Field, fieldsOf } from '../query/fields.ts'
import { compileQuery, type Query } from '../query/query.ts'
import type { ListState } from '../route.ts'
import type { Source } from '../source.ts'
import { columnsOf, type ListColumn, sortRows } from './columns.ts'
import { type TextSearch, useTextSearch } from './use-text-search.ts'

/** The episodes of a query, in the order that was asked for. */
export interface EpisodeList {
  readonly fields: readonly Field[]
  readonly columns: readonly ListColumn[]
  readonly query: Query
  readonly rows: readonly EpisodeRow[]
  /** The search of the transcripts for the query's words. */
  readonly search: TextSearch
}

export function useEpisodeList(
  data: PageData,
  source: Source,
  { query: text, sort }: ListState,
): EpisodeList {
  const fields = useMemo(() => fieldsOf(data), [data])
  const columns = useMemo(() => columnsOf(data), [data])
  const query = useMemo(() => compileQuery(text, fields), [text, fields])
  const search = useTextSearch(data, source, query.words)
  const sorted = useMemo(() => sortRows(data.episodes, sort, columns), [data, sort, columns])
  const rows = useMemo(
    () => sorted.filter((row) => query.matches(row, search.hits)),
    [sorted, query, search.hits],
  )
  return useMemo(
    () => ({ fields, columns, query, rows, search }),
    [fields, columns, query, rows, search],
  )
}
