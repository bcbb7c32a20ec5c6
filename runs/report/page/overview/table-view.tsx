import { useState } from 'preact/hooks'
import type { Table } from '../../blocks.ts'
import { formatCell, plural } from '../../format.ts'
import { formatRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'
import { Scroller } from '../shell/scroller.tsx'
import { cleanText } from '../text/clean.ts'

/** More rows are folded at first. */
const SHOWN = 30

/** A table whose rows lead to the episodes they count. */
export function TableView({ table }: { readonly table: Table }) {
  const { isPrinting } = usePage()
  const [isWhole, setWhole] = useState(false)
  const { columns, rows } = table
  const shown = isWhole || isPrinting ? rows : rows.slice(0, SHOWN)
  return (
    <Scroller label="Table">
      <table class={table.wraps ? 'wraps' : undefined}>
        <thead>
          <tr>
            {columns.map(({ name, format }) => (
              <th key={name} scope="col" class={format === 'text' ? undefined : 'number'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ cells, query }, i) => (
            <tr key={i}>
              {columns.map(({ name, format }, j) => {
                const text = cleanText(formatCell(cells[j] ?? null, format))
                return (
                  <td key={name} class={format === 'text' ? undefined : 'number'}>
                    {j === 0 && query !== undefined ? <RowLink query={query} text={text} /> : text}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" class="button quiet" onClick={() => setWhole(true)}>
          Show all {plural(rows.length, 'row')}
        </button>
      )}
    </Scroller>
  )
}

function RowLink({ query, text }: { readonly query: string; readonly text: string }) {
  return (
    <a
      href={formatRoute({ view: 'episodes', at: null, query, sort: '' })}
      title={`Episodes with ${query}`}
    >
      {text}
    </a>
  )
}
