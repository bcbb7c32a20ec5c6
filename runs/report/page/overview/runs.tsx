import { formatInteger, formatMs, plural } from '../../format.ts'
import type { PageRun } from '../../page-data.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'
import { dateOf } from './overview.tsx'

/** What was run, how far it came, and what is missing of it. */
export function Runs() {
  const { data } = usePage()
  return (
    <section class="runs" aria-label="Runs">
      {data.runs.map((run) => (
        <RunCard key={run.label} run={run} />
      ))}
      {data.runs.length === 0 && <p class="note tone-warning">There is no run to show.</p>}
    </section>
  )
}

const TONES: Readonly<Record<PageRun['status'], string>> = {
  running: 'accent',
  complete: 'good',
  interrupted: 'warning',
  failed: 'bad',
  unknown: 'neutral',
}

function RunCard({ run }: { readonly run: PageRun }) {
  const { label, env, agent, status, episodes, planned, startedAt, seconds, notes, details } = run
  const isShort = planned !== null && episodes < planned
  return (
    <article class="run" aria-label={label}>
      <header>
        <h2>{cleanText(label)}</h2>
        <span class={`chip tone-${TONES[status]}`}>{status}</span>
      </header>
      <p class="facts">
        <span>{cleanText(env)}</span>
        <span>{cleanText(agent)}</span>
        <span>
          {isShort
            ? `${formatInteger(episodes)} of ${plural(planned, 'episode')}`
            : plural(episodes, 'episode')}
        </span>
        {seconds !== null && <span>{formatMs(seconds * 1000)}</span>}
        {startedAt !== null && <time dateTime={startedAt}>{dateOf(startedAt)}</time>}
      </p>
      {isShort && (
        <progress value={episodes} max={planned} aria-label={`Episodes of ${label} that ended`} />
      )}
      {notes.map((note) => (
        <p key={note} class="note tone-warning">
          {cleanText(note)}
        </p>
      ))}
      {details.length > 0 && (
        <Disclosure summary="Details">
          {() => (
            <dl class="pairs">
              <div>
                <dt>folder</dt>
                <dd>{cleanText(run.dir)}</dd>
              </div>
              {details.map(([name, value]) => (
                <div key={name}>
                  <dt>{cleanText(name)}</dt>
                  <dd>{cleanText(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </Disclosure>
      )}
    </article>
  )
}
