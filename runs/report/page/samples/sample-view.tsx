import { useEffect, useMemo, useState } from 'preact/hooks'
import { formatNumber } from '../../format.ts'
import type { SampleRow } from '../../page-data.ts'
import type { Sample } from '../../samples/sample.ts'
import { Boundary } from '../shell/boundary.tsx'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'
import { SequenceView } from './sequence-view.tsx'

type Loaded =
  | { readonly status: 'loading' }
  | { readonly status: 'there'; readonly sample: Sample }
  | { readonly status: 'failed'; readonly message: string }

/** One stored episode. */
export function SampleView({ row }: { readonly row: SampleRow }) {
  const { source, data } = usePage()
  const largest = useMemo(() => largestBeside(row, data.samples), [row, data])
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' })
  useEffect(() => {
    let isLeft = false
    const settle = (next: Loaded) => isLeft || setLoaded(next)
    source.sample(row).then(
      (sample) =>
        settle(
          sample
            ? { status: 'there', sample }
            : { status: 'failed', message: 'its tokens are not in the page' },
        ),
      (error: unknown) =>
        settle({
          status: 'failed',
          message: error instanceof Error ? error.message : String(error),
        }),
    )
    return () => {
      isLeft = true
    }
  }, [row, source])
  return (
    <article class="sample" aria-label={`Episode ${row.episode} of group ${row.group}`}>
      <Facts row={row} sample={loaded.status === 'there' ? loaded.sample : null} />
      {loaded.status === 'loading' && <p class="muted">Loading the tokens …</p>}
      {loaded.status === 'failed' && (
        <p class="note tone-warning" role="alert">
          The episode cannot be shown: {loaded.message}
        </p>
      )}
      {loaded.status === 'there' && (
        <Boundary name="The episode">
          <Tokens sample={loaded.sample} largest={largest} />
        </Boundary>
      )}
    </article>
  )
}

function Facts({ row, sample }: { readonly row: SampleRow; readonly sample: Sample | null }) {
  const facts: (readonly [string, string | number | null])[] = [
    ['Return', row.return],
    ['Update', row.update],
    ['Env', row.env],
    ['Task', row.task],
    ['Difficulty', row.difficulty],
    ['Seed', row.seed === null ? null : String(row.seed)],
    ...Object.entries(sample?.parts ?? {}),
  ]
  return (
    <dl class="facts-grid">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{cleanText(name)}</dt>
            <dd>{cleanText(typeof value === 'number' ? formatNumber(value) : value)}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

/** One scale for all that was trained at once: what taught little looks so. */
function largestBeside(row: SampleRow, rows: readonly SampleRow[]): number {
  const beside = rows.filter(({ run, update }) => run === row.run && update === row.update)
  return beside.reduce((largest, other) => Math.max(largest, other.largest), row.largest)
}

function Tokens({ sample, largest }: { readonly sample: Sample; readonly largest: number }) {
  const { sequences, turns } = sample
  return (
    <>
      <Scale largest={largest} />
      {sequences.map((sequence, at) => (
        <section key={at} aria-label={`Sequence ${at + 1}`}>
          {sequences.length > 1 && (
            <h3>
              Sequence {at + 1} of {sequences.length}
            </h3>
          )}
          <SequenceView sequence={sequence} turns={turns} largest={largest} />
        </section>
      ))}
      {sequences.length === 0 && <p class="empty">The episode has no tokens.</p>}
    </>
  )
}

/** What colours and lines mean. */
function Scale({ largest }: { readonly largest: number }) {
  const end = formatNumber(largest)
  return (
    <p class="sample-scale">
      {largest > 0 ? (
        <span>
          advantage −{end} <span class="scale-bar" aria-hidden="true" /> +{end}
        </span>
      ) : (
        <span>every advantage of this update is 0: its episodes teach nothing</span>
      )}
      <span>
        <span class="token trained">trained</span> <span class="token">drawn, not trained</span>{' '}
        <span class="read">read</span>
      </span>
    </p>
  )
}
