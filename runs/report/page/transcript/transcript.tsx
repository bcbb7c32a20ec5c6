import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { EpisodeRow } from '../../page-data.ts'
import type { Episode } from '../data/episode.ts'
import { keyOf } from '../query/query.ts'
import { type EpisodeRoute, formatRoute } from '../route.ts'
import { sections } from '../sections/index.ts'
import { Boundary } from '../shell/boundary.tsx'
import { copyText } from '../shell/copy.ts'
import { useKeys } from '../shell/keys.ts'
import { usePage } from '../shell/page-context.ts'
import { addressOf } from './address.ts'
import { EpisodeHead } from './episode-head.tsx'
import { OutputsContext, useOutputs } from './outputs.ts'
import { Timeline } from './timeline.tsx'
import { Toolbar } from './toolbar.tsx'
import { useTrajectory } from './use-trajectory.ts'

/** One episode, from its task to its end. */
export function Transcript(props: { readonly row: EpisodeRow; readonly route: EpisodeRoute }) {
  const { row, route } = props
  const { data, source, list, navigate, notify } = usePage()
  const loaded = useTrajectory(row, data, source)
  const episode = loaded.status === 'there' ? loaded.episode : null
  const { outputs, toggle } = useOutputs(list.query.words)
  const { query, sort } = route
  const around = useMemo(() => neighboursOf(list.rows, row), [list.rows, row])
  const hrefOf = useCallback(
    (other: EpisodeRow) => formatRoute({ ...addressOf(other, data), query, sort }),
    [data, query, sort],
  )
  const toTurn = useCallback(
    (turn: number) => navigate({ ...route, turn }, { replace: true }),
    [navigate, route],
  )
  const copyJson = async () => {
    if (!episode) return
    const isCopied = await copyText(JSON.stringify(episode.raw, null, 2))
    notify(isCopied ? 'Copied the episode as JSON' : 'The browser refused to copy')
  }
  const back = () => navigate({ view: 'episodes', at: keyOf(row), query, sort })
  const go = (other: EpisodeRow | undefined, end: string) => {
    if (other) navigate({ ...addressOf(other, data), query, sort })
    else notify(`This is the ${end} episode of the list`)
  }
  useShownTurn(episode, route.turn)
  const step = (by: 1 | -1) => () => {
    const next = turnInView(route.turn) + by
    if (next >= 0 && next < (episode?.turns.length ?? 0)) toTurn(next)
  }
  useKeys({
    Escape: back,
    u: back,
    n: () => go(around.next, 'last'),
    p: () => go(around.previous, 'first'),
    j: step(1),
    J: step(1),
    ']': step(1),
    k: step(-1),
    K: step(-1),
    '[': step(-1),
    o: toggle,
    c: copyJson,
  })
  return (
    <OutputsContext.Provider value={outputs}>
      <article class="transcript" aria-label={`Episode ${row.id}`}>
        <Toolbar
          row={row}
          route={route}
          around={around}
          hrefOf={hrefOf}
          areOpen={outputs.areOpen === true}
          onToggle={toggle}
          onCopy={copyJson}
        />
        <EpisodeHead row={row} episode={episode} hrefOf={hrefOf} />
        {episode && <Timeline episode={episode} route={route} onTurn={toTurn} />}
        {episode ? (
          <Sections episode={episode} row={row} route={route} />
        ) : (
          <Absent loaded={loaded} />
        )}
      </article>
    </OutputsContext.Provider>
  )
}

function Sections(props: {
  readonly episode: Episode
  readonly row: EpisodeRow
  readonly route: EpisodeRoute
}) {
  return (
    <>
      {sections
        .filter(({ isShown }) => isShown(props.episode))
        .map(({ id, title, Body }) => (
          <section key={id} class={`section section-${id}`} aria-labelledby={`section-${id}`}>
            <h3 id={`section-${id}`}>{title}</h3>
            <Boundary name={title}>
              <Body {...props} />
            </Boundary>
          </section>
        ))}
    </>
  )
}

function Absent({ loaded }: { readonly loaded: ReturnType<typeof useTrajectory> }) {
  const { data } = usePage()
  if (loaded.status === 'loading') return <p class="empty">Loading …</p>
  if (loaded.status === 'failed') {
    return (
      <p class="note tone-warning" role="alert">
        The transcript cannot be opened: {loaded.message}
      </p>
    )
  }
  return (
    <p class="note tone-neutral">
      This page does not hold the transcript. {data.leftOut || 'It stands in the run’s folder.'}
    </p>
  )
}

interface Neighbours {
  /** Place in the list, from 0; -1 where the list leaves it out. */
  readonly index: number
  readonly count: number
  readonly previous: EpisodeRow | undefined
  readonly next: EpisodeRow | undefined
}

function neighboursOf(rows: readonly EpisodeRow[], row: EpisodeRow): Neighbours {
  const index = rows.findIndex(({ run, id }) => run === row.run && id === row.id)
  return {
    index,
    count: rows.length,
    previous: index > 0 ? rows[index - 1] : undefined,
    next: index >= 0 ? rows[index + 1] : rows[0],
  }
}

/** Brings the turn of the address into view, once it is there and whenever it changes. */
function useShownTurn(episode: Episode | null, turn: number | null): void {
  const shown = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (!episode || turn === null || shown.current === turn) return
    shown.current = turn
    const element = document.getElementById(`turn-${turn}`)
    element?.scrollIntoView({ block: 'start' })
    element?.querySelector<HTMLElement>('.turn-number')?.focus({ preventScroll: true })
  }, [episode, turn])
  useEffect(() => {
    if (turn === null) shown.current = null
  }, [turn])
}

/** The turn that is read: the chosen one, unless it was scrolled out of sight; -1 before the first. */
function turnInView(chosen: number | null): number {
  const isSeen = ({ top }: DOMRect) => top >= 0 && top < innerHeight
  const element = chosen === null ? null : document.getElementById(`turn-${chosen}`)
  if (chosen !== null && element && isSeen(element.getBoundingClientRect())) return chosen
  const turns = [...document.querySelectorAll('.turns > li')]
  return turns.findLastIndex((turn) => turn.getBoundingClientRect().top < innerHeight / 3)
}
