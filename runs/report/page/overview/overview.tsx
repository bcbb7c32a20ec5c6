import { useLayoutEffect, useRef } from 'preact/hooks'
import type { PagePanel } from '../../page-data.ts'
import { formatRoute, type OverviewRoute } from '../route.ts'
import { Boundary } from '../shell/boundary.tsx'
import { usePage } from '../shell/page-context.ts'
import { BlockView } from './block-view.tsx'
import { Runs } from './runs.tsx'

/** The runs, and every panel. */
export function Overview({ route }: { readonly route: OverviewRoute }) {
  const { data } = usePage()
  const { query, sort, panel: target } = route
  const known = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (target === null || known.current === target) return
    known.current = target
    document.getElementById(`panel-${target}`)?.scrollIntoView()
  }, [target])
  const toPanel = (panel: string) => formatRoute({ view: 'overview', panel, query, sort })
  return (
    <div class="overview">
      {data.panels.length > 1 && (
        <nav class="contents" aria-label="Panels">
          {data.panels.map(({ id, title }) => (
            <a
              key={id}
              href={toPanel(id)}
              onClick={() => {
                // The address may say so already.
                known.current = null
                document.getElementById(`panel-${id}`)?.scrollIntoView()
              }}
            >
              {title}
            </a>
          ))}
        </nav>
      )}
      <div class="panels">
        <Runs />
        {data.panels.map((panel) => (
          <Panel key={panel.id} panel={panel} href={toPanel(panel.id)} />
        ))}
        <footer class="made">
          Made by Palaestra <time dateTime={data.generatedAt}>{dateOf(data.generatedAt)}</time>
          {data.leftOut && ` · ${data.leftOut}`}
        </footer>
      </div>
    </div>
  )
}

function Panel({ panel, href }: { readonly panel: PagePanel; readonly href: string }) {
  const { id, title, isDense, blocks } = panel
  return (
    <section class="panel" id={`panel-${id}`} aria-labelledby={`title-${id}`}>
      <h2 id={`title-${id}`}>
        {title}
        <a class="anchor" href={href} aria-label={`Link to ${title}`}>
          #
        </a>
      </h2>
      <Boundary name={title}>
        <div class={`blocks ${isDense ? 'dense' : ''}`}>
          {blocks.map((block, i) => (
            <BlockView key={`${block.kind} ${i}`} block={block} />
          ))}
        </div>
      </Boundary>
    </section>
  )
}

export function dateOf(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
}
