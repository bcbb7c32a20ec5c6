import type { EpisodesRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'
import { nextSort } from './columns.ts'

/** The columns' titles, to sort by. */
export function ListHead({ route }: { readonly route: EpisodesRoute }) {
  const { list, navigate } = usePage()
  return (
    <thead>
      <tr class="list-columns" aria-rowindex={1}>
        {list.columns.map((column) => {
          const direction = directionOf(route.sort, column.id)
          return (
            <th
              key={column.id}
              scope="col"
              class={column.isNumber ? 'number' : undefined}
              aria-sort={direction}
            >
              <button
                type="button"
                onClick={() =>
                  navigate({ ...route, sort: nextSort(route.sort, column) }, { replace: true })
                }
              >
                {column.title}
                <span aria-hidden="true">{ARROWS[direction]}</span>
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

const ARROWS = { ascending: ' ↑', descending: ' ↓', none: '' } as const

function directionOf(sort: string, id: string): keyof typeof ARROWS {
  if (sort === id) return 'ascending'
  return sort === `-${id}` ? 'descending' : 'none'
}
