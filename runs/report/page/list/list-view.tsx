import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { keyOf } from '../query/query.ts'
import { type EpisodesRoute, formatRoute } from '../route.ts'
import { useKeys } from '../shell/keys.ts'
import { usePage } from '../shell/page-context.ts'
import { addressOf } from '../transcript/address.ts'
import { FilterBar } from './filter-bar.tsx'
import { ListHead } from './list-head.tsx'
import { ListRow } from './list-row.tsx'
import { NothingFound } from './nothing-found.tsx'
import { useMediaQuery } from './use-media-query.ts'
import { useWindow } from './use-window.ts'

const ROW = { wide: 36, narrow: 58 }
const WRITE_MS = 200
/** More would be a book. */
const PRINTED = 2000

/** The list of all episodes: only the rows in view are in the document. */
export function ListView({ route }: { readonly route: EpisodesRoute }) {
  const { list, navigate, data, isPrinting } = usePage()
  const { rows, columns } = list
  const isNarrow = useMediaQuery('(max-width: 720px)')
  const rowHeight = isNarrow ? ROW.narrow : ROW.wide
  const scroller = useRef<HTMLDivElement>(null)
  const [at, setAt] = useSelection(route)
  const selected = useMemo(
    () => (at === null ? -1 : rows.findIndex((row) => keyOf(row) === at)),
    [rows, at],
  )
  const window = useWindow(
    scroller,
    rows.length,
    rowHeight,
    `${route.query}\n${route.sort}`,
    selected,
  )

  // Who comes back from an episode goes on from it.
  useEffect(() => {
    if (at !== null) focusRow(scroller.current, at)
  }, [])

  const select = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (!row) return
    setAt(keyOf(row))
    window.reveal(rows.indexOf(row))
    focusRow(scroller.current, keyOf(row))
  }
  const open = (index: number) => {
    const row = rows[index]
    if (!row) return
    // The list is found again as it was left.
    navigate({ ...route, at: keyOf(row) }, { replace: true })
    navigate({ ...addressOf(row, data), query: route.query, sort: route.sort })
  }
  const drawn = isPrinting ? { first: 0, end: Math.min(rows.length, PRINTED) } : window
  const height = (isPrinting ? drawn.end : rows.length) * rowHeight
  const moveTo = (index: number) => (event: KeyboardEvent) => {
    event.preventDefault()
    select(index)
  }
  const move = (step: number) => (event: KeyboardEvent) => {
    event.preventDefault()
    select(selected < 0 ? window.first : selected + step)
  }
  useKeys({
    j: move(1),
    ArrowDown: move(1),
    k: move(-1),
    ArrowUp: move(-1),
    PageDown: move(window.page),
    PageUp: move(-window.page),
    Home: moveTo(0),
    End: moveTo(rows.length - 1),
    Enter: (event) => {
      if (selected < 0 || (event.target as Element).closest('a, button')) return
      open(selected)
    },
  })
  const template = columns.map(({ width }) => width).join(' ')
  return (
    <section class="list" aria-label="Episodes">
      <FilterBar route={route} onEnterList={() => select(Math.max(selected, 0))} />
      {rows.length === 0 ? (
        <NothingFound route={route} />
      ) : (
        <div ref={scroller} class="list-scroll">
          <table
            aria-label="Episodes"
            aria-rowcount={rows.length + 1}
            style={{ '--columns': template }}
          >
            <ListHead route={route} />
            <tbody style={{ height: `${height}px` }}>
              {rows.slice(drawn.first, drawn.end).map((row, i) => {
                const index = drawn.first + i
                return (
                  <ListRow
                    key={keyOf(row)}
                    row={row}
                    columns={columns}
                    index={index}
                    top={index * rowHeight}
                    isSelected={index === selected}
                    isNarrow={isNarrow}
                    href={formatRoute({
                      ...addressOf(row, data),
                      query: route.query,
                      sort: route.sort,
                    })}
                    onOpen={() => open(index)}
                  />
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** The selected row is part of the address, which browsers let change only now and then. */
function useSelection(route: EpisodesRoute) {
  const { navigate } = usePage()
  const [at, setAt] = useState(route.at)
  const latest = useRef(route)
  latest.current = route
  useEffect(() => setAt(route.at), [route.at])
  useEffect(() => {
    if (at === latest.current.at) return
    const timer = setTimeout(() => navigate({ ...latest.current, at }, { replace: true }), WRITE_MS)
    return () => clearTimeout(timer)
  }, [at, navigate])
  return [at, setAt] as const
}

/** Once it is drawn; who types in the search box stays there. */
function focusRow(scroller: HTMLElement | null, key: string): void {
  requestAnimationFrame(() => {
    const link = scroller?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] a`)
    link?.focus({ preventScroll: true })
  })
}
