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
  const { label, status, startedAt, seconds, notes, details } = run
  const { facts, done, planned, unit } = countsOf(run)
  const isShort = planned !== null && done < planned
  return (
    <article class="run" aria-label={label}>
      <header>
        <h2>{cleanText(label)}</h2>
        <span class={`chip tone-${TONES[status]}`}>{status}</span>
      </header>
      <p class="facts">
        {facts.map((fact) => (
          <span key={fact}>{cleanText(fact)}</span>
        ))}
        <span>
          {isShort ? `${formatInteger(done)} of ${plural(planned, unit)}` : plural(done, unit)}
        </span>
        {seconds !== null && <span>{formatMs(seconds * 1000)}</span>}
        {startedAt !== null && <time dateTime={startedAt}>{dateOf(startedAt)}</time>}
      </p>
      {isShort && (
        <progress
          value={done}
          max={planned}
          aria-label={`${unit === 'episode' ? 'Episodes' : 'Updates'} of ${label} that ended`}
        />
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

interface Counts {
  readonly facts: readonly string[]
  readonly done: number
  readonly planned: number | null
  readonly unit: 'episode' | 'update'
}

/** A training run is counted by its updates. */
function countsOf({ env, agent, episodes, planned, training }: PageRun): Counts {
  if (!training) return { facts: [env, agent], done: episodes, planned, unit: 'episode' }
  const { algorithm, model, seed, updates } = training
  const facts = [env, algorithm, model ?? '', seed === null ? '' : `seed ${seed}`]
  return {
    facts: facts.filter((fact) => fact !== ''),
    ...{ done: updates, planned: training.planned, unit: 'update' },
  }
}
